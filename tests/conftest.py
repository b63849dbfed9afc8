"""The house of all tests: real servers, real mail over SMTP, a real worker, exact counts of queries.

pytest-django gives each xdist worker its own database; tests/settings.py its own broker, cache and queue.
"""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from common.errors import DomainError
from common.owner import as_owner
from config.local.servers import servers
from tests import refusals, template
from tests.emptying import empty

ROOT = Path(__file__).resolve().parent.parent
# Playwright keeps an event loop in the thread of the test; Django would refuse to touch the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# How quick a machine is today is no property of a rule.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")

PR_SET_PDEATHSIG = 1
_running = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    refusals.watch()
    # The product finds its administration with its addresses; tests ask what it holds while they are collected.
    admin.autodiscover()


def pytest_unconfigure(config: pytest.Config) -> None:
    refusals.write()
    _running.close()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Every process that runs tests holds the servers, each of xdist's workers: the last to leave stops them. Rules
    are plain Python: who runs nothing else starts no server."""
    if not session.config.option.collectonly and not all(map(_is_of_rules, session.items)):
        _running.enter_context(servers())


def _is_of_rules(item: pytest.Item) -> bool:
    return item.path.name.startswith("test_rules")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with something slow in them come first: begun last, one of them would keep a single worker busy alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        if "browser" in Path(item.path).relative_to(ROOT).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def _made_by_the_owner() -> Iterator[contextlib.ExitStack]:
    """Open while the database of the tests is made and dropped."""
    with contextlib.ExitStack() as owner:
        owner.enter_context(as_owner())
        yield owner


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
    _made_by_the_owner: contextlib.ExitStack,
) -> None:
    """What pytest-django asks for last before it makes the database: what that shall be a copy of."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.copied_from()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: Any, _made_by_the_owner: contextlib.ExitStack
) -> Iterator[None]:
    """The owner makes the database and drops it; in between, tests have the rights of the application's role."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # The session of the tests is the owner's, and the database tells of sessions only to those they belong to.
        cursor.execute(
            "DO $$ BEGIN GRANT pg_read_all_stats TO pathways_test;"
            " EXCEPTION WHEN unique_violation OR internal_error THEN NULL; END $$"
        )
    _made_by_the_owner.close()
    yield
    _made_by_the_owner.enter_context(as_owner())


@pytest.fixture(scope="session", autouse=True)
def _mail_goes_to_the_outbox(django_test_environment: None) -> None:
    """Django's runner puts a list in memory in place of mail; the product's door is what we want to see."""
    from django.conf import settings

    settings.EMAIL_BACKEND = "config.mail.OutboxBackend"


@pytest.fixture(scope="session", autouse=True)
def _emptied_row_by_row() -> Iterator[None]:
    """What Django does after each test that commits."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda self: empty())
        yield


@pytest.fixture(autouse=True)
def _an_empty_cache(request: pytest.FixtureRequest) -> None:
    """What one test kept there must not be found by the next."""
    if not _is_of_rules(request.node):
        cache.clear()


