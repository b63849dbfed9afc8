"""Starting, and resting: processor seconds of `django.setup()`, memory of all processes with the demo, seconds of a
restart. In a folder of its own, with the servers that live there; run nothing else beside it."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from config.local.servers import BASE_DIR

ROUNDS, REST = 5, 30
SETUP_BOUND, MEMORY_BOUND, RESTART_BOUND = 2, 500, 10
SETUP = "import django; django.setup()"
# Servers of one's own would be left running, and their memory not be counted.
NOT_MINE = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "CACHE_URL", "EMAIL_HOST", "EMAIL_PORT")


def report() -> None:
    """Print what starting and resting cost, each beside its bound."""
    spent = median(_setup_seconds() for _ in range(ROUNDS))
    print("\nstarting, and at rest with the demo")
    print(f"  django.setup()   {spent:>7.2f} s of a processor   bound ≤ {SETUP_BOUND} s")
    with tempfile.TemporaryDirectory(prefix="rest-", dir="/tmp") as folder:
        # PostgreSQL does not run as root: its user must be able to enter.
        Path(folder).chmod(0o755)
        environment = _environment(Path(folder))
        with _up(environment) as (process, _):
            time.sleep(REST)
            _print_memory(_processes(process.pid, folder))
        with _up(environment) as (_, seconds):
            print(f"  a restart        {seconds:>7.1f} s until a page   bound ≤ {RESTART_BOUND} s")


def _setup_seconds() -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", SETUP], cwd=BASE_DIR, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _environment(folder: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mine = {"LOCAL_DIR": str(folder / "local"), "PORT": str(port), "DEMO": "1"}
    mine["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return {name: value for name, value in os.environ.items() if name not in NOT_MINE} | mine


@contextlib.contextmanager
def _up(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """`manage.py up` while the block runs, and the seconds until it showed a page."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _shows_a_page(environment["PORT"]):
            if process.poll() is not None or time.monotonic() - began > 300:
                raise SystemExit("The product did not start.")
            time.sleep(0.1)
        yield process, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def _shows_a_page(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/pathways/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _processes(first: int, folder: str) -> dict[int, str]:
    """By number the names of all processes of this start: what it began, and the servers that left it."""
    above, words = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            above[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words[int(entry.name)] = (
                (entry / "cmdline").read_text(errors="replace").replace("\0", " ").strip()
            )

    def mine(pid: int) -> bool:
        return (
            pid == first
            or folder in words[pid]
            or (pid in above and above[pid] in words and mine(above[pid]))
        )

    return {pid: _name(words[pid]) for pid in words if mine(pid)}


def _name(words: str) -> str:
    known = (
        "postgres",
        "valkey",
        "gunicorn",
        "config.work codes",
        "config.work work",
        "config.beat",
        "mailbox",
    )
    return next((name for name in known if name in words), "supervisor")


def _print_memory(processes: dict[int, str]) -> None:
    """Proportional set sizes: what processes share is counted once."""
    sizes: dict[str, list[float]] = defaultdict(list)
    for pid, name in processes.items():
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            sizes[name].append(
                next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e6
            )
    for name, found in sorted(sizes.items(), key=lambda pair: -sum(pair[1])):
        print(f"    {name:<22}{sum(found):>6.0f} MB in {len(found)}")
    total = sum(map(sum, sizes.values()))
    print(f"  memory (PSS)     {total:>7.0f} MB   bound ≤ {MEMORY_BOUND} MB")


if __name__ == "__main__":
    report()
