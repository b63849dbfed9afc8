"""Pictures say in words what they show, and are drawn to their true whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from common.ui.pictures import Chip, Part, chips, ring, whole_bar


def rects(parts, whole):
    drawn = html.fromstring(f"<div>{whole_bar(parts, whole)}</div>")
    [_track, *found] = drawn.xpath("//svg[contains(@class,'bar')]/rect")
    return [(one.get("class"), int(one.get("x")), int(one.get("width"))) for one in found]


PARTS = [
    Part("done", "Earned so far", 165_000),
    Part("lost", "Missed, can come back", 11_250, hatched=True),
    Part("ahead", "Still possible", 123_750),
]


def test_a_bar_is_drawn_to_its_whole_and_says_it():
    assert rects(PARTS, 300_000) == [("b-done", 0, 550), ("b-lost", 550, 38), ("b-ahead", 588, 412)]
    [picture] = html.fromstring(f"<div>{whole_bar(PARTS, 300_000)}</div>").xpath("//svg[@role='img']")
    assert picture.get("aria-label") == (
        "Of $3,000.00: $1,650.00 earned so far, $112.50 missed, can come back, $1,237.50 still possible"
    )


def test_the_key_of_a_bar_carries_every_amount_also_that_of_nothing():
    page = html.fromstring(f"<div>{whole_bar([*PARTS, Part('paid', 'Paid', 0)], 300_000)}</div>")
    assert [item.text_content() for item in page.xpath("//li")] == [
        "Earned so far$1,650.00",
        "Missed, can come back$112.50",
        "Still possible$1,237.50",
        "Paid$0.00",
    ]


def test_there_is_no_bar_of_no_whole():
    assert whole_bar(PARTS, 0) == ""


def test_a_part_of_an_unknown_kind_is_no_part():
    with pytest.raises(ValueError, match="A part of a bar is one of"):
        Part("almost", "Almost", 1)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5), st.integers(0, 10**9))
def test_parts_lie_beside_each_other_and_fill_the_bar_as_their_sum_fills_the_whole(cents, rest):
    whole = sum(cents) + rest
    found = rects([Part("done", "One", one) for one in cents], whole)
    ends = [start + width for _, start, width in found]
    assert [start for _, start, _ in found] == [0, *ends[:-1]]
    assert ends[-1] == (sum(cents) * 2000 + whole) // (2 * whole)


def test_what_is_more_than_the_whole_does_not_leave_the_bar():
    assert rects([Part("done", "Paid", 500)], 300) == [("b-done", 0, 1000)]


@pytest.mark.parametrize("done", range(5))
def test_a_ring_has_a_part_for_each_step_and_says_how_many_are_done(done):
    page = html.fromstring(f"<div>{ring(done, 4, 'Mid-year <cycle>')}</div>")
    assert len(page.xpath("//circle[@class='r-done']")) == done
    assert len(page.xpath("//circle")) == 4
    assert page.xpath("//svg/@aria-label") == [f"Mid-year <cycle>: {done} of 4 steps done"]
    assert page.xpath("string(//text)") == f"{done}/4"


def test_a_chip_carries_its_count_and_says_which_one_holds_now():
    drawn = chips([Chip("All", "/?a=1&b=2", 1600), Chip("Failed", "?state=failed", 0, current=True)], "Mails")
    page = html.fromstring(f"<div>{drawn}</div>")
    assert page.xpath("//nav/@aria-label") == ["Mails"]
    assert [
        (one.get("href"), one.get("data-rows"), one.get("aria-current"), one.text_content(), one.get("class"))
        for one in page.xpath("//a")
    ] == [
        ("/?a=1&b=2", "1600", None, "All 1,600", "chip"),
        ("?state=failed", "0", "true", "Failed 0", "chip chip--zero"),
    ]
