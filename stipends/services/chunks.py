"""A worker's part of a run. All state is in rows: killed anywhere, nothing is lost; twice is harmless."""

import gc
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from common.errors import DomainError
from common.faults import IN_WORDS, Fault, fault_of
from common.models import Ids
from common.reading import FieldError
from stipends.models import RunChunk, StipendLine, StipendRun
from stipends.queries.evidence import Context, Evidence, context_of, evidence
from stipends.queries.hashes import BESIDE, HASHED, beside_of, canonical, line_hash
from stipends.queries.runs import snapshot
from stipends.rules import COMPONENTS, Line, line
from stipends.services.runs import locked_run, move
from stipends.states import ChunkState, RunAction, RunState

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
# How long after the first, second … attempt the next one may be made. It holds from the moment a chunk is taken, so
# that it stands whatever becomes of the worker.
PAUSES = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=15))
# A fault that passes uses up no attempt: it is looked at every minute, so that a run goes on soon after its end.
SHORTEST_LOOK, LONGEST_LOOK = timedelta(seconds=15), timedelta(minutes=1)
MOST_HINDERED = timedelta(hours=24)
WAITING, DONE, FAILED = ChunkState.WAITING, ChunkState.DONE, ChunkState.FAILED


@dataclass(frozen=True, slots=True)
class Taken:
    """A chunk this worker may try, as it stood when it was taken."""

    pk: int
    round: int
    attempts: int
    hindered_since: datetime | None


def calculate_chunk(*, run_id: int, contexts: dict[int, Context] | None = None) -> bool:
    """Calculate one waiting chunk in one transaction; false when there is none that nobody else works on.

    The attempt is counted before the work begins, in a transaction of its own, so that it stands even when
    the worker is killed; each next one waits longer. After five the chunk has failed, with words of the last error,
    and staff see it. A fault of the database that passes is waited for, up to a day.
    `contexts` keeps what all chunks of a round share, for a caller that works through many.
    """
    taken = _take(run_id)
    if taken is None:
        return False
    try:
        with _uncollected():
            _work(run_id, taken, {} if contexts is None else contexts)
    except Exception as error:
        _failed(taken, error)
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles during one chunk: its many values make none, and walking them costs a seventh of it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@transaction.atomic
def _take(run_id: int) -> Taken | None:
    """The waiting chunk tried least often, its attempt counted. Chunks other workers hold are skipped."""
    run = StipendRun.objects.unfinished().filter(pk=run_id).first()
    if run is None:
        return None
    now = timezone.now()
    # Further away than any pause of ours it was set before the clock went back.
    come = Q(next_try_at=None) | Q(next_try_at__lte=now) | Q(next_try_at__gt=now + PAUSES[-1])
    waiting = RunChunk.objects.filter(come, run=run, round=run.round, state=WAITING)
    in_order = waiting.order_by("attempts", "number").defer("placement_ids")
    chunk = in_order.select_for_update(skip_locked=True, of=("self",)).first()
    if chunk is None:
        return None
    if chunk.attempts >= MOST_ATTEMPTS:
        chunk.state, chunk.error = FAILED, chunk.error or "The worker stopped in the middle, five times."
    chunk.attempts += 1
    chunk.next_try_at = now + PAUSES[min(chunk.attempts, len(PAUSES)) - 1]
    chunk.save(update_fields=["attempts", "state", "error", "next_try_at"])
    return Taken(chunk.pk, run.round, chunk.attempts, chunk.hindered_since)


@transaction.atomic
def _work(run_id: int, taken: Taken, contexts: dict[int, Context]) -> None:
    """Read, decide, write, done: all or nothing."""
    run = _shared(run_id, taken.round)
    # Waited for, not skipped: a worker that only looks for its next chunk holds this one until it has looked.
    chunks = RunChunk.objects.filter(pk=taken.pk, state=WAITING).order_by("pk")
    chunk = chunks.select_for_update(of=("self",)).first() if run else None
    if run is None or chunk is None:
        return
    if taken.round not in contexts:
        contexts[taken.round] = context_of(run)
    found = evidence(contexts[taken.round], chunk.placement_ids)
    # Of an older round, or written by the first of two deliveries.
    StipendLine.objects.filter(run=run, placement__any_of=Ids(chunk.placement_ids))._raw_delete("default")
    _write(run, found)
    chunk.state, chunk.done_at, chunk.error = DONE, timezone.now(), ""
    chunk.save(update_fields=["state", "done_at", "error"])


def _shared(run_id: int, round: int) -> StipendRun | None:
    """The run while it is still in this round; its row is share-locked, so no verb moves it meanwhile."""
    sql = "SELECT * FROM stipends_stipendrun WHERE id = %s AND state = %s AND round = %s FOR SHARE"
    return next(iter(StipendRun.objects.raw(sql, [run_id, RunState.CALCULATING, round])), None)


