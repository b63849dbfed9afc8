"""What is handed in: one CSV file, a folder, or a zip, as the CSV files in it by name. Paths in a zip are never
followed, and nothing unpacks to more than 50 MB."""

import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from common.archives import WORKBOOK, is_workbook, plain_parts, unpacked
from common.errors import DomainError
from common.judging import BROKEN_ARCHIVE, MOST_UNPACKED

LARGE = "This unpacks to more than 50 MB. Take out the files that hold no schools, people or roles."
# The only files of a OneRoster bundle that are ever opened.
ONEROSTER = ("manifest.csv", "orgs.csv", "users.csv", "roles.csv")


@dataclass(frozen=True)
class Bundle:
    """`files` are the CSV files that may be read, by name; `names` all that were there."""

    files: Mapping[str, bytes]
    names: Collection[str]

    @property
    def is_roster(self) -> bool:
        return "manifest.csv" in self.names or {"orgs.csv", "users.csv"} <= set(self.names)


def of_upload(name: str, content: bytes) -> Bundle:
    """What somebody uploaded under this name. Raises DomainError, in words, for what cannot be read."""
    if not content:
        raise DomainError("This file is empty. Choose another one.")
    if len(content) > MOST_UNPACKED:
        raise DomainError(LARGE)
    if content.startswith(b"PK"):
        return _of_zip(content)
    name = PurePosixPath(name.replace("\\", "/")).name or "file.csv"
    return Bundle({name: content}, {name})


def packed(path: Path) -> tuple[str, bytes]:
    """A file or a zip of this machine, or a folder as a zip: what somebody would upload, and what it is called. The
    same files make the same zip. Raises DomainError, in words, for what cannot be read."""
    try:
        if not path.is_dir():
            return path.name, path.read_bytes()
        found = {one.name: one for one in sorted(path.iterdir()) if one.is_file()}
        content = BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, one in found.items():
                # Of the others only the name counts: whether they are there.
                part = zipfile.ZipInfo(name)
                archive.writestr(part, one.read_bytes() if name in to_read(found) else b"")
    except OSError as error:
        raise DomainError(f"{path} cannot be read: {error.strerror}.") from None
    return f"{path.resolve().name} (folder)", content.getvalue()


def _of_zip(content: bytes) -> Bundle:
    if is_workbook(content):
        raise DomainError(WORKBOOK)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = _parts(archive)
            files = {name: unpacked(archive, found[name]) for name in to_read(found)}
    except BROKEN_ARCHIVE:
        raise DomainError("This archive cannot be opened. Make it anew, without a password.") from None
    if not files:
        raise DomainError(
            "There is no CSV file at the root of this archive. Save tables as CSV, and zip those."
        )
    return Bundle(files, set(found))


def _parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files at its root, or in the one folder that somebody zipped."""
    plain = plain_parts(archive, large=LARGE)
    folders = {path.parent for path, _ in plain}
    root = next(iter(folders)) if len(folders) == 1 else PurePosixPath(".")
    return {path.name: part for path, part in plain if path.parent == root}


def to_read(names: Collection[str]) -> list[str]:
    """Of a roster its four files; else every CSV file."""
    if {"manifest.csv"} & set(names) or {"orgs.csv", "users.csv"} <= set(names):
        return [name for name in ONEROSTER if name in names]
    return sorted(name for name in names if name.lower().endswith(".csv"))
