"""A process of its own that does what an office or a worker does, and what befalls it in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.conftest import end_with_parent, wait_until
from tests.owner import by_the_owner

BEGIN = (
    "import django, time; django.setup(); from datetime import date; from django.db import Error, connection;"
    " from stipends.services import *; from stipends.tasks import calculate_run;"
    " from pathways.models import ProgramYear; from people.models import User\n"
)
# As whoever sees an error and presses again. Every request looks whether its connection still stands.
PRESSED = """
refused = []
def pressed(does):
    while True:
        try:
            return does()
        except Error as refusal:
            refused.append(refusal)
            connection.close_if_unusable_or_obsolete()
            time.sleep(0.1)
"""


def begun(words: str) -> "subprocess.Popen[bytes]":
    """It does what these words of Python say, on the database of the test, as the role of the application."""
    environment = os.environ | {
        "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-c", BEGIN + PRESSED + words]
    return subprocess.Popen(command, env=environment, preexec_fn=end_with_parent)


def waits_before(table: str) -> None:
    """Returns once somebody waits to write into the table."""
    words = f"SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '{table}'::regclass"

    def waiting() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(words)
            return bool(cursor.fetchone()[0])

    wait_until(waiting, 30, f"a process before {table}")


def _held(table: str) -> Any:
    """A session of the owner that lets nobody write into the table until it ends."""
    session = connection.copy()
    with session.cursor() as cursor:
        cursor.execute(f"SET ROLE NONE; BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE")
    return session


@contextmanager
def restarts_before(*tables: str) -> Iterator[None]:
    """The block begins a process; each time it waits to write into the next of these tables, the database restarts:
    every session ends without a word, and for a moment nobody is let in."""
    name = connection.settings_dict["NAME"]
    others = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
    held = _held(tables[0])
    yield
    for table, after in zip(tables, [*tables[1:], None], strict=True):
        waits_before(table)
        # Held before anybody is let in again: whoever is quick would be past it.
        ahead = _held(after) if after else None
        kept = ahead.connection.info.backend_pid if ahead else 0
        by_the_owner(
            f'ALTER DATABASE "{name}" CONNECTION LIMIT 0',
            f"{others} AND pid NOT IN (pg_backend_pid(), {kept})",
        )
        held.close()
        held = ahead
        time.sleep(0.3)
        by_the_owner(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')
