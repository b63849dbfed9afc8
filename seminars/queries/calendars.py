"""What each person's calendar holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from common.clock import day_ends
from people.models import User
from seminars.models import Session, concerns, invites, to_come
from seminars.queries.audience import OFF
from seminars.states import Action, Planning, State


def asks(person: User) -> ExpressionWrapper:
    """Whether the session's row invites this person, for pages that ask with the row itself."""
    return ExpressionWrapper(invites(person), BooleanField())


def moved_to(session: Session, user: User) -> Session | None:
    """The session that took the place of a moved one, if this person may see it."""
    if session.state != State.MOVED:
        return None
    new: Session | None = Session.objects.visible_to(user).filter(moved_from=session).first()
    return new


def sessions_for(person: User) -> "QuerySet[Session]":
    """Sessions that invite a placement of this person, mark them, or that they facilitate; by time."""
    return Session.objects.filter(concerns(person)).select_related("event").order_by("starts_at", "pk")


def calendar(user: User) -> "QuerySet[Session]":
    """Sessions this person may see, by time, each with `my_mark` and `my_minutes` (None: no mark), and whether it
    invites them (`asks_me`)."""
    mine = FilteredRelation("attendance", condition=Q(attendance__person=user))
    seen = Session.objects.visible_to(user).select_related("event").annotate(mine=mine)
    marked: QuerySet[Session] = seen.annotate(
        my_mark=F("mine__mark"), my_minutes=F("mine__minutes"), asks_me=asks(user)
    )
    return marked.order_by("starts_at", "pk")


# What changes an entry of a calendar; that a session was held or its roster closed does not.
CHANGES = [Action.MOVE, Action.CANCEL, Planning.CHANGE, Planning.CHANGE_EVENT]
HISTORY = """
WITH RECURSIVE line(session_id, id, moved_from_id) AS (
    SELECT id, id, moved_from_id FROM seminars_session WHERE id = ANY(%(sessions)s::bigint[])
    UNION ALL
    SELECT line.session_id, s.id, s.moved_from_id FROM line JOIN seminars_session s ON s.id = line.moved_from_id
)
SELECT line.session_id, max(line.id) FILTER (WHERE line.moved_from_id IS NULL), count(e.id), max(e.at)
FROM line LEFT JOIN seminars_sessionevent e ON e.session_id = line.id AND e.action = ANY(%(changes)s)
GROUP BY line.session_id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in a personal calendar: the `first` of the sessions whose place it took (itself if none), how often
    it changed since, and when last."""

    session: Session
    first: int
    changes: int
    changed_at: datetime


def feed(person: User, now: datetime) -> list[Entry]:
    """What a personal calendar shows: their sessions from two months back on, cancelled ones too. Two queries."""
    since = now - timedelta(days=60)
    sessions = list(sessions_for(person).filter(ends_at__gt=since).exclude(state=State.MOVED))
    with connection.cursor() as cursor:
        cursor.execute(HISTORY, {"sessions": [one.pk for one in sessions], "changes": CHANGES})
        known = {pk: (first, changes, at) for pk, first, changes, at in cursor.fetchall()}
    entries = []
    for session in sessions:
        first, changes, at = known[session.pk]
        entries.append(Entry(session, first, changes, at or session.planned_at))
    return entries


def upcoming(person: User, now: datetime | None = None) -> "QuerySet[Session]":
    """What lies ahead of this person and takes place, by time."""
    moment = now or timezone.now()
    return sessions_for(person).filter(ends_at__gt=moment).exclude(state__in=OFF)


def starting_between(now: datetime, last_day: date) -> "QuerySet[Session]":
    """Planned sessions that start after `now`, until the end of `last_day` in Los Angeles."""
    ahead = Session.objects.filter(to_come(now), starts_at__lt=day_ends(last_day))
    return ahead.select_related("event")


def make_ups(session: Session, now: datetime) -> "QuerySet[Session]":
    """Later sessions with the same content code that still have places, by time."""
    if not session.content_code:
        return Session.objects.none()
    same = Session.objects.filter(content_code=session.content_code, event__year=session.event.year_id)
    open_still = same.filter(to_come(now)).exclude(pk=session.pk)
    return open_still.order_by("starts_at", "pk")
