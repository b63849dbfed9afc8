"""Program events: planned, changed, moved, held with how many came (which may be corrected), cancelled for a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.edits import changed
from common.errors import DomainError, demand
from common.states import step
from pathways.models import MOST_SEATS, ProgramEvent, ProgramEventLine, ProgramYear
from pathways.policies import why_not_event
from pathways.services.completing import complete_by_event, tell_corrected
from pathways.states import EVENT_MOVES, ProgramEventAction, ProgramEventState
from people.models import School, User

E = ProgramEventAction
NONE_CAME = "If it took place and nobody came, say so here. If it did not take place, cancel it instead."
NOBODY = "Choose at least one person who plans it."


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What may still change of an event that is planned; `planners` are those who plan it."""

    title: str
    seats: int
    planners: Collection[User]


@dataclass(frozen=True, kw_only=True)
class Planned(Expected):
    """What an event is planned as."""

    kind: str
    day: date


def event_texts(said: Expected) -> dict[str, str]:
    """What an event says, field by field, as its form carries it: what two windows may change side by side."""
    planners = ",".join(str(pk) for pk in sorted(person.pk for person in said.planners))
    return {"title": said.title.strip(), "seats": str(said.seats), "planners": planners}


def expected_of(event: ProgramEvent) -> Expected:
    """What it says now."""
    planners = event.planners.order_by("sort_name", "pk")
    return Expected(title=event.title, seats=event.seats, planners=list(planners))


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
        raise DomainError(NOBODY, at="planners")
    row = ProgramEvent(
        school=school, year=year, kind=said.kind, title=said.title.strip(), day=said.day, seats=said.seats
    )
    _save(row, at="title")
    row.planners.set(said.planners)
    _tell(row, E.PLAN, by, now, before="", day=row.day)
    return row


@transaction.atomic
def change_event(
    *, pk: int, by: User, said: Expected, seen: dict[str, str] | None = None, now: datetime | None = None
) -> ProgramEvent:
    """Its title, how many are expected and who plans it, from now on; its history says what they were. `seen` are the
    marks (common.edits) of what the page showed. The same again writes nothing.

    Raises DomainError as `plan_event`, and ChangedElsewhere where another window changed the same field.
    """
    row = _locked(pk)
    demand(why_not_event(by, E.CHANGE, row))
    if not said.planners:
        raise DomainError(NOBODY, at="planners")
    was = expected_of(row)
    stored, typed = event_texts(was), event_texts(said)
    differs = changed(stored, typed, seen or {})
    if not differs:
        return row
    if "title" in differs:
        row.title = said.title.strip()
    if "seats" in differs:
        row.seats = said.seats
    _save(row, at="title")
    if "planners" in differs:
        row.planners.set(said.planners)
    _tell(row, E.CHANGE, by, now, before=row.state, **_before(was, differs))
    return row


def _before(was: Expected, differs: Collection[str]) -> dict[str, object]:
    """What it said before, of what changed, in the columns of its history."""
    said = {
        "title": ("title_was", was.title),
        "seats": ("seats_was", was.seats),
        "planners": ("planners_was", ", ".join(str(person) for person in was.planners)),
    }
    return dict(column for name, column in said.items() if name in differs)


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
    _save(row, at="day")
    _tell(row, E.MOVE, by, now, before=row.state, day=day, day_was=was, note=reason.strip())
    return row


@transaction.atomic
def hold_event(
    *, pk: int, by: User, came: int, nobody: bool = False, words: str = "", now: datetime | None = None
) -> ProgramEvent:
    """It was held: how many came, and a line on how it was. It completes what whoever planned it owes and completes
    itself from such an event. Raises DomainError before its day, and for 0 where `nobody` does not say so."""
    row, moment = _locked(pk), now or timezone.now()
    demand(why_not_event(by, E.HOLD, row))
    _demand_number(came, nobody)
    before = row.state
    row.state = step(EVENT_MOVES, ProgramEventState(before), E.HOLD)
    row.came, row.words = came, words.strip()
    row.save(update_fields=["state", "came", "words"])
    _tell(row, E.HOLD, by, moment, before=before, came=came, note=row.words)
    complete_by_event(row, by=by, now=moment)
    return row


@transaction.atomic
def correct_event(
    *, pk: int, by: User, came: int, nobody: bool = False, now: datetime | None = None
) -> ProgramEvent:
    """Another number came than was said; the history of the event, and of each deliverable it is evidence of, says
    which it was. The same again writes nothing. Raises DomainError for 0 where `nobody` does not say so."""
    row, moment = _locked(pk), now or timezone.now()
    demand(why_not_event(by, E.CORRECT, row))
    _demand_number(came, nobody)
    if came == row.came:
        return row
    was, row.came = row.came, came
    row.save(update_fields=["came"])
    _tell(row, E.CORRECT, by, moment, before=row.state, came=came, came_was=was)
    tell_corrected(row, was=was or 0, by=by, now=moment)
    return row


def _demand_number(came: int, nobody: bool) -> None:
    if not 0 <= came <= MOST_SEATS:
        raise DomainError(f"Write a number from 0 to {MOST_SEATS:,}.", at="came")
    if came == 0 and not nobody:
        raise DomainError(NONE_CAME, at="nobody")
    if came and nobody:
        raise DomainError("Say how many came, or that nobody came; not both.", at="nobody")


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


def _save(row: ProgramEvent, *, at: str) -> None:
    """Raises DomainError, at this field, where the same event is planned on its day already."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as refused:
        raise DomainError("This event is planned already on that day. Open that one.", at=at) from refused


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
