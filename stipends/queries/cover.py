"""Which sessions ahead take teachers of a school out of their classes, and who was named to cover for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from common.clock import LOS_ANGELES, day_in_words, local_date
from pathways.models import Leave, Placement, ProgramYear, ServiceDay
from people.models import School, User
from seminars.models import Attendance, Session, audience
from seminars.models.sessions import TAKING_PLACE
from seminars.states import State
from stipends.models import ClaimLine, NamedSubstitute, SubstituteClaim
from stipends.queries.claims import DAY, HALF, claimable, units_of

# So far ahead a school looks for substitutes first; what lies later stands below.
SOON = timedelta(days=60)
FRIDAY = 5


@dataclass(frozen=True, slots=True)
class Cover:
    """A session ahead, and whom of a school it takes out of class, by name. `needless`: why nobody covers for them.
    `named`: by teacher, whom the school named to cover for them that day."""

    session: Session
    day: date
    teachers: list[User]
    needless: str
    named: dict[int, NamedSubstitute] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[User, NamedSubstitute | None]]:
        return [(person, self.named.get(person.pk)) for person in self.teachers]

    @property
    def without(self) -> list[User]:
        """Those for whom nobody is named yet."""
        return [person for person in self.teachers if person.pk not in self.named]

    @property
    def covered(self) -> int:
        return sum(person.pk in self.named for person in self.teachers)


def cover_ahead(school: School, now: datetime, year: ProgramYear) -> list[Cover]:
    """The sessions ahead to which teachers of this school are asked, the next one first: all of this year, and of the
    year after it those of the next 60 days. Five queries at most."""
    away = Leave.objects.on(_day_of(OuterRef(OuterRef("starts_at"))))
    held = Placement.objects.on(_day_of(OuterRef("starts_at"))).filter(
        audience(OuterRef(OuterRef("pk"))),
        ~Exists(away.filter(placement=OuterRef("pk"))),
        school=school,
        year=OuterRef("event__year"),
    )
    sessions = (
        Session.objects.taking_place()
        .filter(
            Q(event__year=year) | Q(starts_at__lt=now + SOON), starts_at__gt=now, substitute_eligible=True
        )
        .select_related("event")
        .annotate(
            day=TruncDate("starts_at", tzinfo=LOS_ANGELES),
            out=ArraySubquery(held.order_by().values("person").distinct()),
        )
        .order_by("starts_at", "pk")
    )
    found = [one for one in sessions if one.out]
    if not found:
        return []
    people = User.objects.in_bulk({pk for one in found for pk in one.out})
    days = {one.day for one in found}
    held_on = _school_days({one.event.year_id for one in found})
    named: dict[date, dict[int, NamedSubstitute]] = {day: {} for day in days}
    for one in NamedSubstitute.objects.standing().filter(school=school, day__in=days):
        named[one.day][one.teacher_id] = one
    return [_cover(one, people, held_on.get(one.event.year_id), named[one.day]) for one in found]


def soon_and_later(cover: Collection[Cover], now: datetime) -> tuple[list[Cover], list[Cover]]:
    """Of the days ahead those of the next 60 days, and those after them."""
    soon = [one for one in cover if one.session.starts_at < now + SOON]
    return soon, [one for one in cover if one.session.starts_at >= now + SOON]


def _day_of(moment: OuterRef) -> TruncDate:
    """The day in Los Angeles of a moment of a row outside."""
    return TruncDate(ExpressionWrapper(moment, DateTimeField()), tzinfo=LOS_ANGELES)


def _school_days(years: Collection[int]) -> dict[int, set[date]]:
    """The days of school of these years; a year for which nobody entered a calendar is not among them."""
    found = defaultdict[int, set[date]](set)
    for year, day in ServiceDay.objects.filter(year__in=years).values_list("year", "day"):
        found[year].add(day)
    return dict(found)


def _cover(
    session: Any,
    people: Mapping[int, User],
    held_on: set[date] | None,
    named: dict[int, NamedSubstitute],
) -> Cover:
    needless = ""
    if session.day.isoweekday() > FRIDAY:
        needless = f"a {session.day:%A}"
    elif held_on is not None and session.day not in held_on:
        needless = "no school that day"
    names = sorted((people[pk] for pk in session.out), key=lambda one: one.sort_name)
    return Cover(session, session.day, names, needless, named)


def out_on(day: date, cover: Collection[Cover]) -> dict[int, tuple[User, Decimal]]:
    """Of the days ahead, who needs cover on this one, by their number, and for how much of it."""
    found: dict[int, tuple[User, Decimal]] = {}
    for one in cover:
        for person in one.teachers if one.day == day and not one.needless else ():
            before = found[person.pk][1] if person.pk in found else Decimal(0)
            found[person.pk] = (person, min(DAY, before + units_of(one.session)))
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a session at a school. `out`: whose fields stand on its page, by their number, with how much of the day
    they are out; `needed`: who of them is out as it stands; `standing`: whom the school named; `before`: whom it named
    for the day from which the session was moved."""

    out: dict[int, tuple[User, Decimal]]
    needed: Collection[int]
    standing: dict[int, NamedSubstitute]
    before: dict[int, NamedSubstitute]


