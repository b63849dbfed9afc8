"""What comes next for someone: their next sessions and the next deliverable due."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, Value

from common.clock import local_date
from common.written import DAY, NOW, PERSON, Values, Written, written
from pathways.models import DeliverableRecord, Placement, ServiceDay
from people.models import User
from seminars.queries import SessionFact, required_after, upcoming

COLUMNS = ("n_kind", "n_key", "n_name", "n_place", "n_at", "n_due")


@dataclass(frozen=True)
class Ahead:
    """A session at a moment and a place, or a deliverable due on a day."""

    kind: str
    key: int
    name: str
    place: str
    at: datetime | None
    due: date | None

    @property
    def day(self) -> date:
        """The day it is on, or due."""
        day = self.due or (self.at and local_date(self.at))
        assert day is not None
        return day


def ahead(user: User, *, day: date, now: datetime) -> list[Ahead]:
    """The next three sessions of `user` and their next deliverable not late yet, by day: one query."""
    rows = _ahead().rows(Values({PERSON: user.pk}, day, now))
    return sorted((Ahead(*row) for row in rows), key=lambda one: one.day)


@cache
def _ahead() -> Written:
    return written(_rows(User(pk=PERSON), DAY, NOW))


def _rows(user: User, day: date, now: datetime) -> "QuerySet[Any, Any]":
    owed = DeliverableRecord.objects.serving(day).to_hand_in()
    owed = owed.filter(placement__person=user, deliverable__due__gte=day).order_by("deliverable__due", "pk")
    deliverable = owed.annotate(
        n_kind=Value("deliverable", CharField()),
        n_key=F("pk"),
        n_name=F("deliverable__title"),
        n_place=Value("", CharField()),
        n_at=Value(None, DateTimeField()),
        n_due=F("deliverable__due"),
    )
    sessions = upcoming(user, now).annotate(
        n_kind=Value("session", CharField()),
        n_key=F("pk"),
        n_name=F("title"),
        n_place=F("place"),
        n_at=F("starts_at"),
        n_due=Value(None, DateField()),
    )
    rows = sessions.values_list(*COLUMNS)[:3].union(deliverable.values_list(*COLUMNS)[:1], all=True)
    return rows.order_by("n_at", "n_due")


@dataclass(frozen=True)
class Rest:
    """What is left of a placement: sessions required of its role, deliverables not settled, days of school."""

    sessions: list[SessionFact]
    deliverables: list[DeliverableRecord]
    days: int

    def __bool__(self) -> bool:
        return bool(self.sessions or self.deliverables or self.days)


def rest_of(placement: Placement, day: date) -> Rest:
    """What is left of it after `day`, in order of time: three queries. Select its year with it."""
    ends = placement.ends or placement.year.ends
    required = required_after(placement, day)
    owed = placement.deliverable_records.unsettled()
    return Rest(
        sessions=[session for session in required if session.date < ends],
        deliverables=list(owed.select_related("deliverable").order_by("deliverable__due", "pk")),
        days=ServiceDay.objects.filter(year=placement.year_id, day__gt=day, day__lt=ends).count(),
    )
