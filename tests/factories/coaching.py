"""Coaching cycles of 2026-27."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from coaching.models import CoachingCycle
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
