"""The list of pictures names pages that exist."""

import pytest

from dashboard.management.commands.shots import HATS, VISITOR, Shot, Taken
from dashboard.templatetags.navigation import exists

EVERY = {shot for shots in (VISITOR, *HATS.values()) for shot in shots if shot.name != "not-there"}


@pytest.mark.parametrize("shot", sorted(EVERY, key=lambda shot: (shot.name, shot.path)), ids=lambda s: s.name)
def test_a_picture_is_of_a_page_that_exists(shot: Shot) -> None:
    assert exists(shot.path.partition("?")[0]) or shot.path.startswith("/admin/")


@pytest.mark.parametrize(
    ("status", "wide", "bad"), [(200, (), False), (200, (640,), True), (500, (), True), (404, (), False)]
)
def test_a_broken_page_and_one_that_scrolls_sideways_are_bad(
    status: int, wide: tuple[int, ...], bad: bool
) -> None:
    assert Taken("visitor", "landing", status, "/", wide).bad is bad