def day_of(school: School, session: Session, now: datetime, typed: Collection[int] = ()) -> Day:
    """The day of this session at a school. Who is out stands on it, who was named, and of those whose fields were
    `typed` whoever serves at this school. Select the event of the session with the query."""
    day = local_date(session.starts_at)
    needed = out_on(day, cover_ahead(school, now, session.event.year))
    named = NamedSubstitute.objects.unclaimed().filter(school=school).select_related("teacher")
    standing = {one.teacher_id: one for one in named.filter(day=day)}
    left = set(typed) - needed.keys() - standing.keys()
    serves = Placement.objects.filter(school=school, year=session.event.year, person__in=left)
    rows = {
        **{one.person_id: (one.person, HALF) for one in serves.select_related("person")},
        **{pk: (one.teacher, one.units) for pk, one in standing.items()},
        **needed,
    }
    before = {one.teacher_id: one for one in named.filter(session=session.moved_from_id).exclude(day=day)}
    names = sorted(rows, key=lambda pk: (rows[pk][0].sort_name, pk))
    return Day({pk: rows[pk] for pk in names}, needed, standing, before if session.moved_from_id else {})


@dataclass(frozen=True, slots=True)
class Idle:
    """Somebody who was named to cover, and why that is not needed as it stands."""

    named: NamedSubstitute
    why: str


def idle(school: School, year: ProgramYear, now: datetime, cover: Collection[Cover]) -> list[Idle]:
    """Those whom this school named in a year for somebody who is neither out in the days ahead (`cover`), nor claimed,
    nor to be claimed. Three queries."""
    found = NamedSubstitute.objects.unclaimed().filter(school=school, session__event__year=year)
    out = {day: out_on(day, cover) for day in {one.day for one in cover}}
    rows = [
        one
        for one in found.select_related("session__moved_on", "teacher")
        if one.teacher_id not in out.get(one.day, ())
    ]
    if not rows:
        return []
    due = set(claimable(school, year).values_list("person", "day"))
    there = _there(rows)
    needless = {one.day: one.needless for one in cover if one.needless}
    return [
        Idle(one, _why(one, now, needless.get(one.day, ""), there=(one.session_id, one.teacher_id) in there))
        for one in rows
        if (one.teacher_id, one.day) not in due
    ]


def _there(rows: Collection[NamedSubstitute]) -> set[tuple[int, int]]:
    """Session and teacher, where they were present."""
    marks = Attendance.objects.filter(
        session__in={one.session_id for one in rows}, mark=Attendance.Mark.PRESENT
    )
    return set(marks.values_list("session", "person"))


def _why(named: NamedSubstitute, now: datetime, needless: str, *, there: bool) -> str:
    session, who = named.session, named.teacher.name
    if session.state == State.MOVED:
        later = session.moved_on
        known = later.state in TAKING_PLACE
        return (
            f"{session.title} was moved{f' to {day_in_words(local_date(later.starts_at))}' if known else ''}."
        )
    if session.state == State.CANCELLED:
        return f"{session.title} was cancelled."
    if session.state == State.CLOSED and not there:
        return f"{who} was not at {session.title} by its roster, so nothing is claimed for that day."
    if session.state == State.CLOSED:
        return f"The day of {who} at {session.title} is not this school’s to claim."
    if needless:
        return f"No cover is needed: {needless}."
    if session.starts_at <= now:
        return f"Needed once the roster of {session.title} is closed: then {who} is claimed with this name."
    return f"{who} is not asked to {session.title} any more."


def named_for(claim: SubstituteClaim, lines: Collection[ClaimLine]) -> dict[int, NamedSubstitute]:
    """By the number of a line of this claim, whom the school had named for its teacher and day. One query."""
    rows = NamedSubstitute.objects.standing().filter(
        school=claim.school_id, day__in={line.day for line in lines}
    )
    by_day = {(one.teacher_id, one.day): one for one in rows.select_related("named_by")}
    found = {line.pk: by_day.get((line.teacher_id, line.day)) for line in lines}
    return {pk: one for pk, one in found.items() if one is not None}


def named_in_vain(
    claim: SubstituteClaim, lines: Collection[ClaimLine]
) -> "QuerySet[NamedSubstitute, NamedSubstitute]":
    """Whom the school had named on the days of this claim for teachers who were not there by the closed roster."""
    there = Attendance.objects.filter(
        session=OuterRef("session"), person=OuterRef("teacher"), mark=Attendance.Mark.PRESENT
    )
    rows = NamedSubstitute.objects.unclaimed().filter(
        ~Exists(there), school=claim.school_id, session__in={line.session_id for line in lines}
    )
    return rows.select_related("session", "teacher")
