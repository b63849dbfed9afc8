"""The tables the databases of the tests begin with, made once: a copy costs a second, all migrations several."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = settings.BASE_DIR
# Read before xdist's workers get names of their own.
STEM = f"{settings.DATABASES['default']['TEST']['NAME']}_of_"


def copied_from() -> str:
    """The database to copy, made now where no run of these migrations has made it. As the owner.

    Workers and runs wait for each other. One that is killed leaves a half-made database that is never copied.
    """
    name = STEM + _of_migrations()
    with _one_at_a_time():
        there = _databases()
        if name not in there:
            for older in there:
                _say(f'DROP DATABASE "{older}"')
            _make(f"{STEM}half")
            _say(f'ALTER DATABASE "{STEM}half" RENAME TO "{name}"')
    return name


def _of_migrations() -> str:
    """Other letters whenever a migration is another: one of ours, or with another version of a library."""
    found = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for app in apps.get_app_configs():
        folder = ROOT / app.label / "migrations"
        for file in sorted(folder.glob("*.py")):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with open(ROOT / ".local" / "template.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _databases() -> set[str]:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [STEM])
        return {name for (name,) in cursor.fetchall()}


def _say(statement: str) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(statement)


def _empty() -> None:
    """Without the pathways that a migration adds. Each test makes those it is about, and one that truncates its tables
    would leave none to the next: which there are must not hang on the order. What the migration adds is tried in
    tests/pathways/test_first_pathways.py."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pathways_cohort; DELETE FROM pathways_role; DELETE FROM pathways_pathway")


def _make(name: str) -> None:
    """All migrations into a database of this name."""
    test, mine = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    wanted = test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        _empty()
    finally:
        connection.close()
        test["NAME"] = wanted
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = mine
