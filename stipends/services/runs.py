"""Verbs on a run: prepared, calculated, approved by another person, or made void. Chunks are in `chunks`."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import DomainError, demand
from common.reading import FieldError, Fields
from common.states import step
from notifications.services import cancel, queue
from pathways.models import ProgramYear, ServiceDay
from people.models import User
from stipends.models import RefusedLine, RunChunk, RunRefusal, StipendRun, StipendRunEvent
from stipends.policies import why_not, why_not_prepared
from stipends.queries.kept import Other, why_other
from stipends.queries.refusals import Otherwise, changed_since, changes_since
from stipends.queries.runs import batches, placements_of
from stipends.rules import parse_step
from stipends.services.reckoning import hold, reckon, unreckon
from stipends.states import RUN_MOVES, RunAction, RunState

CHUNK = 2000
LAST_NUMBER = 99


def prepare_run(
    *,
    year: ProgramYear,
    kind: str,
    by: User,
    number: int = 1,
    step: dict[str, str] | None = None,
    now: datetime | None = None,
) -> StipendRun:
    """A run in draft. One that is not void exists per year, kind and number, however many ask at once.

    `step` says what an installment pays, as rules.instalments reads it; without it the balance is paid.
    """
    demand(why_not_prepared(by, year))
    _check_kind(year, kind, number, step or {})
    _check_step(step)
    moment = now or timezone.now()
    try:
        with transaction.atomic():
            run = StipendRun.objects.create(
                year=year, kind=kind, number=number, step=step or {}, prepared_by=by, prepared_at=moment
            )
            record(run, RunAction.PREPARE, by, moment, was="")
    except IntegrityError:
        live = StipendRun.objects.live().filter(year=year, kind=kind, number=number).first()
        if live is None:
            raise
        raise DomainError(_taken(live)) from None
    return run


def _taken(live: StipendRun) -> str:
    kind = live.get_kind_display().lower()
    article = "an" if kind[0] in "aeiou" else "a"
    may_end = (RunState(live.state), RunAction.VOID) in RUN_MOVES
    return (
        f"There is {article} {kind} run {live.number} of {live.year} already, in the state {live.state}."
        f" Open it (its page is /stipends/runs/{live.pk}/), or "
        + (
            "make it void first."
            if may_end
            else "choose another kind or number: what was sent to payroll stays."
        )
    )


def _check_kind(year: ProgramYear, kind: str, number: int, step: dict[str, str]) -> None:
    if kind not in StipendRun.Kind.values:
        kinds = ", ".join(str(label).lower() for label in StipendRun.Kind.labels)
        raise DomainError(f"Choose one of these kinds of run: {kinds}.")
    if not 1 <= number <= LAST_NUMBER:
        raise DomainError(f"Number installments and supplements from 1 to {LAST_NUMBER}.")
    final = StipendRun.objects.locked().filter(year=year, kind=StipendRun.Kind.FINAL)
    if kind == StipendRun.Kind.SUPPLEMENTARY:
        _check_supplement(year, final.exists(), step)
    elif kind == StipendRun.Kind.INSTALMENT and final.exists():
        raise DomainError(
            f"The final run of {year} is approved. What changed since is paid by a supplementary run."
        )


def _check_supplement(year: ProgramYear, settled: bool, step: dict[str, str]) -> None:
    if not settled:
        raise DomainError(
            f"A supplementary run pays what changed after the final run, and {year} has no approved final run"
            " yet. Prepare the final run first."
        )
    if step.get("kind", "balance") != "balance":
        raise DomainError(
            "A supplementary run pays what was earned, less what was paid before. A share of an amount would pay"
            " what nobody earned: choose the balance."
        )


def _check_step(step: dict[str, str] | None) -> None:
    try:
        if step:
            parse_step(Fields(step))
    except FieldError as error:
        raise DomainError(f"{error.field}: {error.sentence}") from None


@transaction.atomic
def calculate(*, pk: int, by: User, now: datetime | None = None) -> StipendRun:
    """Start a round of calculation over every placement of the year; workers take its chunks.

    Raises DomainError when the year has no calendar, or the run is approved already.
    """
    run = locked_run(pk)
    demand(why_not(by, RunAction.CALCULATE, run))
    if not ServiceDay.objects.filter(year=run.year_id).exists():
        raise DomainError(f"The calendar of {run.year} has no service days. Enter or import them first.")
    moment = now or timezone.now()
    run.round += 1
    run.calculating_at = moment
    chunks = [
        RunChunk(run=run, round=run.round, number=number, placement_ids=ids)
        for number, ids in enumerate(batches(placements_of(run.year_id), CHUNK), 1)
    ]
    RunChunk.objects.bulk_create(chunks)
    run.chunks_total = len(chunks)
    run.snapshot_sha256, run.total_cents, run.lines_count, run.calculated_at = "", 0, 0, None
    action = RunAction.CALCULATE if run.state == RunState.DRAFT else RunAction.RECALCULATE
    move(run, action, by, moment, round=run.round)
    return run


class NotTheLines(DomainError):
    """A run is not what was calculated or approved, by these `lines`; none when only its sums are others."""

    def __init__(self, sentence: str, lines: list[Otherwise]) -> None:
        super().__init__(sentence)
        self.lines = lines


def altered(other: Other) -> list[Otherwise]:
    """The lines somebody changed in the database."""
    return [Otherwise(pk, (RefusedLine.Cause.ALTERED,)) for pk in other.placements]


class LinesChanged(NotTheLines):
    """Evidence of these lines changed since the run was calculated."""

    def __init__(self, lines: list[Otherwise]) -> None:
        super().__init__(changed_since(len(lines)), lines)


def approve(
    *, pk: int, by: User, snapshot_sha256: str, total_cents: int, now: datetime | None = None
) -> StipendRun:
    """Lock the run and its lines. `snapshot_sha256` and `total_cents` are those the approver saw.

    Refused, in words, when the lines are not those, or evidence changed since they were calculated, or somebody
    changed them in the database; then the refusal is kept with the lines it names, and is the preparer's first duty
    until the run is calculated again.
    """
    try:
        return _approve(pk, by, snapshot_sha256, total_cents, now)
    except NotTheLines as refusal:
        refuse(pk, by, refusal.lines, now or timezone.now())
        raise


@transaction.atomic
def _approve(pk: int, by: User, snapshot_sha256: str, total_cents: int, now: datetime | None) -> StipendRun:
    run = locked_run(pk)
    demand(why_not(by, RunAction.APPROVE, run))
    # Two runs of one year approved at once could both pay the same balance.
    list(StipendRun.objects.filter(year=run.year_id).order_by("pk").select_for_update(of=("self",)))
    _check_seen(run, snapshot_sha256, total_cents)
    hold(run)
    changed = changes_since(run)
    if changed:
        raise LinesChanged(changed)
    run.approved_by, run.approved_at = by, now or timezone.now()
    cents, sha256 = run.total_cents, run.snapshot_sha256
    move(run, RunAction.APPROVE, by, run.approved_at, cents=cents, snapshot_sha256=sha256)
    reckon(run, by, run.approved_at)
    return run


@transaction.atomic
def refuse(pk: int, by: User, lines: list[Otherwise], at: datetime) -> RunRefusal:
    """Keep that this round was not approved, and which lines stood in the way. A second press adds nothing to what
    is on record for the round."""
    run = locked_run(pk)
    known = run.refusals.filter(round=run.round, words="").order_by("pk").last()
    if known is not None and _same(known, lines):
        return known
    refusal = RunRefusal.objects.create(run=run, round=run.round, by=by, at=at)
    RefusedLine.objects.bulk_create(
        RefusedLine(refusal=refusal, placement_id=one.placement_id, causes=list(one.causes)) for one in lines
    )
    record(run, RunAction.REFUSE, by, at, lines=len(lines))
    _tell_preparer(refusal, lines=len(lines))
    return refusal


def _same(refusal: RunRefusal, lines: list[Otherwise]) -> bool:
    kept = {row.placement_id: tuple(row.causes) for row in refusal.lines.all()}
    return kept == {one.placement_id: one.causes for one in lines}


@transaction.atomic
def send_back(*, pk: int, by: User, words: str, now: datetime | None = None) -> RunRefusal:
    """The approver does not approve these lines, and says why; it is the preparer's first duty. The run stays as it
    is until it is calculated again or made void. Raises DomainError without words, and when it does not wait for
    approval."""
    run = locked_run(pk)
    demand(why_not(by, RunAction.SEND_BACK, run))
    if not words.strip():
        raise DomainError("Say what should change before this run is approved.")
    moment = now or timezone.now()
    refusal = RunRefusal.objects.create(run=run, round=run.round, by=by, at=moment, words=words.strip())
    record(run, RunAction.SEND_BACK, by, moment, words.strip())
    _tell_preparer(refusal)
    return refusal


def _tell_preparer(refusal: RunRefusal, lines: int = 0) -> None:
    """By mail as well: nobody gets their stipend before the preparer has been here."""
    run = refusal.run
    queue(
        to=run.prepared_by,
        template="stipends/run_refused",
        context={"run": run, "refusal": refusal, "lines": lines},
        dedupe_key=f"run-refused-{refusal.pk}",
        topic=_topic(run),
    )


def _topic(run: StipendRun) -> str:
    return f"run-refused-{run.pk}"


def _check_seen(run: StipendRun, snapshot_sha256: str, total_cents: int) -> None:
    if (snapshot_sha256, total_cents) != (run.snapshot_sha256, run.total_cents):
        raise DomainError(
            "This run was calculated again while you looked at it. Look at the new total first."
        )
    # What older code calculated has other inputs than now, and is refused for that.
    other = why_other(run, of_any_code=False)
    if other:
        raise NotTheLines(
            f"The lines of this run are not those that were calculated: {other.words}. Somebody changed them in the"
            " database. Tell whoever runs the server, and have the run calculated again.",
            altered(other),
        )


@transaction.atomic
def void(*, pk: int, by: User, reason: str, now: datetime | None = None) -> StipendRun:
    """Set a run aside for good, before its money leaves: what it found paid too much, and what it took off, is as if it
    had not been. Raises DomainError without a reason."""
    run = locked_run(pk)
    counted = run.state == RunState.APPROVED
    demand(why_not(by, RunAction.VOID, run))
    if not reason.strip():
        raise DomainError("Say why this run is void.")
    moment = now or timezone.now()
    if counted:
        list(StipendRun.objects.filter(year=run.year_id).order_by("pk").select_for_update(of=("self",)))
        hold(run)
    move(run, RunAction.VOID, by, moment, reason.strip())
    if counted:
        unreckon(run, by, moment)
    return run


def locked_run(pk: int) -> StipendRun:
    """The run, its row locked until the transaction ends. Always the first row a verb locks."""
    return StipendRun.objects.select_for_update(of=("self",)).select_related("year").get(pk=pk)


FIELDS = (
    "state",
    "round",
    "calculating_at",
    "chunks_total",
    "snapshot_sha256",
    "total_cents",
    "lines_count",
    "calculated_at",
    "approved_by",
    "approved_at",
)


def move(
    run: StipendRun, action: RunAction, by: User | None, at: datetime, note: str = "", **facts: Any
) -> None:
    """Save the run in its next state by the table, with a line of history. The only place that sets a run's state. A
    mail about a refusal that has not left yet says nothing any more."""
    cancel(topic=_topic(run))
    was, run.state = run.state, step(RUN_MOVES, RunState(run.state), action)
    run.save(update_fields=FIELDS)
    record(run, action, by, at, note, was=was, **facts)


def record(
    run: StipendRun,
    action: RunAction,
    by: User | None,
    at: datetime,
    note: str = "",
    *,
    was: str | None = None,
    **facts: Any,
) -> None:
    """A line of the run's history; without `was` its state did not change. `note` as somebody typed it, `facts` in
    columns."""
    before = run.state if was is None else was
    StipendRunEvent.objects.create(
        run=run, action=action, by=by, at=at, note=note, from_state=before, to_state=run.state, **facts
    )
