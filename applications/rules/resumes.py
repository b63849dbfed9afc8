"""Is this a résumé we keep? Judged by its content, never by its name; nothing is unpacked. Plain Python."""

import io
import zipfile

from common.errors import DomainError
from common.uploads import is_pdf

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
WRONG_KIND = (
    "This file is neither a PDF nor a Word document (.docx). Save it as one of these and choose it again."
)


def suffix_of(content: bytes) -> str:
    """ "pdf" or "docx". Raises DomainError, in words, for anything else."""
    if not content:
        raise DomainError("This file is empty. Choose another.")
    if len(content) > MOST_BYTES:
        raise DomainError("This file is larger than 5 MB. Make it smaller and choose it again.")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise DomainError("This PDF is cut off. Save it again and choose it once more.")
        if not is_pdf(content):
            raise DomainError(
                "This file only begins like a PDF. Open it, save it as a PDF and choose it once more."
            )
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _docx(content)
    raise DomainError(WRONG_KIND)


def _docx(content: bytes) -> str:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise DomainError(
            "This Word document cannot be read. Save it again and choose it once more."
        ) from None
    # The directory says what it would unpack to; a bomb is turned away unopened.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DomainError(
            "This Word document unpacks to more than 50 MB. Make it smaller and choose it again."
        )
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise DomainError(WRONG_KIND)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise DomainError(
            "This Word document holds macros. Save it as .docx without them and choose it again."
        )
    return "docx"
