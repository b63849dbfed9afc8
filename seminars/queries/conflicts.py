"""What stands in the way of sessions and is shown, never forbidden: people, facilitators and rooms twice at once,
days on which schools do not serve, and a piece of the scope and sequence that is not theirs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, prefetch_related_objects
from django.db.models.functions import TruncDate

from common.clock import LOS_ANGELES, local_date
from common.names import same_key
from pathways.models import Leave, Placement, ProgramYear
from pathways.queries import calendar_in
from pathways.rules.calendar import Calendar
from people.models import User
from seminars.models import Event, Session, audience, heading, studying
from seminars.rules.series import WEEKDAYS, break_on

# Names that a page tells of people who are in two places.
MOST_NAMED = 100
BEFORE, AFTER = "before school begins", "after school ends"
INSTITUTES = (Event.Kind.SUMMER_INSTITUTE, Event.Kind.WINTER_INSTITUTE)
# What it takes to say whether a session fits what it works on.
SCOPE = ("scope_item__role", "roles", "cohorts")


@dataclass(frozen=True, slots=True)
class Clash:
    """Another session at the same hour: how many `people` are in both, and the first hundred `names`; who would lead
    both (`leaders`); whether it is in the same `room`."""

    other: Session
    people: int
    names: tuple[str, ...]
    leaders: tuple[str, ...]
    room: bool

    @property
    def says(self) -> str:
        """ "Seminar 2 at the same hour: 26 people are in both, Diana Brooks leads both, the same room"."""
        several = f"{self.people:,} {'person is' if self.people == 1 else 'people are'} in both"
        leads = f"{' and '.join(self.leaders)} {'leads' if len(self.leaders) == 1 else 'lead'} both"
        told = [
            *([several] if self.people else []),
            *([leads] if self.leaders else []),
            *(["the same room"] if self.room else []),
        ]
        return f"{self.other.title} at the same hour: {', '.join(told)}"


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All that stands in the way of one session. `free`: why schools do not serve on its day; empty where they do, and
    where nobody entered the calendar of its year."""

    clashes: tuple[Clash, ...] = ()
    free: str = ""
    # What it works on stands in the scope and sequence for others, or in another month.
    scope: str = ""

    @property
    def count(self) -> int:
        return len(self.clashes) + bool(self.free) + bool(self.scope)

    @property
    def on_its_day(self) -> bool:
        """Whether another day may be free of it."""
        return bool(self.clashes or self.free)

    @property
    def says(self) -> list[str]:
        """What stands in its way, each in a few words."""
        free = [f"No school that day: {self.free}"] if self.free else []
        scope = [self.scope] if self.scope else []
        return [*free, *(clash.says for clash in self.clashes), *scope]


@dataclass(slots=True)
class _Who:
    """Of a session: whom it invites, and who leads it."""

    people: set[int] = field(default_factory=set)
    leaders: set[int] = field(default_factory=set)


def conflicts_of(sessions: Collection[Session], year: ProgramYear) -> dict[int, Conflicts]:
    """By the number of each of these sessions of a year, what stands in its way: a fixed number of queries."""
    others = _at_those_hours(sessions, year)
    pairs = [(one, other) for one in sessions for other in others if _meet(one, other)]
    known = _who({row.pk for pair in pairs for row in pair})
    both = {_pair(one, other): _both(known, one, other) for one, other in pairs}
    names = _names({pk for found in both.values() for who in (found.people, found.leaders) for pk in who})
    free = _free(sessions, calendar_in(year))
    prefetch_related_objects([one for one in sessions if one.scope_item_id], *SCOPE)
    clashes: dict[int, list[Clash]] = {one.pk: [] for one in sessions}
    for one, other in pairs:
        found, room = both[_pair(one, other)], _same_room(one, other)
        if found.people or found.leaders or room:
            clashes[one.pk].append(
                Clash(
                    other, len(found.people), _named(found.people, names), _named(found.leaders, names), room
                )
            )
    return {one.pk: Conflicts(tuple(clashes[one.pk]), free[one.pk], one.off_scope) for one in sessions}


