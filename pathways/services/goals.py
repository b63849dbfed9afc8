"""School goals: set, changed, dropped; how far each is, noted day by day; copied into the next year."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import local_date
from common.edits import changed
from common.errors import DomainError, demand
from common.states import step
from pathways.models import GoalEvent, GoalNote, NoteTakenBack, ProgramYear, SchoolGoal
from pathways.policies import why_not_goal
from pathways.services.completing import complete_by_goal
from pathways.services.evidence import evidence_gone
from pathways.states import GOAL_MOVES, GoalAction, GoalState
from people.models import School, User

THERE = "The school has this goal already. Open it and note how far it is."
NO_WAY = "The target is where you start. Write another number."
PERCENT = "A percent goes from 0 to 100."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a goal says; `person` carries it."""

    area: str
    wanted: str
    measure: str
    start: Decimal
    target: Decimal
    person: User | None = None


def goal_texts(goal: SchoolGoal | Wanted) -> dict[str, str]:
    """What a goal says, field by field, as its form carries it: what two windows may change side by side."""
    said = {field.name: getattr(goal, field.name) for field in fields(Wanted)}
    return {name: _text(value) for name, value in said.items()}


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        # As people type it: 260, not 260.0.
        return f"{value:.1f}".removesuffix(".0")
    return str(value.pk) if isinstance(value, User) else "" if value is None else str(value)


@transaction.atomic
def set_goal(
    *, school: School, year: ProgramYear, by: User, said: Wanted, unit: str, now: datetime | None = None
) -> SchoolGoal:
    """A new goal of the school, with its line of history.

    Raises DomainError where the school has one of these words, and for numbers that lead nowhere.
    """
    # Goals of the year before are copied under the same lock.
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    demand(why_not_goal(by, GoalAction.SET, of=(school, year)))
    goal = SchoolGoal(school=school, year=year, unit=unit)
    _say(goal, said)
    _save(goal)
    _tell(goal, GoalAction.SET, by, now)
    return goal


@transaction.atomic
def change_goal(
    *, pk: int, by: User, said: Wanted, seen: dict[str, str] | None = None, now: datetime | None = None
) -> SchoolGoal:
    """What the goal says from now on; notes stay. `seen` are the marks (common.edits) of what the page showed. The same
    again writes nothing.

    Raises DomainError as `set_goal`, and ChangedElsewhere where another window changed the same field.
    """
    goal = _locked(pk)
    demand(why_not_goal(by, GoalAction.CHANGE, goal))
    stored, typed = goal_texts(goal), goal_texts(said)
    differs = changed(stored, typed, seen or {})
    if not differs:
        return goal
    before = goal.start, goal.target
    _say(goal, said, differs)
    _save(goal)
    _tell(goal, GoalAction.CHANGE, by, now, before)
    return goal


@transaction.atomic
def drop_goal(*, pk: int, by: User, reason: str, now: datetime | None = None) -> SchoolGoal:
    """The school pursues it no longer; goal and notes stay readable. Raises DomainError without a reason."""
    goal = _locked(pk)
    demand(why_not_goal(by, GoalAction.DROP, goal))
    if not reason.strip():
        raise DomainError("Say why the school drops this goal. The reason stays on record.", at="reason")
    goal.state = step(GOAL_MOVES, GoalState(goal.state), GoalAction.DROP)
    goal.save(update_fields=["state"])
    event = {"from_state": GoalState.PURSUED, "to_state": goal.state, "note": reason.strip()}
    GoalEvent.objects.create(goal=goal, action=GoalAction.DROP, by=by, at=now or timezone.now(), **event)
    return goal


@transaction.atomic
def note_progress(
    *,
    pk: int,
    by: User,
    day: date,
    number: Decimal | None = None,
    words: str = "",
    now: datetime | None = None,
) -> GoalNote:
    """How far the goal was on that day. Pressed twice it is noted once. It completes what leaders of the school whose
    pathway serves the goal owe and completes itself from one.

    Raises DomainError without number and words, for a day to come or outside the year, and above 100 percent.
    """
    goal, moment, words = _locked(pk), now or timezone.now(), words.strip()
    demand(why_not_goal(by, GoalAction.NOTE, goal))
    if number is None and not words:
        raise DomainError("Write the number, or a line of words.", at="number")
    if day > local_date(moment):
        raise DomainError("This day is still to come. Choose today or a day before it.", at="day")
    if not goal.year.starts <= day < goal.year.ends:
        raise DomainError(f"Choose a day within {goal.year}, the year of this goal.", at="day")
    if number is not None and goal.unit == SchoolGoal.Unit.PERCENT and number > 100:
        raise DomainError(PERCENT, at="number")
    said = {"day": day, "number": number, "words": words, "by": by}
    known = goal.notes.filter(**said, taken_back=None).first()
    if known is not None:
        return known
    note = goal.notes.create(**said, at=moment)
    complete_by_goal(note, by=by, now=moment)
    return note


@transaction.atomic
def take_back_note(*, pk: int, by: User, reason: str, now: datetime | None = None) -> NoteTakenBack:
    """The note was wrong: it counts no longer, and stays readable with why.

    Raises DomainError without a reason, and where somebody took it back already.
    """
    note = GoalNote.objects.select_related("goal__school", "goal__year").get(pk=pk)
    SchoolGoal.objects.select_for_update(no_key=True).get(pk=note.goal_id)
    demand(why_not_goal(by, GoalAction.TAKE_BACK, note.goal, note=note))
    if not reason.strip():
        raise DomainError("Say what was wrong. The reason stays beside the note.", at="reason")
    if NoteTakenBack.objects.filter(note=note).exists():
        raise DomainError("This note was taken back already.")
    moment = now or timezone.now()
    row = NoteTakenBack.objects.create(note=note, reason=reason.strip(), by=by, at=moment)
    if not GoalNote.objects.standing().filter(goal=note.goal_id).exists():
        missing = f"Nothing is noted of the goal “{note.goal.wanted}” any more."
        evidence_gone(note.goal.evidence_of.all(), missing=missing, by=by, now=moment)
    return row


def _locked(pk: int) -> SchoolGoal:
    goals = SchoolGoal.objects.select_for_update(of=("self",), no_key=True)
    return goals.select_related("school", "year").get(pk=pk)


def _say(goal: SchoolGoal, said: Wanted, only: Collection[str] | None = None) -> None:
    for field in fields(Wanted):
        if only is None or field.name in only:
            setattr(goal, field.name, getattr(said, field.name))


def _save(goal: SchoolGoal) -> None:
    if goal.start == goal.target:
        raise DomainError(NO_WAY, at="target")
    if goal.unit == SchoolGoal.Unit.PERCENT and max(goal.start, goal.target) > 100:
        raise DomainError(PERCENT, at="target" if goal.target > 100 else "start")
    try:
        with transaction.atomic():
            goal.save()
    except IntegrityError as refused:
        raise DomainError(THERE, at="wanted") from refused


def _tell(
    goal: SchoolGoal,
    action: GoalAction,
    by: User,
    now: datetime | None,
    was: tuple[Decimal, Decimal] | tuple[None, None] = (None, None),
) -> None:
    numbers = {"start": goal.start, "target": goal.target, "start_was": was[0], "target_was": was[1]}
    # What did not change is not told as if it had.
    if action is GoalAction.CHANGE and was == (goal.start, goal.target):
        numbers = {}
    GoalEvent.objects.create(goal=goal, action=action, by=by, at=now or timezone.now(), **numbers)
