"""The product on one machine: web, worker, beat and a mailbox under one supervisor, until Ctrl-C."""

import fcntl
import os
import socket
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.owner import as_owner
from config import rights
from config.local import servers as local
from config.local.supervisor import Child, Supervisor, end_leftovers
from config.welcome import welcome


class Command(BaseCommand):
    help = "Run everything on this machine until Ctrl-C."
    _unhealed = ""

    def handle(self, *args: object, **options: object) -> None:
        port = _port()
        address = f"http://127.0.0.1:{port}"
        with _only_one(address) as other:
            if other:
                self.say(f"Already running at {other}. Nothing was started.")
                return
            record = settings.LOCAL_DIR / "children"
            for name in end_leftovers(record):
                self.say(f"Ended a {name} that a killed run had left behind.")
            if not _free(port):
                raise CommandError(f"Port {port} is in use by another program. Try: PORT={port + 1} make run")
            order = ("beat", "web", "worker", "courier", "mailbox")
            ended: Path = settings.ENDED_FILE
            ended.unlink(missing_ok=True)
            supervisor = Supervisor(_children(port), order, self.say, self._heal_servers, record, ended)
            supervisor.listen()
            try:
                self._prepare()
                if not supervisor.asked:
                    self._run(supervisor, address)
            finally:
                supervisor.stop()
                self.say("Stopping the broker and the database ...")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _run(self, supervisor: Supervisor, address: str) -> None:
        self.say("Starting web, worker and beat ...")
        supervisor.watch(once_ready=lambda: self._welcome(address), ready=lambda: _answers(address))

    def _heal_servers(self) -> None:
        try:
            local.heal()
            self._unhealed = ""
        except local.ServerError as error:
            # It looks every second; the same is said once.
            if str(error) != self._unhealed:
                self.say(str(error))
            self._unhealed = str(error)

    def _prepare(self) -> None:
        """Tables, and the demo's people when there is nobody yet; both may take longer than a page may."""
        with as_owner():
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.say("Preparing the database ...")
                call_command("migrate", interactive=False, verbosity=0)
            else:
                rights.make_role()
                rights.give()
            nobody = not get_user_model()._default_manager.exists()
            if settings.DEMO and nobody and "demo" in get_commands():
                self.say("Loading the demo (a program year of invented people) ...")
                call_command("demo")
        connection.close()

    def _welcome(self, address: str) -> None:
        self.say("\n".join(welcome(address)))
        connection.close()


def _port() -> int:
    words = os.environ.get("PORT") or "8000"
    if not (words.isdecimal() and 0 < int(words) < 65536):
        raise CommandError(f"PORT={words} is no port. Give a number from 1024 to 65535, or leave it out.")
    return int(words)


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
    settings.LOCAL_DIR.mkdir(parents=True, exist_ok=True)
    with open(settings.LOCAL_DIR / "up.lock", "a+") as file:
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
    logs: Path = settings.LOCAL_DIR / "log"
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    # A worker may take as long as a chunk of a stipend run needs; a page may not.
    worker = {"STATEMENT_TIMEOUT": "120s", "LOCK_TIMEOUT": "10s"}
    # They work as the application's role, and are not told who owns the tables.
    shared = {"DATABASE_OWNER_URL": ""}
    children = []
    if "EMAIL_HOST" not in os.environ:
        if find_spec("aiosmtpd") is None:
            raise CommandError(
                "EMAIL_HOST names no mail server, and the package aiosmtpd, which brings a mailbox, is not installed"
                " here. Set EMAIL_HOST, or in a clone of the sources run: make setup"
            )
        mail_port = os.environ.get("EMAIL_PORT") or str(_any_port())
        shared |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": mail_port}
        mailbox = [sys.executable, "manage.py", "mailbox"]
        children.append(Child("mailbox", mailbox, logs / "mailbox.log", shared))
    web = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    children.append(Child("web", web, logs / "web.log", shared | {"BIND": f"127.0.0.1:{port}"}, patience=20))
    work = [*celery, "worker", "--loglevel", "warning", "--without-gossip", "--without-mingle"]
    lane = shared | worker | {"WORKS_ON": "work"}
    children.append(Child("worker", [*work, "--concurrency", "2"], logs / "worker.log", lane, patience=60))
    # One process alone: it sends codes, and waits for nothing else.
    lane = shared | {"WORKS_ON": "codes"}
    codes = [*work, "--pool", "solo", "--hostname", "courier@%h"]
    children.append(Child("courier", codes, logs / "courier.log", lane, patience=30))
    beat = [*celery, "beat", "--loglevel", "warning", "--pidfile="]
    children.append(Child("beat", beat, logs / "beat.log", shared))
    return children