def _free(sessions: Collection[Session], calendar: Calendar | None) -> dict[int, str]:
    """Why schools do not serve on the day of each. Institutes are held before school begins and after it ends: that
    stands in the way of none. One query where any session is held then."""
    found = {one.pk: not_served(local_date(one.starts_at), calendar) for one in sessions}
    outside = {one.event_id for one in sessions if found[one.pk] in (BEFORE, AFTER)}
    if not outside:
        return found
    institutes = set(Event.objects.filter(pk__in=outside, kind__in=INSTITUTES).values_list("pk", flat=True))
    meant = {one.pk for one in sessions if one.event_id in institutes}
    return {pk: "" if pk in meant and why in (BEFORE, AFTER) else why for pk, why in found.items()}


def not_served(day: date, calendar: Calendar | None) -> str:
    """Why schools do not serve on this day: "Winter break", "a Saturday", "before school begins"; empty where they do,
    and without a calendar."""
    if calendar is None or any(span.first <= day <= span.last for span in calendar.on):
        return ""
    if day < calendar.first:
        return BEFORE
    if day > calendar.last:
        return AFTER
    return break_on(day, calendar.off) or (f"a {WEEKDAYS[day.weekday()]}" if day.weekday() > 4 else "")


def _at_those_hours(sessions: Collection[Session], year: ProgramYear) -> list[Session]:
    if not sessions:
        return []
    first, last = min(one.starts_at for one in sessions), max(one.ends_at for one in sessions)
    found = Session.objects.taking_place().filter(event__year=year, starts_at__lt=last, ends_at__gt=first)
    return list(found.order_by("starts_at", "pk"))


def _meet(one: Session, other: Session) -> bool:
    return one.pk != other.pk and one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _pair(one: Session, other: Session) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)


def _both(known: dict[int, _Who], one: Session, other: Session) -> _Who:
    first, second = known[one.pk], known[other.pk]
    return _Who(first.people & second.people, first.leaders & second.leaders)


def _same_room(one: Session, other: Session) -> bool:
    return bool(one.place) and same_key(one.place) == same_key(other.place)


def _who(pks: set[int]) -> dict[int, _Who]:
    """Whom each of these sessions invites and who leads it. Two queries."""
    found = {pk: _Who(people=people) for pk, people in people_of(pks).items()}
    through = Session.facilitators.through.objects.filter(session__in=pks)
    for session, user in through.values_list("session_id", "user_id"):
        found[session].leaders.add(user)
    return found


def people_of(pks: Collection[int]) -> dict[int, set[int]]:
    """The people each of these sessions invites on its day, as `invited_people` says of one. One query."""
    if not pks:
        return {}
    day, day_of_it = _day(OuterRef("starts_at")), _day(OuterRef(OuterRef("starts_at")))
    away = Leave.objects.on(day_of_it).filter(placement=OuterRef("pk"))
    held = (
        Placement.objects.held()
        .on(day)
        .filter(audience(OuterRef(OuterRef("pk"))), year=OuterRef("event__year"))
    )
    rows = Session.objects.filter(pk__in=pks).order_by()
    asked = rows.values_list("pk", "fellows", "school_leaders").annotate(
        held=ArraySubquery(held.filter(~Exists(away)).order_by().values("person")),
        studying=ArraySubquery(studying(day).values("person")),
        heading=ArraySubquery(heading(day).values("person")),
    )
    return {
        pk: {*held, *(studies if fellows else ()), *(heads if leaders else ())}
        for pk, fellows, leaders, held, studies, heads in asked
    }


def _day(moment: OuterRef) -> TruncDate:
    return TruncDate(ExpressionWrapper(moment, DateTimeField()), tzinfo=LOS_ANGELES)


def _names(pks: set[int]) -> dict[int, str]:
    """In the order of their names."""
    return {person.pk: person.name for person in User.objects.filter(pk__in=pks).order_by("sort_name", "pk")}


def _named(pks: set[int], names: dict[int, str]) -> tuple[str, ...]:
    return tuple(islice((name for pk, name in names.items() if pk in pks), MOST_NAMED))
