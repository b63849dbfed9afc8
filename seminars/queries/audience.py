"""Whom a session is for."""

from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.clock import local_date
from pathways.models import Leave, Placement
from people.models import User
from people.models.users import UserQuerySet
from seminars.models import Session, audience, heading, studying
from seminars.states import State

OFF = [State.CANCELLED, State.MOVED]


def held_on(session: Session, whom: Q, *, on_leave: bool = False) -> "QuerySet[Placement]":
    """Placements of the session's year and local day, of those it is for (`whom`); those on leave that day too, where
    it is known that there are none."""
    day = local_date(session.starts_at)
    held: QuerySet[Placement] = Placement.objects.held().on(day).filter(whom, year=session.event.year_id)
    return held if on_leave else held.filter(~Exists(Leave.objects.on(day).filter(placement=OuterRef("pk"))))


def invited_placements(session: Session) -> "QuerySet[Placement]":
    """Placements of the session's local day whose role and cohort it invites, but those on leave that day."""
    return held_on(session, audience(session.pk))


def guests(session: Session) -> Q:
    """Of people, those a session invites who come without a role: its fellows and school leaders. Nobody where it is
    for neither."""
    day, whom = local_date(session.starts_at), Q(pk__in=[])
    if session.fellows:
        whom |= Q(pk__in=studying(day).values("person"))
    if session.school_leaders:
        whom |= Q(pk__in=heading(day).values("person"))
    return whom


def invited_people(session: Session) -> "QuerySet[User]":
    """Whom the session invites, once each, by name."""
    leaders = Q(pk__in=invited_placements(session).values("person"))
    invited: QuerySet[User] = User.objects.filter(leaders | guests(session))
    return invited


def on_roster(session: Session) -> "UserQuerySet":
    """Whom the roster lists: those invited and those marked (walk-ins)."""
    marked: QuerySet[User] = User.objects.filter(pk__in=session.attendance.values("person"))
    return cast("UserQuerySet", marked | invited_people(session))


def required_people(session: Session) -> "QuerySet[User]":
    """Of whom the session is required: all it invites, nobody when it is optional or does not take place."""
    if not session.required or session.state in OFF:
        return invited_people(session).none()
    return invited_people(session)
