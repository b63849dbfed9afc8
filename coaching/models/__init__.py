"""Coaching: who coaches whom, cycles, visits."""

from coaching.models.coaches import LeadersCoach
from coaching.models.cycles import STATES, CoachingCycle, CycleEvent, CycleQuerySet
from coaching.models.visits import Visit, VisitQuerySet, Where

__all__ = [
    "STATES",
    "CoachingCycle",
    "CycleEvent",
    "CycleQuerySet",
    "LeadersCoach",
    "Visit",
    "VisitQuerySet",
    "Where",
]
