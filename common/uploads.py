"""What a file is, by its content; names and announced types are only said."""

import io
import zipfile
from typing import IO

from common.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
WORDS = {"pdf": "PDF", "docx": "Word (.docx)", "png": "PNG", "jpeg": "JPEG"}
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff", "docx": b"PK\x03\x04"}


def kind_of(file: "IO[bytes]") -> str | None:
    """One of pdf, docx, png, jpeg; None for anything else. Leaves the file at its beginning."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    kind = next((kind for kind, bytes_ in BEGINNINGS.items() if head.startswith(bytes_)), None)
    if kind == "docx" and not _is_word(file):
        kind = None
    file.seek(0)
    return kind


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


def _is_word(file: "IO[bytes]") -> bool:
    """A Word document, looked at without unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = {part.filename for part in parts}
    small = sum(part.file_size for part in parts) <= MOST_UNPACKED
    return small and {"[Content_Types].xml", "word/document.xml"} <= names
