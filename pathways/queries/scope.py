"""The scope and sequence of a year as a table: who learns what in which month."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Prefetch, QuerySet, When, Window
from django.db.models.functions import RowNumber

from common.clock import local_date
from pathways.models import Pathway, ProgramYear, Role, ScopeEvent, ScopeItem
from pathways.models.years import LEADERS
from pathways.rules.merging import Block, blocks
from pathways.states import ScopeAction

# What one cell says: the focus and the words of each of its items.
Said = tuple[tuple[str, str], ...]
# Where it is worked on: the title and the day of each session that points to it.
Worked = tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who learns: a role, or without one the school leaders in the Leadership Institute."""

    name: str
    role: Role | None

    @property
    def key(self) -> str:
        """In addresses."""
        return str(self.role.pk) if self.role else "leaders"


@dataclass(frozen=True, slots=True)
class Cell:
    """Equal cells that touch, drawn as one: the first of them by audience and month, and what they say."""

    audience: Audience
    month: date
    block: Block[Said]
    # Each cell it stands for: its key, and what it is called beside the others.
    parts: tuple[tuple[str, str], ...] = ()
    sessions: Worked = ()

    @property
    def key(self) -> str:
        return key_of(self.month, self.audience)


def key_of(month: date, audience: Audience) -> str:
    """A cell in addresses: "2027-02.leaders"."""
    return f"{month:%Y-%m}.{audience.key}"


@dataclass(frozen=True, slots=True)
class Scope:
    """Months, audiences and what each learns when; `rows` as they are drawn. `asked`: how many cells are to be
    filled."""

    months: tuple[date, ...]
    audiences: tuple[Audience, ...]
    said: dict[tuple[date, int | None], Said]
    worked: dict[tuple[date, int | None], Worked] = field(default_factory=dict)
    asked: int = 0

    @property
    def filled(self) -> int:
        return len(self.said)

    def of(self, month: date, audience: Audience) -> Said:
        return self.said.get((month, audience.role.pk if audience.role else None), ())

    @property
    def rows(self) -> list[tuple[Audience, list[Cell]]]:
        """A row an audience, with the cells that begin in it."""
        table = [[self.of(month, audience) for month in self.months] for audience in self.audiences]
        return [
            (audience, [self._cell(audience, block) for block in begun])
            for audience, begun in zip(self.audiences, blocks(table, ()), strict=True)
        ]

    def _cell(self, audience: Audience, block: Block[Said]) -> Cell:
        who = self.audiences[block.row : block.row + block.rows]
        months = self.months[block.column : block.column + block.columns]
        parts = tuple(
            (key_of(month, one), f"{month:%b}" if len(who) == 1 else f"{one.name}, {month:%b}")
            for one in who
            for month in months
        )
        worked = dict.fromkeys(
            session
            for month in months
            for one in who
            for session in self.worked.get((month, one.role.pk if one.role else None), ())
        )
        return Cell(audience, months[0], block, parts, tuple(worked))

    def around(self, key: str) -> tuple[tuple[str, str], ...]:
        """The cells that are drawn as one with this one, itself among them: key and name of each."""
        drawn = (cell.parts for _, cells in self.rows for cell in cells)
        return next((parts for parts in drawn if key in dict(parts)), ())

    def in_month(self, month: date) -> list[tuple[Audience, Said, Worked]]:
        """What each audience learns in this month and where, for those who learn something."""
        return [
            (one, said, self.worked.get((month, one.role.pk if one.role else None), ()))
            for one in self.audiences
            if (said := self.of(month, one))
        ]


def scope_of(year: ProgramYear, *, whole: bool = False) -> Scope:
    """The months and audiences that have something; `whole`: all of a school year, to be typed into. Three queries,
    of a whole year four."""
    items = list(
        ScopeItem.objects.filter(year=year)
        .order_by("month", "focus", "pk")
        .select_related("role__pathway")
        .prefetch_related(Prefetch("sessions", _taking_place()))
    )
    said: dict[tuple[date, int | None], Said] = {}
    worked: dict[tuple[date, int | None], Worked] = {}
    for item in items:
        place = (item.month, item.role_id)
        said[place] = (*said.get(place, ()), (item.focus, item.text))
        held = ((session.title, local_date(session.starts_at)) for session in item.sessions.all())
        worked[place] = (*worked.get(place, ()), *held)
    months = {item.month for item in items} | (set(months_of(year)) if whole else set())
    roles = {item.role for item in items if item.role} | (set(_roles()) if whole else set())
    ranked = sorted(roles, key=lambda role: (role.pathway.position, role.position, role.name))
    audiences = [Audience(role.name, role) for role in ranked]
    if whole or any(item.role_id is None for item in items):
        audiences.append(Audience(LEADERS, None))
    asked = len(_to_fill(year, items)) * len(audiences) if whole else len(said)
    return Scope(tuple(sorted(months)), tuple(audiences), said, worked, asked)


def _to_fill(year: ProgramYear, items: Iterable[ScopeItem]) -> set[date]:
    held = _taking_place().filter(event__year=year).values_list("starts_at", flat=True)
    return months_to_fill(year, (item.month for item in items), held)


def months_to_fill(year: ProgramYear, cells: Iterable[date], sessions: Iterable[datetime]) -> set[date]:
    """The months of a year whose cells are to be filled, for every audience: those with a cell that says something,
    and those in which a session begins while there is school: a Summer Institute asks for none. Wherever filled cells
    are counted, it is of these."""
    first, last = _school(year)
    days = (local_date(moment) for moment in sessions)
    return {*cells, *(day.replace(day=1) for day in days if first <= day <= last)}


def _taking_place() -> "QuerySet[Any]":
    """The sessions that take place, by time. They stand above this room: their word for it is asked by the name of the
    link from an item."""
    sessions: Any = ScopeItem._meta.get_field("sessions").related_model
    found: QuerySet[Any] = sessions.objects.taking_place().order_by("starts_at", "pk")
    return found


def _roles() -> list[Role]:
    return list(Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP).select_related("pathway"))


def months_of(year: ProgramYear) -> list[date]:
    """The first days of the months of school: as its calendar says, else August to June."""
    first, last = _school(year)
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(begin, end + 1)]


# Of a whole year, on one page.
MOST_LINES = 30
AT_ONCE = (ScopeAction.COPY, ScopeAction.PASTE)


def scope_history(
    year: ProgramYear, month: date | None = None, audience: Audience | None = None
) -> list[Any]:
    """How the cells of a year changed, or one cell: the newest first, of a year the last. Cells that were copied or
    pasted at once are one line of the year, which says how many. One query."""
    lines = ScopeEvent.objects.filter(year=year).told()
    if month is None or audience is None:
        alone = Case(When(action__in=AT_ONCE, then=0), default=F("pk"), output_field=BigIntegerField())
        one = ("action", "by", "at", "copied_from", alone)
        counted = lines.annotate(
            several=Window(Count("pk"), partition_by=one),
            nth=Window(RowNumber(), partition_by=one, order_by="pk"),
        )
        told = list(counted.filter(nth=1)[:MOST_LINES])
        for line in told:
            line.cells = line.several
        return told
    return list(lines.filter(month=month, role=audience.role))


def _school(year: ProgramYear) -> tuple[date, date]:
    """The first and the last day of school: as its calendar says, else in August and June."""
    last = year.school_ends - timedelta(days=1) if year.school_ends else date(year.ends.year, 6, 30)
    return year.school_starts or date(year.starts.year, 8, 1), last
