"""The product on one machine: web, worker, courier, beat and a mailbox under one supervisor, until Ctrl-C."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from config import variables
from config.local import servers
from config.local.servers import LOCAL_DIR
from config.local.supervisor import Child, Supervisor, end_leftovers

STOPPING = ("beat", "web", "worker", "courier", "mailbox")


def run() -> None:
    """Run everything until Ctrl-C; exits with a sentence when it cannot. The servers are up already."""
    port = variables.read("PORT", 8000)
    address = f"http://127.0.0.1:{port}"
    with _only_one(address) as other:
        if other:
            say(f"Already running at {other}. Nothing was started.")
            return
        record = LOCAL_DIR / "children"
        for name in end_leftovers(record):
            say(f"Ended a {name} that a killed run had left behind.")
        if not _free(port):
            sys.exit(f"Port {port} is in use by another program. Try: PORT={port + 1} make run")
        ended = Path(variables.read("ENDED_FILE", str(LOCAL_DIR / "ended.json")))
        ended.unlink(missing_ok=True)
        supervisor = Supervisor(_children(port), STOPPING, say, _Healer().heal, record, ended)
        supervisor.listen()
        try:
            _start(supervisor, address)
        finally:
            supervisor.stop()
            say("Stopping the broker and the database ...")


def say(words: str) -> None:
    print(words, flush=True)


def _start(supervisor: Supervisor, address: str) -> None:
    welcome = _prepared(supervisor, address)
    if supervisor.asked:
        return
    say("Starting web, worker and beat ...")
    supervisor.watch(once_ready=lambda: say(welcome.rstrip()), ready=lambda: _answers(address))


def _prepared(supervisor: Supervisor, address: str) -> str:
    """Have Django make the tables and the demo; answers the welcome. Exits when that fails, not when it was stopped."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "prepare", address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        # A Ctrl-C of the terminal reaches us alone.
        start_new_session=True,
    ) as process:
        while process.poll() is None and not supervisor.asked:
            time.sleep(0.05)
        if supervisor.asked:
            process.terminate()
            return ""
        welcome = process.stdout.read() if process.stdout else ""
    if process.returncode:
        sys.exit("The database could not be prepared; what went wrong is above.")
    return welcome


class _Healer:
    """Starts again whichever server has died. It looks every second; the same refusal is said once."""

    def __init__(self) -> None:
        self._said = ""

    def heal(self) -> None:
        words = ""
        try:
            servers.heal()
        except servers.ServerError as error:
            words = str(error)
        if words and words != self._said:
            say(words)
        self._said = words


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def _only_one(address: str) -> Iterator[str]:
    """Hold this folder's lock, or answer where the one that holds it can be found."""
    LOCAL_DIR.mkdir(parents=True, exist_ok=True)
    with open(LOCAL_DIR / "up.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield file.read().strip() or "another terminal"
            return
        file.truncate(0)
        file.write(f"{address} (process {os.getpid()})")
        file.flush()
        yield ""


def _children(port: int) -> list[Child]:
    logs = LOCAL_DIR / "log"
    # A worker may take as long as a chunk of a stipend run needs; a page may not.
    worker = {"STATEMENT_TIMEOUT": "120s", "LOCK_TIMEOUT": "10s"}
    # They work as the application's role, and are not told who owns the tables.
    shared = {"DATABASE_OWNER_URL": ""}
    children = []
    if not variables.read("EMAIL_HOST", ""):
        shared |= _mail()
        mailbox = [sys.executable, "-m", "config.local.mailbox", str(LOCAL_DIR / "mail")]
        children.append(Child("mailbox", mailbox, logs / "mailbox.log", shared))
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    # One person looks at a time: a second process would hold forty megabytes for nobody.
    listens = {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": str(variables.read("WEB_WORKERS", 1))}
    children.append(Child("web", web, logs / "web.log", shared | listens, patience=20))
    work = [sys.executable, "-m", "config.work"]
    children.append(Child("worker", [*work, "work"], logs / "worker.log", shared | worker, patience=60))
    children.append(Child("courier", [*work, "codes"], logs / "courier.log", shared, patience=30))
    beat = [sys.executable, "-m", "config.beat"]
    children.append(Child("beat", beat, logs / "beat.log", shared))
    return children


def _mail() -> dict[str, str]:
    """Where the mailbox listens, and everybody else sends."""
    if find_spec("aiosmtpd") is None:
        sys.exit(
            "EMAIL_HOST names no mail server, and the package aiosmtpd, which brings a mailbox, is not installed"
            " here. Set EMAIL_HOST, or in a clone of the sources run: make setup"
        )
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(variables.read("EMAIL_PORT", 0) or _any_port())}
