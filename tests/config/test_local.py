"""The servers of one machine, as a process finds them before anything was started."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BEFORE_AND_AFTER = """
from config.local import servers as local
before = local.socket_folder()
local._home().mkdir(parents=True, exist_ok=True)
print(before == local.socket_folder())
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short path that every user can enter; pytest's own folders are closed to the server's user."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_the_sockets_are_where_they_were_said_to_be_before_the_first_start(open_folder: Path) -> None:
    environment = os.environ | {"LOCAL_DIR": str(open_folder / "new" / ".local")}
    asked = subprocess.run(
        [sys.executable, "-c", BEFORE_AND_AFTER], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert asked.stdout == b"True\n"


ROLES = """
import psycopg2
from config.local import servers as local

with local.servers():
    owner = local.database(user=local.OWNER)
    line = psycopg2.connect(host=owner["HOST"], port=owner["PORT"], user=owner["USER"], dbname=owner["NAME"])
    line.autocommit = True
    cursor = line.cursor()
    if {older}:
        # As an older version left it: one role, which owns all.
        cursor.execute("DROP ROLE pathways_app")
        (local._home() / "postgres" / "two-roles").unlink()
    cursor.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname LIKE 'pathways%' ORDER BY 1")
    print(cursor.fetchall())
"""


def test_a_cluster_of_a_version_with_one_role_gets_the_second_when_it_starts(open_folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LOCAL_DIR": str(open_folder / ".local"), "REDIS_URL": "redis://not.asked.invalid/0"}

    def said(older: bool) -> bytes:
        command = [sys.executable, "-c", ROLES.format(older=older)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout

    assert said(older=True) == b"[('pathways', True)]\n"
    assert said(older=False) == b"[('pathways', True), ('pathways_app', False)]\n"
