"""What comes next for someone: their next sessions and the next deliverable due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import CharField, DateField, DateTimeField, F, Value

from pathways.models import DeliverableRecord
from people.models import User
from seminars.queries import upcoming

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


def ahead(user: User, *, day: date, now: datetime) -> list[Ahead]:
    """The next three sessions of `user`, then their next deliverable that is not late yet: one query."""
    owed = DeliverableRecord.objects.filter(
        placement__person=user,
        placement__end_reason__in=["", "completed"],
        state__in=["open", "returned"],
        deliverable__due__gte=day,
    ).order_by("deliverable__due", "pk")
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
    return [Ahead(*row) for row in rows.order_by("n_at", "n_due")]
