"""A worker's part of a run. All state is in rows: killed anywhere, nothing is lost; twice is harmless."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from common.states import step
from stipends.models import RunChunk, StipendLine, StipendRun
from stipends.queries.evidence import (
    HASHED,
    Context,
    Evidence,
    canonical,
    context_of,
    evidence,
    line_hash,
)
from stipends.queries.runs import snapshot
from stipends.rules import COMPONENTS, Line, line
from stipends.services.runs import locked_run, move
from stipends.states import RUN_MOVES, ChunkState, RunAction, RunState

MOST_ATTEMPTS = 5
WAITING, DONE, FAILED = ChunkState.WAITING.value, ChunkState.DONE.value, ChunkState.FAILED.value


@dataclass(frozen=True, slots=True)
class Taken:
    """A chunk this worker may try. `context` is kept between chunks of one round."""

    pk: int
    round: int
    attempts: int


def calculate_chunk(*, run_id: int, contexts: dict[int, Context] | None = None) -> bool:
    """Calculate one waiting chunk in one transaction; false when there is none that nobody else works on.

    The attempt is counted before the work begins, in a transaction of its own, so that it stands even when
    the worker is killed. After five the chunk has failed, with the words of the last error, and staff see it.
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
    waiting = RunChunk.objects.filter(run=run, round=run.round, state=WAITING).order_by("attempts", "number")
    chunk = waiting.defer("placement_ids").select_for_update(skip_locked=True, of=("self",)).first()
    if chunk is None:
        return None
    if chunk.attempts >= MOST_ATTEMPTS:
        chunk.state, chunk.error = FAILED, chunk.error or "The worker stopped in the middle, five times."
    chunk.attempts += 1
    chunk.save(update_fields=["attempts", "state", "error"])
    return Taken(chunk.pk, run.round, chunk.attempts)


@transaction.atomic
def _work(run_id: int, taken: Taken, contexts: dict[int, Context]) -> None:
    """Read, decide, write, done: all or nothing."""
    run = _shared(run_id, taken.round)
    chunks = RunChunk.objects.filter(pk=taken.pk, state=WAITING).order_by("pk")
    chunk = chunks.select_for_update(skip_locked=True, of=("self",)).first() if run else None
    if run is None or chunk is None:
        return
    if taken.round not in contexts:
        contexts[taken.round] = context_of(run)
    found = evidence(contexts[taken.round], chunk.placement_ids)
    # Of an older round, or written by the first of two deliveries.
    StipendLine.objects.filter(run=run, placement__any_of=chunk.placement_ids)._raw_delete("default")
    _write(run, found)
    chunk.state, chunk.done_at, chunk.error = DONE, timezone.now(), ""
    chunk.save(update_fields=["state", "done_at", "error"])


def _shared(run_id: int, round: int) -> StipendRun | None:
    """The run while it is still in this round; its row is share-locked, so no verb moves it meanwhile."""
    sql = "SELECT * FROM stipends_stipendrun WHERE id = %s AND state = %s AND round = %s FOR SHARE"
    return next(iter(StipendRun.objects.raw(sql, [run_id, RunState.CALCULATING.value, round])), None)


@transaction.atomic
def _failed(taken: Taken, error: Exception) -> None:
    """Remember why, and give up after the last attempt."""
    words = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
    chunks = RunChunk.objects.filter(pk=taken.pk, state=WAITING)
    chunks.update(error=words, state=FAILED if taken.attempts >= MOST_ATTEMPTS else F("state"))


# --- lines ----------------------------------------------------------------------------------------
COLUMNS = ("run_id", *HASHED, "cells", "inputs", "inputs_sha256", "flags", "sha256")


def _write(run: StipendRun, found: Iterable[Evidence]) -> None:
    """All lines of a chunk in one COPY: a third of the time of bulk_create."""
    buffer = StringIO("".join(_row(run.pk, one, line(one.case)) for one in found))
    with connection.cursor() as cursor:
        # A line without a policy has Python's None there; no text of a line is that one word.
        columns = ", ".join(COLUMNS)
        cursor.copy_expert(f"COPY stipends_stipendline ({columns}) FROM STDIN WITH (NULL 'None')", buffer)


def _row(run_id: int, one: Evidence, result: Line) -> str:
    """The values of COLUMNS as a line of COPY's own text format, which is twice as quick as CSV here.

    JSON has no tab or newline of its own: it writes both with a backslash, which COPY wants doubled.
    """
    cells = canonical(cells_of(one, result))
    said = (
        one.person_id,
        one.placement_id,
        one.role_id,
        one.school_id,
        one.policy_id,
        one.channel,
        result.status,
        result.exclusion,
        result.earned_cents,
        one.case.paid_cents,
        result.amount_cents,
    )
    flags = list(result.flags)
    sha = line_hash(said, cells, flags, one.inputs_sha256)
    values = (run_id, *said, cells, one.inputs, one.inputs_sha256, "{" + ",".join(flags) + "}", sha)
    return "\t".join(map(str, values)).replace("\\", "\\\\") + "\n"


def cells_of(one: Evidence, result: Line) -> list[dict[str, Any]]:
    """Per segment its title and, per component, cents and reasons: what a statement shows."""
    if result.statement is None:
        return []
    return [
        {
            "title": segment.title,
            "parts": [
                {"component": name, "cents": cell.cents, "reasons": list(cell.reasons)}
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
    if run.state != RunState.CALCULATING.value:
        return False
    chunks = RunChunk.objects.filter(run=run, round=run.round)
    if chunks.exclude(state=DONE).exists() or chunks.count() != run.chunks_total:
        return False
    now_is = snapshot(run.pk)
    run.snapshot_sha256, run.total_cents = now_is.sha256, now_is.total_cents
    run.lines_count, run.calculated_at = now_is.lines_count, now or timezone.now()
    after = step(RUN_MOVES, RunState(run.state), RunAction.FINISH)
    move(run, "finish", after, None, run.calculated_at, f"{run.lines_count:,} lines.")
    return True
