"""A backup, brought into an empty installation: everything is there, and no mail leaves by itself."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from config.backup import BackupError, back_up
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
# What a test says about its own servers, and what the product takes instead.
TESTED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "BROKER_URL", "CACHE_URL", "CELERY_QUEUE")
TESTED += ("CACHE_PREFIX", "DATABASE_NAME", "TESTED_DATABASE", "MEDIA_ROOT", "SIGNATURE_KEY", "SECRET_KEY")
Manage = Callable[..., "subprocess.CompletedProcess[str]"]

OWE = """
from notifications.services import owe_plain
for name in ("teacher", "leader"):
    owe_plain(to=f"{name}@example.org", subject="Owed", body="Not sent when the copy was made.")
"""
LOOK = """
import json
from datetime import datetime, UTC
from django.test import Client
from django.utils import timezone
from notifications.models import Message
from notifications.services import claim
from pathways.models import DeliverableRecord
from people.models import User
from django.db import transaction
with transaction.atomic():
    claimed = claim(now=datetime(2030, 1, 7, 20, tzinfo=UTC))
    transaction.set_rollback(True)
with transaction.atomic():
    Client(HTTP_HOST="127.0.0.1").post("/accounts/login/code/", {"email": "leader@example.org"})
    codes = Message.objects.due(datetime(2030, 1, 7, 20, tzinfo=UTC)).exclude(subject="Owed")
    code_to = list(codes.filter(urgent=True).values_list("to_email", flat=True))
    transaction.set_rollback(True)
client = Client(HTTP_HOST="127.0.0.1")
form = {"login": "teacher@example.org", "password": "pathways-demo"}
print(json.dumps({
    "people": User.objects.count(),
    "waiting": Message.objects.filter(state="waiting").count(),
    "kept_back": Message.objects.filter(state="kept_back").count(),
    "leaves": claimed is not None,
    "code_to": code_to,
    "signed_in": client.post("/accounts/login/", form).status_code,
    "inside": "_auth_user_id" in client.session,
    "file": sorted(set(DeliverableRecord.objects.exclude(file="").values_list("file", flat=True)))[0],
}))
"""


def manage(folder: Path, *words: str, **given: str) -> "subprocess.CompletedProcess[str]":
    """A command of an installation whose whole state lies in `folder`."""
    environment = {name: value for name, value in os.environ.items() if name not in TESTED}
    environment |= {
        "LOCAL_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "1",
        **given,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def look(folder: Path) -> dict[str, Any]:
    done = manage(folder, "shell", "--no-imports", "-c", LOOK)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An installation with the demo in it (`lived`), and its backup (`kept`)."""
    place = tmp_path_factory.mktemp("places")
    owe = ["shell", "--no-imports", "-c", OWE]
    for words in (["migrate", "-v0"], ["demo"], owe, ["backup", str(place / "kept")]):
        done = manage(place / "lived", *words)
        assert done.returncode == 0, done.stderr
    assert "Keep SIGNATURE_KEY and SECRET_KEY apart" in done.stdout
    yield place
    shutil.rmtree(place, ignore_errors=True)


def test_a_copy_is_whole_people_sign_in_and_its_mails_leave_when_somebody_says_so(place: Path) -> None:
    was = look(place / "lived")
    done = manage(place / "copy", "restore", str(place / "kept"))
    assert done.returncode == 0, done.stderr
    assert "all as they were signed." in done.stdout
    assert "are what they were." in done.stdout
    assert done.stderr == ""
    copy = look(place / "copy")
    assert was["waiting"] >= 2
    assert (was["leaves"], was["signed_in"], was["inside"]) == (True, 302, True)
    assert copy["code_to"] == ["leader@example.org"]
    assert copy == {**was, "waiting": 0, "kept_back": was["waiting"] + was["kept_back"], "leaves": False}
    assert (
        files(place / "copy" / "media") == files(place / "lived" / "media") == files(place / "kept" / "media")
    )
    assert copy["file"] in files(place / "copy" / "media")
    for command in ("verify_signatures", "verify_runs"):
        assert manage(place / "copy", command).returncode == 0
    said = manage(place / "copy", "release_mails").stdout
    assert said == f"{was['waiting']} mails may leave now, and others from now on.\n"
    assert look(place / "copy")["leaves"] is True
    again = manage(place / "copy", "restore", str(place / "kept"))
    assert again.returncode == 1
    assert "This database holds tables already." in again.stderr


