"""What a file is, by its whole content; names, announced types and first lines are only said."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from common.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
WORDS = {"pdf": "PDF", "docx": "Word (.docx)", "png": "PNG", "jpeg": "JPEG"}
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "docx": b"PK\x03\x04"}


PDF_VERSION = re.compile(rb"%PDF-[12]\.\d")
PDF_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")
PDF_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|body|iframe)", re.IGNORECASE)
# Readers look for the end of a PDF this far from the end of its file, and for its beginning this far in.
NEAR = 2048
# Parts of a JPEG that describe the picture; the other three of this row are tables.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def kind_of(file: "IO[bytes]") -> str | None:
    """One of pdf, docx, png, jpeg; None for anything else. Leaves the file at its beginning.

    Reads it all: ask for its size first.
    """
    file.seek(0)
    head = file.read(8)
    kind = next((kind for kind, bytes_ in BEGINNINGS.items() if head.startswith(bytes_)), None)
    whole = kind is not None and IS[kind](head + file.read())
    file.seek(0)
    return kind if whole else None


def check_upload(file: "IO[bytes]", size: int, kinds: tuple[str, ...]) -> str:
    """The kind of the file. Raises DomainError, in words, when it is empty, too big or none of `kinds`."""
    if size == 0:
        raise DomainError("This file is empty. Choose another one.")
    if size > MOST_BYTES:
        raise DomainError(f"This file is larger than {MOST_BYTES // 1024 // 1024} MB. Choose a smaller one.")
    kind = kind_of(file)
    if kind not in kinds:
        allowed = ", ".join(WORDS[kind] for kind in kinds)
        raise DomainError(f"This is not a file we can keep. Choose one of these kinds: {allowed}.")
    return str(kind)


def is_pdf(content: bytes) -> bool:
    """Whether this is a PDF from its first object to the table of objects its end points to.

    Some markup behind the first line of a PDF is none, whatever a browser would make of it.
    """
    return _begins_with_an_object(content) and _ends_with_a_table(content)


def _begins_with_an_object(content: bytes) -> bool:
    """Between the first line and the first object a PDF holds comments only."""
    lines = content[:NEAR].splitlines()
    if not lines or not PDF_VERSION.match(lines[0]):
        return False
    for line in lines:
        if MARKUP.search(line):
            return False
        if line.strip() and not line.startswith(b"%"):
            return PDF_OBJECT.match(line.strip()) is not None
    return False


def _ends_with_a_table(content: bytes) -> bool:
    tail = content[-NEAR:]
    end = max(PDF_END.finditer(tail), key=lambda found: found.start(), default=None)
    if end is None or MARKUP.search(tail, end.end()) or b"/Root" not in content:
        return False
    table = content[int(end[1]) :][:64].lstrip()
    # Since 1.5 the table may be an object itself.
    return table.startswith(b"xref") or PDF_OBJECT.match(table) is not None


def _is_png(content: bytes) -> bool:
    """Every chunk up to the end is whole, with a size first and a picture among them."""
    at = len(BEGINNINGS["png"])
    kinds: list[bytes] = []
    while not kinds or kinds[-1] != b"IEND":
        chunk = _chunk(content, at)
        if chunk is None:
            return False
        kinds.append(chunk[:4])
        if kinds == [b"IHDR"] and (len(chunk) != 17 or 0 in struct.unpack(">II", chunk[4:12])):
            return False
        at += 8 + len(chunk)
    return kinds[0] == b"IHDR" and b"IDAT" in kinds


def _chunk(content: bytes, at: int) -> bytes | None:
    """Kind and data of the chunk of a PNG that begins here, when it is whole."""
    if at + 12 > len(content):
        return None
    ends = at + 8 + struct.unpack_from(">I", content, at)[0]
    chunk = content[at + 4 : ends]
    whole = content[ends : ends + 4] == struct.pack(">I", zlib.crc32(chunk))
    return chunk if whole else None


def _is_jpeg(content: bytes) -> bool:
    """Part follows part from the beginning to a picture that has a size and an end.

    What comes after that end is not looked at: phones put a film there.
    """
    at, sized = 2, False
    while at + 9 < len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if kind in FRAMES:
            sized = length > 7 and 0 not in struct.unpack_from(">HH", content, at + 5)
        if kind == 0xDA:
            return sized and content.find(b"\xff\xd9", at) > 0
        # A filling byte stands alone.
        at += 1 if kind == 0xFF else 2 + length
    return False


def _is_word(content: bytes) -> bool:
    """A Word document, looked at without unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = {part.filename for part in parts}
    small = sum(part.file_size for part in parts) <= MOST_UNPACKED
    return small and {"[Content_Types].xml", "word/document.xml"} <= names


IS: dict[str, Callable[[bytes], bool]] = {
    "pdf": is_pdf,
    "docx": _is_word,
    "png": _is_png,
    "jpeg": _is_jpeg,
}
