"""Where handed-in files lie: whole or not at all, whatever becomes of the disk meanwhile."""

import contextlib
import errno
import logging
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction

from common.errors import DomainError
from common.uploads import Accepted

logger = logging.getLogger(__name__)

FULL = {errno.ENOSPC, errno.EDQUOT}
# Held by a backup from before its dump until the last file is copied. Any number; nobody else may use it.
BACKUP_LOCK = 7_204_118_355


class NotStored(DomainError):
    """A file could not be written. Nothing of it is left, and nothing else was changed."""


class WholeFiles(FileSystemStorage):
    """Files on a disk. One appears under its name when all of it is on the disk, and never before."""

    def _save(self, name: str, content: Any) -> str:
        """Raises NotStored, in words, where the disk is full or refuses; whoever runs the server finds it logged."""
        try:
            return self._write(name, content)
        except OSError as error:
            logger.error("A file could not be stored: %s", os.strerror(error.errno or 0))
            why = "its disk is full" if error.errno in FULL else "its disk refuses"
            raise NotStored(
                f"The server could not keep this file: {why}. Nothing of it was kept. Please try again in an hour;"
                " if it still does not work, write to the Partnership."
            ) from error

    def _write(self, name: str, content: Any) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{uuid.uuid4().hex}.part"
        try:
            with open(part, "xb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                # A full disk may say so only here.
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                part.chmod(self.file_permissions_mode)
            return self._place(part, name)
        finally:
            part.unlink(missing_ok=True)

    def _place(self, part: Path, name: str) -> str:
        """Give it its name, or the next free one; a link, unlike a rename, replaces nothing."""
        while True:
            try:
                os.link(part, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                self._remember(Path(self.path(name)).parent)
                return name.replace("\\", "/")

    def _remember(self, folder: Path) -> None:
        """The name too is on the disk before any row tells it."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def stored(upload: Accepted, folder: str) -> Iterator[str]:
    """Keep the file, then let the block write the row that names it; when that fails, the file goes again.

    The file is whole before the row is there, so no row is without its file. Hold no lock around this: disks may be
    slow. A process killed between the two leaves a file that nothing names, which does no harm.
    Raises NotStored.
    """
    name = default_storage.save(f"{folder}/{uuid.uuid4().hex}.{upload.kind}", upload.file())
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def forget(name: str) -> None:
    """Delete a stored file once the row that named it is committed without it.

    While a backup runs it stays for good: the dump may still name it.
    """

    def delete() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [BACKUP_LOCK])
            if cursor.fetchone()[0]:
                default_storage.delete(name)

    transaction.on_commit(delete)
