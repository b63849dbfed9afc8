"""Which sessions ahead take teachers of a school out of their classes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef
from django.db.models.functions import TruncDate

from common.clock import LOS_ANGELES
from pathways.models import Leave, Placement, ServiceDay
from people.models import School, User
from seminars.models import Session, audience

# So far ahead a school looks for substitutes.
AHEAD = timedelta(days=60)
FRIDAY = 5


@dataclass(frozen=True, slots=True)
class Cover:
    """A session ahead, and whom of a school it takes out of class, by name. `needless`: why nobody covers for them."""

    session: Session
    day: date
    teachers: list[User]
    needless: str


def cover_ahead(school: School, now: datetime) -> list[Cover]:
    """The sessions of the next 60 days to which teachers of this school are asked, the next one first. Four queries at
    most."""
    away = Leave.objects.on(_day_of(OuterRef(OuterRef("starts_at"))))
    held = Placement.objects.on(_day_of(OuterRef("starts_at"))).filter(
        audience(OuterRef(OuterRef("pk"))),
        ~Exists(away.filter(placement=OuterRef("pk"))),
        school=school,
        year=OuterRef("event__year"),
    )
    sessions = (
        Session.objects.taking_place()
        .filter(starts_at__gt=now, starts_at__lt=now + AHEAD, substitute_eligible=True)
        .annotate(
            day=TruncDate("starts_at", tzinfo=LOS_ANGELES),
            out=ArraySubquery(held.order_by().values("person").distinct()),
        )
        .order_by("starts_at", "pk")
    )
    found = [one for one in sessions if one.out]
    people = User.objects.in_bulk({pk for one in found for pk in one.out})
    held_on = _school_days({one.day for one in found})
    return [_cover(one, people, held_on) for one in found]


def _day_of(moment: OuterRef) -> TruncDate:
    """The day in Los Angeles of a moment of a row outside."""
    return TruncDate(ExpressionWrapper(moment, DateTimeField()), tzinfo=LOS_ANGELES)


def _school_days(days: Collection[date]) -> set[date] | None:
    """Which of these days are days of school; None where nobody entered a calendar."""
    if not days:
        return None
    near = ServiceDay.objects.filter(day__gte=min(days) - AHEAD, day__lte=max(days) + AHEAD)
    kept = set(near.values_list("day", flat=True))
    return kept & set(days) if kept else None


def _cover(session: Any, people: Mapping[int, User], held_on: set[date] | None) -> Cover:
    needless = ""
    if session.day.isoweekday() > FRIDAY:
        needless = f"a {session.day:%A}"
    elif held_on is not None and session.day not in held_on:
        needless = "no school that day"
    names = sorted((people[pk] for pk in session.out), key=lambda one: one.sort_name)
    return Cover(session, session.day, names, needless)