# --- mail -----------------------------------------------------------------------------------------
@dataclass
class Sink:
    """A listening SMTP server. Addresses in `refuse` get a 550; while `busy`, everyone gets a 451."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    busy: bool = False
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.busy:
            return "451 Try again later"
        if address in self.refuse:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 Kept"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to one address, in the order they came."""
        return [mail for mail in self.mails if address in str(mail["To"])]

    def wait_for(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """All mails, once there are `count`; fails after `seconds`."""
        wait_until(lambda: len(self.mails) >= count, seconds, f"{count} mails; there are {len(self.mails)}")
        return self.mails


class _Controller(Controller):
    def _trigger_server(self) -> None:
        # Port 0 lets the system choose; the probe of the base class must then ask the port it chose.
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@pytest.fixture
def smtp_sink(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A real SMTP server; the settings, and processes started after it, send there."""
    sink = Sink()
    controller = _Controller(sink, hostname="127.0.0.1", port=0)
    controller.start()
    sink.port = controller.port
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    monkeypatch.setenv("EMAIL_HOST", "127.0.0.1")
    monkeypatch.setenv("EMAIL_PORT", str(sink.port))
    yield sink
    controller.stop()


# --- processes ------------------------------------------------------------------------------------
def wait_until(holds: Callable[[], Any], seconds: float, what: str) -> None:
    """Returns when `holds()` is true; fails, naming `what`, after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"Waited {seconds} s in vain for {what}"
        time.sleep(0.05)


def end_with_parent() -> None:
    """For `preexec_fn`: the kernel asks this process to end when whoever started it is gone, killed or not."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Worker:
    """A Celery worker in a process of its own."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """As the out-of-memory killer does it: the whole group, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def _celery(at: datetime | None) -> list[str]:
    """The command; told a moment, its clock shows that when it starts and goes on from there."""
    if at is None:
        return [sys.executable, "-m", "celery"]
    travel = f"import time_machine; time_machine.travel({at.isoformat()!r}, tick=True).start()"
    return [sys.executable, "-c", f"{travel}; import sys; from celery.__main__ import main; sys.exit(main())"]


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Worker]]:
    """Call it for a real worker on this test's database and broker; ask for `smtp_sink` before it."""
    workers: list[Worker] = []

    def start(
        *, concurrency: int = 1, works_on: str = "both", pool: str = "prefork", at: datetime | None = None
    ) -> Worker:
        log = tmp_path / f"worker-{len(workers)}.log"
        command = [*_celery(at), "-A", "config", "worker", "--loglevel", "info"]
        command += ["--concurrency", str(concurrency), "--pool", pool, "--without-gossip", "--without-mingle"]
        command += ["--hostname", f"{os.environ['CELERY_QUEUE']}-{len(workers)}@%h"]
        environment = os.environ | {
            "TESTED_DATABASE": str(connection.settings_dict["NAME"]),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "STATEMENT_TIMEOUT": "120s",
            "WORKS_ON": works_on,
        }
        with open(log, "wb") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        worker = Worker(process, log)
        workers.append(worker)
        wait_until(
            lambda: b" ready." in log.read_bytes() or process.poll() is not None, 60, f"the worker; log {log}"
        )
        assert process.poll() is None, log.read_text()
        return worker

    yield start
    for worker in workers:
        worker.stop()


@pytest.fixture
def celery_worker_process(start_worker: Callable[..., Worker]) -> Worker:
    """One real worker, ready."""
    return start_worker()


@pytest.fixture
def signed_in(db: None) -> Callable[[Any], Client]:
    """`signed_in(person)`: a browser in which they are, with the second factor their hats may ask for."""

    def sign_in(person: Any) -> Client:
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client()
        client.force_login(person)
        return client

    return sign_in


# --- time and queries -----------------------------------------------------------------------------
@pytest.fixture
def clock() -> Iterator[Callable[[datetime], None]]:
    """`clock(moment)` stops time at an aware moment; calling again moves it."""
    with contextlib.ExitStack() as stopped:

        def stop_at(moment: datetime) -> None:
            assert moment.tzinfo is not None, "a moment has a time zone"
            stopped.close()
            stopped.enter_context(time_machine.travel(moment, tick=False))

        yield stop_at


def shape_of(sql: str) -> str:
    """A statement without its values: two of the same shape are a query in a loop."""
    sql = re.sub(r"'(?:[^']|'')*'", "?", sql)
    sql = re.sub(r"\b\d+(\.\d+)?\b", "?", sql)
    return re.sub(r"\((?:\?(?:::\w+)?(?:, )?)+\)", "(?)", sql)


@pytest.fixture
def count_queries() -> Callable[..., contextlib.AbstractContextManager[CaptureQueriesContext]]:
    """`with count_queries(7):` exactly seven statements; `with count_queries(at_most=8):` a budget.

    Either way no two share a shape, unless `repeats=True`. Savepoints are not counted.
    """

    @contextlib.contextmanager
    def count(
        exactly: int | None = None, *, at_most: int | None = None, repeats: bool = False
    ) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as captured:
            yield captured
        statements = [
            q["sql"] for q in captured if not re.match(r"(RELEASE |ROLLBACK TO )?SAVEPOINT", q["sql"])
        ]
        listed = "\n".join(statements)
        if exactly is not None:
            assert len(statements) == exactly, f"{len(statements)} queries instead of {exactly}:\n{listed}"
        if at_most is not None:
            assert len(statements) <= at_most, (
                f"{len(statements)} queries, the budget is {at_most}:\n{listed}"
            )
        twice = [shape for shape, times in Counter(map(shape_of, statements)).items() if times > 1]
        assert repeats or not twice, "Asked more than once:\n" + "\n".join(twice)

    return count


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """`at_once(a, b)`: all calls in threads of their own; the answers or refusals, in order."""

    def run(*calls: Callable[[], Any]) -> list[Any]:
        ready = Barrier(len(calls))

        def one(call: Callable[[], Any]) -> Any:
            ready.wait(10)
            try:
                return call()
            except DomainError as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return [future.result() for future in [pool.submit(one, call) for call in calls]]

    return run
