"""Program events: planned, moved, held with how many came, or cancelled for a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from common.states import step
from pathways.models import MOST_SEATS, ProgramEvent, ProgramEventLine, ProgramYear
from pathways.policies import why_not_event
from pathways.services.completing import complete_by_event
from pathways.states import EVENT_MOVES, ProgramEventAction, ProgramEventState
from people.models import School, User

E = ProgramEventAction


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What an event is planned as; `planners` are those who plan it."""

    kind: str
    title: str
    day: date
    seats: int
    planners: Collection[User]


@transaction.atomic
def plan_event(
    *, school: School | None, year: ProgramYear, by: User, said: Planned, now: datetime | None = None
) -> ProgramEvent:
    """A new event of a school, or without one of the whole Partnership, with its line of history.

    Raises DomainError for a day outside the year, without a planner, and for one that is planned already.
    """
    demand(why_not_event(by, E.PLAN, of=(school, year)))
    _demand_day(year, said.day)
    if not said.planners:
        raise DomainError("Choose at least one person who plans it.", at="planners")
    row = ProgramEvent(
        school=school, year=year, kind=said.kind, title=said.title.strip(), day=said.day, seats=said.seats
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise DomainError(
            "This event is planned already on that day. Open that one.", at="title"
        ) from refused
    row.planners.set(said.planners)
    _tell(row, E.PLAN, by, now, before="", day=row.day)
    return row


@transaction.atomic
def move_event(*, pk: int, by: User, day: date, reason: str, now: datetime | None = None) -> ProgramEvent:
    """It takes place on another day. Raises DomainError for the same day, one outside the year, or without a reason."""
    row = _locked(pk)
    demand(why_not_event(by, E.MOVE, row))
    _demand_day(row.year, day)
    if day == row.day:
        raise DomainError("It is planned on that day already. Choose another one.", at="day")
    if not reason.strip():
        raise DomainError("Say why it moves. The reason stays on record.", at="reason")
    was, row.day = row.day, day
    row.save(update_fields=["day"])
    _tell(row, E.MOVE, by, now, before=row.state, day=day, day_was=was, note=reason.strip())
    return row


@transaction.atomic
def hold_event(*, pk: int, by: User, came: int, words: str = "", now: datetime | None = None) -> ProgramEvent:
    """It was held: how many came, and a line on how it was. It completes what whoever planned it owes and completes
    itself from such an event. Raises DomainError before its day."""
    row, moment = _locked(pk), now or timezone.now()
    demand(why_not_event(by, E.HOLD, row))
    if row.day > local_date(moment):
        raise DomainError("Its day is still to come. If it was held on another day, move it first.")
    if not 0 <= came <= MOST_SEATS:
        raise DomainError(f"Write a number from 0 to {MOST_SEATS:,}.", at="came")
    before = row.state
    row.state = step(EVENT_MOVES, ProgramEventState(before), E.HOLD)
    row.came, row.words = came, words.strip()
    row.save(update_fields=["state", "came", "words"])
    _tell(row, E.HOLD, by, moment, before=before, came=came, note=row.words)
    complete_by_event(row, by=by, now=moment)
    return row


@transaction.atomic
def cancel_event(*, pk: int, by: User, reason: str, now: datetime | None = None) -> ProgramEvent:
    """It does not take place. Raises DomainError without a reason."""
    row = _locked(pk)
    demand(why_not_event(by, E.CANCEL, row))
    if not reason.strip():
        raise DomainError("Say why it is cancelled. The reason stays on record.", at="reason")
    before = row.state
    row.state = step(EVENT_MOVES, ProgramEventState(before), E.CANCEL)
    row.save(update_fields=["state"])
    _tell(row, E.CANCEL, by, now, before=before, note=reason.strip())
    return row


def _locked(pk: int) -> ProgramEvent:
    rows = ProgramEvent.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("school", "year").get(pk=pk)


def _demand_day(year: ProgramYear, day: date) -> None:
    if not year.starts <= day < year.ends:
        raise DomainError(f"Choose a day within {year}, the year of this event.", at="day")


def _tell(
    row: ProgramEvent,
    action: ProgramEventAction,
    by: User,
    now: datetime | None,
    *,
    before: str,
    **told: object,
) -> None:
    states = {"from_state": before, "to_state": row.state}
    ProgramEventLine.objects.create(
        event=row, action=action, by=by, at=now or timezone.now(), **states, **told
    )
