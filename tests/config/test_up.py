"""`manage.py up` as a person sees it: a folder of its own, real processes, real signals."""

import contextlib
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from common import ended
from tests.conftest import ROOT, wait_until

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Run:
    """One `up`, its words in a file. `own` names servers of one's own."""

    def __init__(self, folder: Path, port: int, out: Path, **own: str) -> None:
        self.folder, self.port, self.out = folder, port, out
        mine = {
            "LOCAL_DIR": str(folder),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DEMO": "0",
        }
        not_mine = ("BROKER_URL", "CACHE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_HOST", "EMAIL_PORT")
        environment = {key: value for key, value in os.environ.items() if key not in not_mine} | mine | own
        with open(self.out, "wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )

    @property
    def words(self) -> str:
        return self.out.read_text()

    def ready(self) -> "Run":
        def welcomed() -> bool:
            assert self.process.poll() is None, self.words
            return "Ctrl-C stops everything" in self.words

        # A database of its own is made first, which takes long where much else runs.
        wait_until(welcomed, 240, "the welcome")
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def well(self, seconds: float) -> None:
        """Returns when all is well; fails with what readiness says instead, and the words of `up`."""
        try:
            wait_until(self.answers, seconds, "all to be well")
        except AssertionError as late:
            raise AssertionError(f"{late}: {self.readiness()}\n{self.words}") from late

    def readiness(self) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=20) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError as error:
            return repr(error)

    def child(self, name: str) -> int:
        """The process number of a child, 0 when none runs."""
        record = self.folder / "children"
        lines = record.read_text().splitlines() if record.exists() else []
        return next((int(line.split()[1]) for line in lines if line.startswith(f"{name} ")), 0)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(90)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """PostgreSQL does not run as root, and its user must be able to enter. Pytest's own folders are closed to it, and
    closed again whenever another pytest begins."""
    with tempfile.TemporaryDirectory(prefix="up-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def up() -> Iterator[Callable[..., Run]]:
    with open_folder() as folder:
        yield from started_in(folder)


def started_in(folder: Path) -> Iterator[Callable[..., Run]]:
    port = free_port()
    runs: list[Run] = []

    def start(other_port: int = 0) -> Run:
        runs.append(Run(folder, other_port or port, folder / f"out-{len(runs)}"))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.stop()


def test_up_heals_what_dies_and_stops_in_order(up: Callable[..., Run]) -> None:
    first = up().ready()
    first.well(30)

    second = up()
    assert second.process.wait(30) == 0
    where = f"http://127.0.0.1:{first.port} (process {first.process.pid})"
    assert second.words == f"Already running at {where}. Nothing was started.\n"

    worker = first.child("worker")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: first.child("worker") not in (worker, 0), 20, "another worker")

    assert first.stop() == 0
    stops = [line for line in first.words.splitlines() if line.startswith("Stopping")]
    names = ("beat", "web", "worker", "courier", "mailbox", "broker and the database")
    assert stops == [f"Stopping the {name} ..." for name in names]
    assert not first.answers()


def test_up_starts_again_after_a_kill_without_warning(up: Callable[..., Run]) -> None:
    killed = up().ready()
    killed.process.kill()
    killed.process.wait()
    # They live on, and hold the port.
    killed.well(30)

    again = up().ready()
    assert "Ended a web that a killed run had left behind." in again.words
    again.well(30)
    assert again.stop() == 0


def test_a_port_in_use_is_a_sentence(up: Callable[..., Run]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = up(port)
        assert run.process.wait(60) == 1
    assert f"Port {port} is in use by another program. Try: PORT={port + 1} make run" in run.words


def test_ctrl_c_in_the_first_second_leaves_nothing_running_and_prints_no_traceback() -> None:
    for after in (0.05, 0.3, 0.7, 1.2):
        with open_folder() as folder:
            run = Run(folder, free_port(), folder / "out")
            # Not before Python has handed over: until then a Ctrl-C is its own, and it prints what it was importing.
            wait_until(lambda run=run: takes_term(run.process.pid), 30, "the command")
            time.sleep(after)
            run.process.send_signal(signal.SIGINT)
            # As make forwards it once more.
            time.sleep(0.1)
            run.process.send_signal(signal.SIGINT)
            run.process.wait(60)
            assert "Traceback" not in run.words, run.words
            assert left_in(folder) == [], after


def takes_term(pid: int) -> bool:
    """Whether a process has a handler of its own for SIGTERM, which Python by itself does not have."""
    caught = re.search(r"^SigCgt:\s*(\w+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return caught is not None and bool(int(caught[1], 16) & 1 << signal.SIGTERM - 1)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def left_in(folder: Path) -> list[bytes]:
    """The commands of all processes that name this folder, or were given it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
            if str(folder).encode() in told:
                found.append((process / "cmdline").read_bytes())
    return found


def test_while_the_database_is_gone_pages_say_so_and_the_supervisor_brings_it_back(
    up: Callable[..., Run],
) -> None:
    run = up().ready()
    run.well(30)
    server = int((postgres_of(run.folder) / "postmaster.pid").read_text().split()[0])
    os.kill(run.process.pid, signal.SIGSTOP)
    try:
        os.kill(server, signal.SIGQUIT)
        wait_until(lambda: not command_of(server), 10, "the end of the database")
        with pytest.raises(urllib.error.HTTPError) as away:
            urllib.request.urlopen(f"http://127.0.0.1:{run.port}/pathways/", timeout=20)
        assert (away.value.code, away.value.headers["Retry-After"]) == (503, "30")
        assert "Our records do not answer right now" in away.value.read().decode()
    finally:
        os.kill(run.process.pid, signal.SIGCONT)
    began = time.monotonic()
    wait_until(lambda: page_of(run) == 200, 20, "the page")
    assert time.monotonic() - began < 10
    run.well(90)
    # Readiness tells a beat that died and does not come back.
    os.kill(run.process.pid, signal.SIGSTOP)
    try:
        os.kill(run.child("beat"), signal.SIGKILL)
        wait_until(lambda: not run.answers(), 90, "readiness to notice")
    finally:
        os.kill(run.process.pid, signal.SIGCONT)
    wait_until(lambda: "beat" in ended.read(run.folder / "ended.json"), 20, "the note of its end")
    # The worker and the courier as well: their connections broke with the database.
    run.well(90)
    assert run.stop() == 0


def postgres_of(folder: Path) -> Path:
    """Where the server of this folder keeps its files (see config.local)."""
    key = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return next(
        path for path in (folder / "postgres", Path(f"/var/lib/pathways-{key}/postgres")) if path.exists()
    )


def page_of(run: Run) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/pathways/", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
