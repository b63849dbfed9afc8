"""What is in a zip that somebody handed in: paths in it are never followed, and nothing unpacks to more than 50 MB."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from common.errors import DomainError
from common.judging import BROKEN_ARCHIVE, MOST_PARTS, MOST_UNPACKED

WORKBOOK = (
    "This is a workbook, as Excel and others save it. Open it, save its sheet as CSV, and choose that file."
)
# One of these is in the file of Excel, LibreOffice or Numbers; the second is also in one of a text.
BOOKS = ("xl/", "content.xml", "Index/")


def is_workbook(content: bytes) -> bool:
    """Whether the file is a workbook of a spreadsheet program; what cannot be opened is none."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any(name.startswith(BOOKS) for name in archive.namelist())
    except BROKEN_ARCHIVE:
        return False


def plain_parts(archive: zipfile.ZipFile, *, large: str) -> list[tuple[PurePosixPath, zipfile.ZipInfo]]:
    """The files in it, without what systems put beside them. Raises DomainError, in the words of `large`, for one that
    says it unpacks to more than 50 MB, or holds very many."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DomainError(large)
    paths = [(PurePosixPath(part.filename), part) for part in parts if not part.is_dir()]
    return [
        (path, part) for path, part in paths if not path.name.startswith(".") and "__MACOSX" not in path.parts
    ]


def unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """One of them. No more is read than it says it has: what lies about that breaks its checksum. Raises one of
    `common.judging.BROKEN_ARCHIVE`."""
    with archive.open(part) as file:
        content = file.read(part.file_size + 1)
    if len(content) != part.file_size:
        raise zipfile.BadZipFile
    return content
