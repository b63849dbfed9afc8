"""What is in a zip that somebody handed in: paths in it are never followed, and nothing unpacks to more than 50 MB."""

import zipfile
from pathlib import PurePosixPath

from common.errors import DomainError
from common.judging import MOST_PARTS, MOST_UNPACKED


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