@transaction.atomic
def _failed(taken: Taken, error: Exception) -> None:
    """Remember why in words, and when to try again; give up after the last attempt."""
    chunks, now = RunChunk.objects.filter(pk=taken.pk, state=WAITING), timezone.now()
    fault = fault_of(error)
    since = taken.hindered_since or now
    if fault and now - since < MOST_HINDERED:
        look = min(max((now - since) / 2, SHORTEST_LOOK), LONGEST_LOOK)
        log.warning("A chunk is held up (%s): %s", fault, error)
        chunks.update(
            error=IN_WORDS[fault], attempts=taken.attempts - 1, next_try_at=now + look, hindered_since=since
        )
        return
    log.error("A chunk could not be calculated", exc_info=error)
    state = FAILED if fault or taken.attempts >= MOST_ATTEMPTS else WAITING
    chunks.update(error=_in_words(error, fault), state=state, hindered_since=None)


def _in_words(error: Exception, fault: Fault | None) -> str:
    """For staff: what a rule says, and of a fault of the program only that there is one."""
    if fault:
        return f"{IN_WORDS[fault].split('. ')[0]}, for a whole day."
    if isinstance(error, DomainError | FieldError) and str(error).strip():
        return str(error).strip().splitlines()[0][:300]
    return (
        f"A fault of the program ({type(error).__name__}). Show the worker's log to whoever runs the server."
    )


# --- lines ----------------------------------------------------------------------------------------
COLUMNS = ("run_id", *HASHED, "cells", "inputs", "inputs_sha256", *BESIDE, "sha256")
ROW = "\t".join(["%s"] * len(COLUMNS)) + "\n"


def _write(run: StipendRun, found: Iterable[Evidence]) -> None:
    """All lines of a chunk in one COPY: a third of the time of bulk_create."""
    rows = BytesIO(b"".join([_row(run.pk, one, line(one.case)) for one in found]))
    with connection.cursor() as cursor:
        # A line without a policy, or a whole amount, has Python's None there; no text of a line is that one word.
        columns = ", ".join(COLUMNS)
        cursor.copy_expert(f"COPY stipends_stipendline ({columns}) FROM STDIN WITH (NULL 'None')", rows)


def _row(run_id: int, one: Evidence, result: Line) -> bytes:
    """The values of COLUMNS as a line of COPY's own text format, which is twice as quick as CSV here.

    JSON has no tab or newline of its own: it writes both with a backslash, which COPY wants doubled.
    """
    fact, cells = one.fact, canonical(cells_of(one, result))
    said = (
        fact.person_id,
        fact.placement_id,
        fact.role_id,
        fact.school_id,
        one.policy_id,
        one.channel,
        result.status,
        result.exclusion,
        result.earned_cents,
        one.case.paid_cents,
        result.amount_cents,
    )
    beside = beside_of(result, one.corrects)
    sha = line_hash(said, cells, beside, one.inputs_sha256)
    values = (run_id, *said, cells, one.inputs, one.inputs_sha256, *beside, sha)
    return (ROW % values).encode().replace(b"\\", b"\\\\")


def cells_of(one: Evidence, result: Line) -> list[dict[str, Any]]:
    """Per segment its title and, per component, cents and reasons: what a statement shows."""
    if result.statement is None:
        return []
    return [
        {
            "title": segment.title,
            "parts": [
                {"component": name, "cents": cell.cents, "reasons": cell.reasons}
                for name, cell in zip(COMPONENTS, row, strict=True)
            ],
        }
        for segment, row in zip(one.case.segments, result.statement.cells, strict=True)
    ]


# --- finish ---------------------------------------------------------------------------------------
@transaction.atomic
def finish_run(*, run_id: int, now: datetime | None = None) -> bool:
    """Close the round once every chunk is done: total, count and hash over all lines. False while it is not.

    Any number of workers may try; the row lock lets one succeed and the others see that it is done.
    """
    run = locked_run(run_id)
    if run.state != RunState.CALCULATING:
        return False
    chunks = RunChunk.objects.filter(run=run, round=run.round)
    if chunks.exclude(state=DONE).exists() or chunks.count() != run.chunks_total:
        return False
    now_is = snapshot(run.pk)
    run.snapshot_sha256, run.total_cents = now_is.sha256, now_is.total_cents
    run.lines_count, run.calculated_at = now_is.lines_count, now or timezone.now()
    move(run, RunAction.FINISH, None, run.calculated_at, lines=run.lines_count)
    return True
