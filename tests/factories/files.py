"""Whole small files of each kind we keep, as libraries and programs make them; and odd ones."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image

FOLDER = Path(__file__).with_name("files")
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="{kind}"/></Types>'
)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(*, pages: int = 1, **saved: Any) -> bytes:
    """A PDF of empty pages; `saved` goes to pikepdf."""
    file = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        # Every worker of a run must name its tests alike; one with a password cannot be told beforehand.
        made.save(file, deterministic_id="encryption" not in saved, **saved)
    return file.getvalue()


def picture(kind: str, *, size: tuple[int, int] = (6, 4), mode: str = "RGB", **saved: Any) -> bytes:
    """A picture whose upper left point is red; `saved` goes to Pillow."""
    pillow_heif.register_heif_opener()
    made = Image.new(mode, size)
    made.putpixel((0, 0), (255, 0, 0) if mode == "RGB" else 1)
    file = io.BytesIO()
    made.save(file, kind, **saved)
    return file.getvalue()


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # The day is fixed, for every worker of a run must name its tests alike.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx(
    *, part: str = "word/document.xml", kind: str = WORD_TYPE, more: dict[str, str | bytes] | None = None
) -> bytes:
    """A Word document whose main part is called `part`."""
    types = TYPES.format(part=part, kind=kind)
    return zipped({"[Content_Types].xml": types, part: "<document/>", **(more or {})})


PDF, PNG, JPEG, HEIC, DOCX = pdf(), picture("PNG"), picture("JPEG"), picture("HEIF"), docx()
HTML_AS_PDF = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n"
