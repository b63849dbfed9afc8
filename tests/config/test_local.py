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
from config import local
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
