"""Links: kept as they are, but for how their scheme is written; two that lead to one place are the same."""

import pytest

from common.links import same_place, tidied


def test_a_link_keeps_all_but_the_capitals_of_its_scheme():
    assert tidied(" HTTPS://A.org/Talk?V=1 ") == "https://A.org/Talk?V=1"
    assert tidied("a.org") == "a.org"


@pytest.mark.parametrize(
    ("other", "is_so"),
    [
        ("https://WWW.a.org/talk/", True),
        ("https://a.org/talk?x=1#now", True),
        ("https://a.org/Talk", False),
        ("https://b.org/talk", False),
    ],
)
def test_two_links_to_one_place_are_the_same(other, is_so):
    assert same_place("https://a.org/talk", other) is is_so


def test_a_parameter_that_says_which_video_tells_two_apart():
    one = "https://v.org/watch?v=1"
    assert same_place(one, "https://v.org/watch?v=1&t=10")
    assert not same_place(one, "https://v.org/watch?v=2")
