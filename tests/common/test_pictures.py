"""A picture that is kept shows what was handed in, in the colors of every screen; its judge keeps within bounds."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms, JpegImagePlugin

from common import uploads
from common.errors import DomainError
from common.uploads import accept
from tests.conftest import wait_until
from tests.factories.files import PDF, picture

ALL = ("pdf", "docx", "png", "jpeg")
RED, GREEN = (255, 0, 0), (0, 255, 0)
BOUNDS = {
    "Max cpu time": ["8", "8"],
    "Max core file size": ["0", "0"],
    "Max address space": [str(768 * 1024 * 1024)] * 2,
}


def kept(content):
    return Image.open(io.BytesIO(accept(content, kinds=ALL).content))


def png(mode, points, **saved):
    """A PNG of two points beside each other."""
    made, file = Image.new(mode, (2, 1)), io.BytesIO()
    for x, point in enumerate(points):
        made.putpixel((x, 0), point)
    made.save(file, "PNG", **saved)
    return file.getvalue()


@pytest.mark.parametrize(
    ("mode", "points"),
    [
        ("1", (255, 0)),
        ("L", (200, 7)),
        ("LA", ((200, 9), (7, 255))),
        ("RGB", (RED, (1, 2, 3))),
        ("RGBA", ((255, 0, 0, 9), (1, 2, 3, 255))),
    ],
)
def test_a_png_keeps_every_point_as_it_is(mode, points):
    shown = kept(png(mode, points))
    assert (shown.format, shown.mode) == ("PNG", mode)
    assert tuple(shown.getpixel((x, 0)) for x in (0, 1)) == points


@pytest.mark.parametrize(
    ("saved", "mode", "points"),
    [({}, "RGB", (RED, GREEN)), ({"transparency": 1}, "RGBA", ((*RED, 255), (*GREEN, 0)))],
)
def test_a_png_of_a_palette_keeps_its_colors_and_its_clear_ground(saved, mode, points):
    made, file = Image.new("P", (2, 1)), io.BytesIO()
    made.putpalette([*RED, *GREEN])
    made.putpixel((1, 0), 1)
    made.save(file, "PNG", **saved)
    shown = kept(file.getvalue())
    assert shown.mode == mode
    assert tuple(shown.getpixel((x, 0)) for x in (0, 1)) == points


def jpeg(mode, color, **saved):
    file = io.BytesIO()
    Image.new(mode, (16, 16), color).save(file, "JPEG", **saved)
    return file.getvalue()


@pytest.mark.parametrize(
    ("mode", "color", "kept_mode", "shown_as"),
    [("L", 200, "L", 200), ("RGB", RED, "RGB", RED), ("CMYK", (0, 255, 255, 0), "RGB", RED)],
)
def test_a_jpeg_keeps_its_colors(mode, color, kept_mode, shown_as):
    shown = kept(jpeg(mode, color))
    assert (shown.format, shown.mode) == ("JPEG", kept_mode)
    point = shown.getpixel((8, 8))
    pairs = zip(point, shown_as, strict=True) if isinstance(point, tuple) else [(point, shown_as)]
    assert all(abs(is_ - was) < 5 for is_, was in pairs)


def test_a_picture_of_a_phone_with_a_clear_ground_is_kept_without_it():
    shown = kept(picture("HEIF", mode="RGB"))
    assert (shown.format, shown.mode) == ("JPEG", "RGB")


def test_a_jpeg_is_kept_at_nine_tenths_of_its_quality():
    file = io.BytesIO()
    Image.new("RGB", (16, 16), RED).save(file, "JPEG", quality=90)
    with Image.open(file) as wanted:
        assert isinstance(wanted, JpegImagePlugin.JpegImageFile)
        assert kept(jpeg("RGB", RED, quality=100)).quantization == wanted.quantization


def turned_profile():
    """The colors of every screen with red and green changed about."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for one, other in ((b"rXYZ", b"gXYZ"), (b"rTRC", b"gTRC")):
        plain = plain.replace(one, b"?" * 4, 1).replace(other, one, 1).replace(b"?" * 4, other, 1)
    return plain


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_picture_in_colors_of_another_device_is_kept_in_those_of_every_screen(mode):
    clear = (77,) if mode == "RGBA" else ()
    shown = kept(png(mode, ((*RED, *clear), (*GREEN, *clear)), icc_profile=turned_profile()))
    assert (shown.mode, shown.info.get("icc_profile")) == (mode, None)
    points = [shown.getpixel((x, 0)) for x in (0, 1)]
    assert [point[:3] for point in points] == [GREEN, RED]
    assert [point[3:] for point in points] == [clear, clear]


@pytest.mark.parametrize("mode", ["L", "1"])
def test_colors_of_another_device_do_not_touch_a_picture_without_colors(mode):
    shown = kept(png(mode, (255, 0), icc_profile=turned_profile()))
    assert (shown.mode, shown.getpixel((0, 0)), shown.getpixel((1, 0))) == (mode, 255, 0)


def test_a_broken_description_of_colors_is_no_reason_to_refuse_a_picture():
    shown = kept(png("RGB", (RED, GREEN), icc_profile=b"none"))
    assert (shown.getpixel((0, 0)), shown.info.get("icc_profile")) == (RED, None)


@pytest.mark.parametrize(("before", "taken"), [(1019, True), (1020, False)])
def test_a_pdf_begins_within_its_first_1024_bytes(before, taken):
    content = b" " * before + PDF
    if taken:
        assert accept(content, kinds=ALL).content == content
    else:
        with pytest.raises(DomainError, match=r"^This is not a file we can keep[.]"):
            accept(content, kinds=ALL)


@pytest.mark.skipif(
    not Path("/proc/self/limits").exists(), reason="only Linux says what a process is held to"
)
def test_the_judge_holds_itself_to_eight_seconds_768_megabytes_and_no_core():
    with subprocess.Popen(
        [sys.executable, "-I", str(uploads.JUDGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as judge:
        limits = Path(f"/proc/{judge.pid}/limits")

        def held_to():
            rows = limits.read_text().splitlines()
            return {row[:25].strip(): row[25:].split()[:2] for row in rows if row.startswith(tuple(BOUNDS))}

        wait_until(lambda: held_to() == BOUNDS, 10, "the judge to hold itself")
        judge.kill()
