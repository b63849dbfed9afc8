"""What UCLA does with a fellow's application: recorded with its day and who said so, and corrected with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from fellows.models import Fellow, Milestone, UclaStep
from fellows.models.ucla import LONGEST_REASON, LONGEST_SAID
from fellows.policies import why_not
from fellows.services.fellows import locked, move, record, refuse_far_day
from fellows.services.milestones import mark_reached
from fellows.states import STUDYING, Action, State
from people.models import User

Step = UclaStep.Step
# Steps that lead to the next state, and the milestone that is reached by them.
MOVES_BY = {Step.APPLIED: Action.APPLY_UCLA, Step.ADMITTED: Action.ADMIT, Step.ENROLLED: Action.ENROLL}
LEADS_TO = {
    Step.APPLIED: State.APPLIED_UCLA,
    Step.ADMITTED: State.ADMITTED,
    Step.ENROLLED: State.ENROLLED,
}
REACHES = {
    Step.APPLIED: Milestone.Kind.APPLIED,
    Step.ADMITTED: Milestone.Kind.ADMITTED,
    Step.ENROLLED: Milestone.Kind.ENROLLED,
}
# The order in which they happen; a place on the waitlist and a no stand beside each other.
ORDER = {
    Step.APPLIED: 0,
    Step.INTERVIEW: 1,
    Step.WAITLISTED: 2,
    Step.NOT_ADMITTED: 2,
    Step.ADMITTED: 3,
    Step.ENROLLED: 4,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a step: its day, by whom; without a day, that it was not taken."""

    on: date | None
    by: str


@transaction.atomic
def record_ucla(
    *,
    pk: int,
    step: str,
    by: User,
    said_by: str,
    on: date | None = None,
    reason: str = "",
    not_taken: bool = False,
    now: datetime | None = None,
) -> UclaStep:
    """A step at UCLA on the day `on`, as `said_by` said; those that lead on move the fellow. What is recorded is
    corrected with a `reason`, or `not_taken` after all; the very same again changes nothing.

    Raises DomainError for days that cannot be, without who said it, and for a correction without a reason.
    """
    moment, kind = now or timezone.now(), Step(step)
    fellow = locked(pk)
    demand(why_not(by, Action.UCLA, fellow))
    said = Said(None if not_taken else on, said_by.strip())
    _check_words(said, reason)
    known = fellow.ucla_steps.newest().filter(step=kind).first()
    if known is not None and (known.on, known.said_by) == (said.on, said.by):
        return known
    if not not_taken:
        _check_day(fellow, kind, said.on, moment)
    _check_correction(known, reason, not_taken)
    row = UclaStep.objects.create(
        fellow=fellow,
        step=kind,
        on=said.on,
        said_by=said.by,
        corrects=known,
        reason=reason.strip() if known is not None else "",
        recorded_by=by,
        recorded_at=moment,
    )
    _follow(fellow, kind, known, row, by, moment)
    return row


def _check_words(said: Said, reason: str) -> None:
    if not said.by:
        raise DomainError("Say who said it, like “UCLA’s admissions office, by mail”.", at="said_by")
    if len(said.by) > LONGEST_SAID:
        raise DomainError(f"Write at most {LONGEST_SAID} characters.", at="said_by")
    if len(reason.strip()) > LONGEST_REASON:
        raise DomainError(f"Write at most {LONGEST_REASON} characters.", at="reason")


def _check_correction(known: UclaStep | None, reason: str, not_taken: bool) -> None:
    if not_taken and (known is None or known.on is None):
        raise DomainError("Nothing is recorded of this step, so there is nothing to take back.", at="step")
    if known is not None and not reason.strip():
        raise DomainError("It is recorded already. Write why it is corrected.", at="reason")


def _check_day(fellow: Fellow, kind: Step, on: date | None, now: datetime) -> None:
    if on is None:
        raise DomainError("Give the day of this step.", at="on")
    if on > local_date(now):
        raise DomainError("A step is recorded once it was taken: choose today or an earlier day.", at="on")
    refuse_far_day(fellow, on)
    for other in fellow.ucla_steps.standing().exclude(step=kind):
        assert other.on is not None, "those that stand have a day"
        gap = ORDER[Step(other.step)] - ORDER[kind]
        if (gap < 0 and on < other.on) or (gap > 0 and on > other.on):
            when = "or later" if gap < 0 else "or earlier"
            raise DomainError(
                f"Recorded as “{other.get_step_display()}” is {other.on:%B %-d, %Y}: choose that day {when}.",
                at="on",
            )
    if kind not in MOVES_BY and State(fellow.state) is State.SELECTED:
        raise DomainError("Record first that they applied at UCLA.", at="step")


def _follow(
    fellow: Fellow, kind: Step, known: UclaStep | None, row: UclaStep, by: User, now: datetime
) -> None:
    """What a step leads to: the state, the milestone, and a line of the history."""
    action, state = MOVES_BY.get(kind), State(fellow.state)
    if row.on is None and action is not None:
        if state is not LEADS_TO[kind]:
            raise DomainError("They went on since. Take back the later step first.", at="step")
        move(pk=fellow.pk, action=Action.UNDO_UCLA, by=by, note=row.reason, now=now, ucla=row)
    elif row.on is not None and action is not None and _is_ahead(state, kind):
        move(pk=fellow.pk, action=action, by=by, now=now, ucla=row)
    else:
        record(fellow, Action.UCLA, by, now, note=row.reason, ucla=row)
    if kind in REACHES:
        _milestone(fellow, REACHES[kind], known, row, by, now)


def _is_ahead(state: State, kind: Step) -> bool:
    """Whether the state it leads to is still to come; of who was taken over it may be behind them."""
    return STUDYING.index(state) < STUDYING.index(LEADS_TO[kind])


def _milestone(
    fellow: Fellow, kind: str, known: UclaStep | None, row: UclaStep, by: User, now: datetime
) -> None:
    if row.on is not None:
        mark_reached(fellow, kind=kind, on=row.on, by=by, now=now)
        return
    before = known.on if known is not None else None
    reached = Milestone.objects.filter(fellow=fellow, kind=kind, attempt=1, reached_on=before)
    if reached.update(reached_on=None):
        record(fellow, Action.UNREACH_MILESTONE, by, now, note=row.reason, milestone=kind, attempt=1)
