"""A worker that comes late, or is slow: it writes nothing into a round that is over, and no round begins around it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from stipends import services
from stipends.models import RunChunk, StipendLine, StipendRun
from stipends.services import calculate, calculate_chunk, void
from stipends.services.chunks import MOST_ATTEMPTS, PAUSES, _failed, _take, _work, finish_run
from tests.conftest import wait_until
from tests.factories.stipends import NOW, StipendRunFactory, Year, preparer
from tests.verbs import history
from tests.waiting import Other, behind

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year() -> Year:
    year = Year()
    for _ in range(3):
        year.leader()
    year.close()
    return year


@pytest.fixture
def run(year: Year, monkeypatch: pytest.MonkeyPatch) -> StipendRun:
    """Three placements in two chunks, calculating."""
    monkeypatch.setattr(services.runs, "CHUNK", 2)
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    return run


def chunks(run: StipendRun) -> list[tuple[int, int, str, int]]:
    return list(
        RunChunk.objects.filter(run=run)
        .order_by("round", "number")
        .values_list("round", "number", "state", "attempts")
    )


def test_a_worker_that_took_its_chunk_before_the_run_was_calculated_again_writes_nothing(
    run: StipendRun,
) -> None:
    taken = _take(run.pk)
    assert taken is not None
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    _work(run.pk, taken, {})
    assert not StipendLine.objects.exists()
    assert chunks(run) == [
        (1, 1, "waiting", 1),
        (1, 2, "waiting", 0),
        (2, 1, "waiting", 0),
        (2, 2, "waiting", 0),
    ]


def test_a_worker_that_took_its_chunk_before_the_run_was_made_void_writes_nothing(run: StipendRun) -> None:
    taken = _take(run.pk)
    assert taken is not None
    void(pk=run.pk, by=run.prepared_by, reason="Wrong calendar.", now=NOW)
    _work(run.pk, taken, {})
    assert not StipendLine.objects.exists()
    assert chunks(run) == [(1, 1, "waiting", 1), (1, 2, "waiting", 0)]


def test_a_chunk_that_another_worker_finished_meanwhile_is_not_written_again(run: StipendRun) -> None:
    taken = _take(run.pk)
    assert taken is not None
    _work(run.pk, taken, {})
    before = list(StipendLine.objects.order_by("pk").values_list("pk", flat=True))
    _work(run.pk, taken, {})
    assert list(StipendLine.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert len(before) == 2


def test_a_new_round_waits_for_the_worker_that_is_writing(run: StipendRun) -> None:
    """Else the worker's lines, of the round before, would come after the new round had begun."""
    working = Other(lambda: calculate_chunk(run_id=run.pk))
    again = Other(lambda: calculate(pk=run.pk, by=run.prepared_by, now=NOW))
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE stipends_stipendline IN ACCESS EXCLUSIVE MODE")
        working.start()
        wait_until(lambda: behind() == 1, 10, "the worker to reach its lines")
        again.start()
        wait_until(lambda: behind() == 2, 10, "the new round to wait for the worker")
        cursor.execute("COMMIT")
    working.join()
    again.join()
    assert chunks(run) == [
        (1, 1, "done", 1),
        (1, 2, "waiting", 0),
        (2, 1, "waiting", 0),
        (2, 2, "waiting", 0),
    ]


# --- which chunk, and how often -------------------------------------------------------------------
def test_the_chunk_tried_least_often_comes_first_and_of_two_the_earlier_one(run: StipendRun) -> None:
    first, second = RunChunk.objects.filter(run=run).order_by("number")
    taken = _take(run.pk)
    assert taken is not None
    assert (taken.pk, taken.round, taken.attempts, taken.hindered_since) == (first.pk, 1, 1, None)
    RunChunk.objects.update(next_try_at=None)
    taken = _take(run.pk)
    assert taken is not None
    assert taken.pk == second.pk
    RunChunk.objects.update(next_try_at=None)
    taken = _take(run.pk)
    assert taken is not None
    assert (taken.pk, taken.attempts) == (first.pk, 2)


@pytest.mark.parametrize("attempt", range(1, MOST_ATTEMPTS + 1))
def test_each_attempt_waits_its_own_pause_before_the_next(run: StipendRun, attempt: int) -> None:
    RunChunk.objects.update(attempts=attempt - 1)
    before = timezone.now()
    assert _take(run.pk) is not None
    pause = PAUSES[min(attempt, len(PAUSES)) - 1]
    until = RunChunk.objects.order_by("number")[0].next_try_at
    assert until is not None
    assert before + pause <= until <= timezone.now() + pause


def test_pauses_are_half_a_minute_two_five_and_fifteen_minutes() -> None:
    assert tuple(timedelta(seconds=seconds) for seconds in (30, 120, 300, 900)) == PAUSES
    assert MOST_ATTEMPTS == 5


def test_a_chunk_whose_worker_stopped_five_times_has_failed_and_says_so(run: StipendRun) -> None:
    RunChunk.objects.filter(number=1).update(attempts=5)
    RunChunk.objects.filter(number=2).update(attempts=5, error="Enter the calendar.")
    assert [_take(run.pk) is not None, _take(run.pk) is not None] == [True, True]
    assert list(RunChunk.objects.order_by("number").values_list("state", "error", "attempts")) == [
        ("failed", "The worker stopped in the middle, five times.", 6),
        ("failed", "Enter the calendar.", 6),
    ]


