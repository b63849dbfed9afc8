"""Whole small files of each kind we keep; `pdf(head=…)` and its like make odd ones."""

import io
import struct
import zipfile
import zlib

PDF_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PDF_BODY = (
    b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
)


def pdf(
    *, head: bytes = PDF_HEAD, body: bytes = PDF_BODY, root: bytes = b"/Root 1 0 R", end: bytes = b""
) -> bytes:
    """A PDF with a table of objects that its end points to."""
    at = len(head + body)
    places = b"".join(b"%010d 00000 n \n" % (head + body).find(b"%d 0 obj" % number) for number in (1, 2))
    table = b"xref\n0 3\n0000000000 65535 f \n" + places + b"trailer\n<</Size 3" + root + b">>\n"
    return head + body + table + b"startxref\n%d\n%%%%EOF\n" % at + end


def png(*chunks: tuple[bytes, bytes], width: int = 1) -> bytes:
    """A PNG of one grey point, or of the chunks given."""
    whole = chunks or (
        (b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    )
    written = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in whole
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def jpeg(
    *, frame: bytes = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00", end: bytes = b"\xff\xd9"
) -> bytes:
    """The parts of a JPEG of one point, in their order."""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
        + b"\0" * 9
        + frame
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12"
        + end
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


PDF, PNG, JPEG = pdf(), png(), jpeg()
DOCX = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
HTML_AS_PDF = b"%PDF-1.4\n<html><script>alert(1)</script></html>\n%%EOF\n"
