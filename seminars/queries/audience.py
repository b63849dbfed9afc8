"""Whom a session is for."""

from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.clock import local_date
from pathways.models import Leave, Placement
from people.models import User
from people.models.users import UserQuerySet
from seminars.models import Session
from seminars.states import State

OFF = [State.CANCELLED, State.MOVED]


def invited_placements(session: Session) -> "QuerySet[Placement]":
    """Placements of the session's local day whose role and cohort it invites, but those on leave that day."""
    day = local_date(session.starts_at)
    roles, cohorts = session.roles.values("pk"), session.cohorts.all()
    in_cohort = Q(cohort__in=cohorts.values("pk"))
    in_role = Q(role__in=roles) & ~Q(role__in=cohorts.values("role"))
    everyone = ~Exists(session.roles.all()) & ~Exists(cohorts)
    away = Leave.objects.on(day).filter(placement=OuterRef("pk"))
    held: QuerySet[Placement] = Placement.objects.on(day).filter(year=session.event.year_id)
    return held.filter(in_cohort | in_role | Q(everyone)).filter(~Exists(away))


def invited_people(session: Session) -> "QuerySet[User]":
    """Whom the session invites, once each, by name."""
    invited: QuerySet[User] = User.objects.filter(pk__in=invited_placements(session).values("person"))
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