def test_a_chunk_tried_four_times_is_tried_once_more(run: StipendRun) -> None:
    RunChunk.objects.update(attempts=4)
    assert calculate_chunk(run_id=run.pk) is True
    assert chunks(run)[0] == (1, 1, "done", 5)


@pytest.mark.parametrize("state", ["draft", "calculated", "void"])
def test_of_a_run_that_is_not_calculating_no_chunk_is_taken(run: StipendRun, state: str) -> None:
    StipendRun.objects.filter(pk=run.pk).update(state=state)
    assert _take(run.pk) is None
    assert finish_run(run_id=run.pk) is False


def test_of_another_run_no_chunk_is_taken(run: StipendRun) -> None:
    assert _take(StipendRunFactory(kind="projection", state="calculating", round=1).pk) is None
    assert _take(0) is None


def test_a_chunk_rests_until_its_time(run: StipendRun) -> None:
    now = timezone.now()
    RunChunk.objects.filter(number=1).update(next_try_at=now + timedelta(minutes=10))
    RunChunk.objects.filter(number=2).update(next_try_at=now - timedelta(seconds=1))
    taken = _take(run.pk)
    assert taken is not None
    assert RunChunk.objects.get(pk=taken.pk).number == 2
    assert _take(run.pk) is None


# --- the end --------------------------------------------------------------------------------------
def test_a_round_is_finished_once_every_chunk_is_done(run: StipendRun) -> None:
    assert finish_run(run_id=run.pk, now=NOW) is False
    assert calculate_chunk(run_id=run.pk) is True
    assert finish_run(run_id=run.pk, now=NOW) is False
    assert calculate_chunk(run_id=run.pk) is True
    assert calculate_chunk(run_id=run.pk) is False
    assert finish_run(run_id=run.pk, now=NOW) is True
    run.refresh_from_db()
    assert (run.state, run.lines_count, run.total_cents, run.calculated_at) == ("calculated", 3, 900_000, NOW)
    last = run.events.order_by("pk").last()
    assert last is not None
    assert (last.action, last.by, last.at, last.about) == ("finish", None, NOW, "3 lines")


def test_a_round_of_which_a_chunk_is_missing_is_not_finished(run: StipendRun) -> None:
    assert calculate_chunk(run_id=run.pk) is True
    RunChunk.objects.filter(run=run, state="waiting").delete()
    assert finish_run(run_id=run.pk, now=NOW) is False
    run.refresh_from_db()
    assert run.state == "calculating"


def test_chunks_of_the_round_before_neither_hold_up_the_next_nor_count_for_it(run: StipendRun) -> None:
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    while calculate_chunk(run_id=run.pk):
        pass
    assert chunks(run) == [(1, 1, "waiting", 0), (1, 2, "waiting", 0), (2, 1, "done", 1), (2, 2, "done", 1)]
    assert finish_run(run_id=run.pk, now=NOW) is True


def test_calculating_again_forgets_the_sums_of_the_round_before(run: StipendRun) -> None:
    while calculate_chunk(run_id=run.pk):
        pass
    assert finish_run(run_id=run.pk, now=NOW) is True
    later = NOW + timedelta(hours=1)
    again = calculate(pk=run.pk, by=preparer(), now=later)
    again.refresh_from_db()
    assert (again.state, again.round, again.chunks_total, again.calculating_at) == (
        "calculating",
        2,
        2,
        later,
    )
    assert (again.snapshot_sha256, again.total_cents, again.lines_count, again.calculated_at) == (
        "",
        0,
        0,
        None,
    )
    assert [(*line[:3], line[-1]) for line in history(again)] == [
        ("calculate", "draft", "calculating", "Round 1"),
        ("finish", "calculating", "calculated", "3 lines"),
        ("recalculate", "calculated", "calculating", "Round 2"),
    ]


def test_a_worker_that_fails_after_another_did_its_chunk_leaves_it_done(run: StipendRun) -> None:
    late = _take(run.pk)
    assert late is not None
    RunChunk.objects.filter(pk=late.pk).update(state="done", done_at=NOW)
    for error in (ValueError("Too late."), OperationalError("hung up")):
        _failed(late, error)
        late_chunk = RunChunk.objects.get(pk=late.pk)
        assert (late_chunk.state, late_chunk.attempts, late_chunk.error) == ("done", 1, "")
    given_up = replace(late, attempts=MOST_ATTEMPTS)
    _failed(given_up, ValueError("Too late."))
    assert RunChunk.objects.get(pk=late.pk).state == "done"


def test_a_chunk_nobody_has_tried_is_taken_before_one_that_was_tried(run: StipendRun) -> None:
    RunChunk.objects.filter(number=1).update(attempts=1)
    taken = _take(run.pk)
    assert taken is not None
    assert (RunChunk.objects.get(pk=taken.pk).number, taken.attempts) == (2, 1)
