"""Program events of a school and year, and how they went."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from pathways.models import ProgramEvent, ProgramYear, schools_read_by
from pathways.states import ProgramEventState
from people.models import School, User
from people.queries import members

HELD, PLANNED = ProgramEventState.HELD, ProgramEventState.PLANNED


@dataclass(frozen=True)
class EventRow:
    """An event as a page draws it: what stands in words, and how wide its bar is, of a thousand."""

    event: ProgramEvent
    width: int
    label: str
    # Its day is over, and nobody said how it went.
    waits: bool


def events_of(school: School | None, year: ProgramYear, day: date) -> tuple[list[EventRow], list[EventRow]]:
    """Those of a school, and apart from them those of the whole Partnership, by day (two queries)."""
    found = ProgramEvent.objects.filter(Q(school=school) | Q(school=None), year=year)
    rows = [row_of(event, day) for event in found.select_related("school").prefetch_related("planners")]
    return [row for row in rows if row.event.school_id], [row for row in rows if not row.event.school_id]


def row_of(event: ProgramEvent, day: date) -> EventRow:
    """An event on that day."""
    came = event.came or 0
    said = f"{came:,} of {event.seats:,} came" if event.state == HELD else f"{event.seats:,} expected"
    width = min(came * 1000 // event.seats, 1000)
    return EventRow(event, width, said, event.state == PLANNED and event.day < day)


def in_words(rows: list[EventRow]) -> str:
    """One sentence: how many were held, and what waits; empty where there are none."""
    held = sum(row.event.state == HELD for row in rows)
    whole = sum(row.event.state in (HELD, PLANNED) for row in rows)
    waits = sum(row.waits for row in rows)
    if not whole:
        return ""
    said = f"{held} of {whole} held"
    return f"{said}; of {waits} nobody said how many came" if waits else said


def schools_with_events(user: User, year: ProgramYear, day: date) -> list[School]:
    """The schools of the network whose events `user` reads, by name, each with how many of its own were `held` and
    are `planned`. One query."""
    of_year = Q(program_events__year=year)
    held, ahead = Q(program_events__state=HELD) & of_year, Q(program_events__state=PLANNED) & of_year
    schools = schools_read_by(user, members(day))
    return list(
        schools.annotate(
            held=Count("program_events", filter=held), planned=Count("program_events", filter=ahead)
        ).order_by("sort_name", "pk")
    )
