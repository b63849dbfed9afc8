"""The list of pictures names pages that exist."""

from pathlib import Path

import pytest
from PIL import Image

from dashboard.views.navigation import exists
from demo.management.commands.shots import HATS, KEPT, PICTURES, VISITOR, Shot, Taken, make_pictures

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


def test_the_pictures_of_the_readme_are_the_tops_of_shots_that_are_taken(tmp_path: Path) -> None:
    taken = {f"{who}-{shot.name}" for who, shots in HATS.items() for shot in shots}
    assert set(PICTURES.values()) <= taken
    for name in list(PICTURES.values())[1:]:
        Image.new("RGB", (1280, 3000), "teal").save(tmp_path / f"{name}-1280.png")
    make_pictures(tmp_path, tmp_path / "pictures")
    made = {}
    for file in (tmp_path / "pictures").glob("*.png"):
        with Image.open(file) as picture:
            made[file.stem] = picture.size
    # Of a shot that was not taken the picture stays as it was.
    assert made == dict.fromkeys(list(PICTURES)[1:], KEPT)


def test_every_picture_of_the_readme_is_there_and_small() -> None:
    folder = Path(__file__).parents[2] / "docs" / "pictures"
    sizes = {file.stem: file.stat().st_size for file in folder.glob("*.png")}
    assert sorted(sizes) == sorted(PICTURES)
    assert max(sizes.values()) < 120_000