# What a database knows whose tables were made by the steps that are one now.
OLDER = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from common.owner import as_owner
with as_owner():
    recorder = MigrationRecorder(connection)
    for (app, name), one in MigrationLoader(None).disk_migrations.items():
        if one.replaces:
            recorder.record_unapplied(app, name)
        for step in one.replaces:
            recorder.record_applied(*step)
"""


def test_a_copy_of_an_older_program_holds_its_mails_too(place: Path) -> None:
    steps = (["restore", str(place / "kept")], ["shell", "-v0", "-c", OLDER])
    for words in (*steps, ["backup", str(place / "kept_older")]):
        done = manage(place / "older", *words)
        assert done.returncode == 0, done.stderr
    done = manage(place / "newer", "restore", str(place / "kept_older"))
    assert done.returncode == 0, done.stderr
    said = manage(place / "newer", "release_mails").stdout
    assert said.endswith(" mails may leave now, and others from now on.\n")
    assert manage(place / "newer", "release_mails").stdout == "No mails were held.\n"


def test_a_copy_is_refused_without_the_key_that_its_signatures_were_made_with(place: Path) -> None:
    done = manage(place / "other", "restore", str(place / "kept"), SIGNATURE_KEY="another-key")
    assert done.returncode == 1
    assert "SIGNATURE_KEY is another than when the copy was made" in done.stderr
    assert not (place / "other" / "media").exists()


def test_another_key_of_sessions_is_said(place: Path) -> None:
    done = manage(place / "third", "restore", str(place / "kept"), SECRET_KEY="x" * 60)
    assert done.returncode == 0
    assert done.stderr == "SECRET_KEY is another than when the copy was made: everybody signs in anew.\n"


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda kept: (kept / "backup.json").unlink(), "holds no whole backup"),
        (lambda kept: (kept / "database.dump").write_bytes(b"x"), "is not what was written into it"),
        (lambda kept: next(f for f in (kept / "media").rglob("*.*")).unlink(), "Files are missing in"),
    ],
)
def test_half_a_backup_is_refused(
    place: Path, tmp_path: Path, harm: Callable[[Path], Any], words: str
) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(place / "kept", kept)
    harm(kept)
    done = manage(tmp_path / "copy", "restore", str(kept))
    assert (done.returncode, words in done.stderr) == (1, True)
    assert not (tmp_path / "copy" / "media").exists()


BY_HAND = """
from common.owner import as_owner
from django.db import connection
with as_owner(), connection.cursor() as cursor:
    cursor.execute("{}")
"""


def test_a_restore_that_breaks_off_leaves_nothing_and_is_done_again(place: Path, tmp_path: Path) -> None:
    """A type by the name of one of our tables stands in the way, so the rows cannot come."""

    def by_hand(words: str) -> None:
        done = manage(tmp_path, "shell", "--no-imports", "-c", BY_HAND.format(words))
        assert done.returncode == 0, done.stderr

    by_hand("CREATE TYPE public.people_user AS ENUM ()")
    done = manage(tmp_path, "restore", str(place / "kept"))
    assert (done.returncode, "psql failed: " in done.stderr) == (1, True)
    assert files(tmp_path / "media") == {}
    by_hand("DROP TYPE public.people_user")
    done = manage(tmp_path, "restore", str(place / "kept"))
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_programs_newer_than_the_server_are_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """What they write into a copy this server would not take back."""
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 99.1 (Debian 99.1-1)'\n")
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    # With a server of one's own, the programs are the system's.
    settings.OWN_DATABASE = "postgres://elsewhere/there"
    server = connection.pg_version // 10_000  # type: ignore[attr-defined]
    said = f"pg_dump is of PostgreSQL 99, the server of {server}. Install postgresql-client-{server}."
    with pytest.raises(BackupError, match=re.escape(said)):
        back_up(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_backup_never_goes_over_another(place: Path) -> None:
    done = manage(place / "lived", "backup", str(place / "kept"))
    assert done.returncode == 1
    assert "is not empty. Name a folder that is not there yet." in done.stderr
