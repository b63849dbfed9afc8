"""Many at once, and workers that die: one wins, the others are told, and every line is there once."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction

from common.errors import DomainError
from pathways.models import Placement
from stipends import services
from stipends.models import RunChunk, StipendRun
from stipends.queries import snapshot
from stipends.services import approve, calculate, calculate_chunk, chunks, prepare_run
from stipends.tasks import calculate_run, sweep_runs
from tests.conftest import Worker, wait_until
from tests.factories.stipends import NOW, StipendRunFactory, Year, approver, preparer

pytestmark = pytest.mark.django_db(transaction=True)


def together(count: int, act: Callable[[], object]) -> list[object]:
    """What each of `count` threads got, a refusal included; a lock that is not free in time refuses too."""
    results: list[object] = []
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            results.append(act())
        except (DomainError, OperationalError) as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def small_chunks(monkeypatch):
    """Two placements a chunk."""
    monkeypatch.setattr(services.runs, "CHUNK", 2)


@pytest.fixture
def year():
    year = Year()
    for _ in range(9):
        year.leader()
    year.close()
    return year


def test_twelve_people_preparing_at_once_make_one_run():
    year, by = Year().year, preparer()
    results = together(12, lambda: prepare_run(year=year, kind="final", by=by))
    assert StipendRun.objects.count() == 1
    assert sum(isinstance(result, DomainError) for result in results) == 11


def test_approving_five_times_at_once_approves_once(year):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    run.refresh_from_db()
    by = approver()
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    results = together(5, lambda: approve(pk=run.pk, by=by, **seen))
    assert sum(isinstance(result, StipendRun) for result in results) == 1
    assert run.events.filter(action="approve").count() == 1


def test_five_workers_on_one_run_write_each_line_once(year, small_chunks):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    together(5, lambda: calculate_run(run.pk))
    calculate_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lines_count, run.total_cents) == ("calculated", 9, 2_700_000)
    assert run.events.filter(action="finish").count() == 1
    assert set(RunChunk.objects.filter(run=run).values_list("state", flat=True)) == {"done"}


def test_calculating_again_while_workers_are_at_it_ends_with_one_line_each(year, small_chunks):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    assert calculate_chunk(run_id=run.pk)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    together(3, lambda: calculate_run(run.pk))
    calculate_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.round, run.lines.count()) == ("calculated", 2, 9)


def test_a_chunk_another_worker_only_looked_at_is_calculated_by_who_took_it(year, small_chunks):
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    taken = chunks._take(run.pk)
    looked, let_go = threading.Event(), threading.Event()

    def look() -> None:
        with transaction.atomic():
            list(RunChunk.objects.select_for_update(of=("self",)).filter(pk=taken.pk))
            looked.set()
            let_go.wait(0.5)
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    looked.wait()
    chunks._work(run.pk, taken, {})
    other.join()
    assert RunChunk.objects.get(pk=taken.pk).state == "done"


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing_and_the_sweep_heals(
    year, small_chunks, start_worker: Callable[..., Worker]
):
    first = start_worker()
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    # The table held by us stops the worker inside its first chunk.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE stipends_stipendline IN ACCESS EXCLUSIVE MODE")
        calculate_run.delay(run.pk)
        started = RunChunk.objects.filter(run=run, attempts__gte=1)
        wait_until(started.exists, 30, "the first chunk to be taken")
        first.kill()
        cursor.execute("COMMIT")
    run.refresh_from_db()
    assert run.state == "calculating"
    start_worker()
    sweep_runs()

    def calculated() -> bool:
        # As beat does it; the chunk it was killed at rests for half a minute, so that no fault eats its attempts.
        sweep_runs()
        time.sleep(1)
        return StipendRun.objects.filter(pk=run.pk, state="calculated").exists()

    wait_until(calculated, 90, "the run")
    run.refresh_from_db()
    assert (run.lines_count, run.total_cents) == (9, 2_700_000)
    assert run.lines.values("placement").distinct().count() == Placement.objects.count() == 9
    assert run.snapshot_sha256 == snapshot(run.pk).sha256
