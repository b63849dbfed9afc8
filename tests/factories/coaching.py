"""Coaching cycles of 2026-27."""

from datetime import UTC, date, datetime
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from coaching.models import CoachingCycle, LeadersCoach, Visit
from pathways.models import Placement
from people.models import Hat
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory


def coach(**fields):
    """An academic-team coach."""
    return HatFactory(person=UserFactory(**fields), kind=Hat.Kind.COACH).person


class CycleFactory(DjangoModelFactory):
    """A mid-year cycle just planned; `talked=True` has had its conversation and can be closed."""

    class Meta:
        model = CoachingCycle

    class Params:
        talked = factory.Trait(
            state="conversation",
            observed_on=date(2026, 10, 1),
            feedback_on=date(2026, 10, 2),
            conversation_on=date(2026, 10, 5),
        )

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    window = "mid_year"
    due = date(2027, 1, 31)
    planned_on = date(2026, 9, 1)


class VisitFactory(DjangoModelFactory):
    """Seen in class in October."""

    class Meta:
        model = Visit

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    on = date(2026, 10, 6)
    where = "class"
    words = "She waits five seconds now."
    key = factory.LazyFunction(uuid4)
    recorded_at = datetime(2026, 10, 6, 20, tzinfo=UTC)


class LeadersCoachFactory(DjangoModelFactory):
    """Dealt out at the start of the year."""

    class Meta:
        model = LeadersCoach

    placement: Placement = factory.SubFactory(PlacementFactory)
    coach = factory.LazyFunction(coach)
    since = date(2026, 8, 3)
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 8, 3, 20, tzinfo=UTC)
