"""Coaching of one leader, for the world of every hat."""

from typing import Any

from pathways.models import Placement
from people.models import User
from tests.factories.coaching import ActionStepFactory, CycleFactory, SupportFactory, VisitFactory


def coaching_with(placement: Placement, coach: User) -> dict[str, dict[str, Any]]:
    """Samples of the addresses of coaching: a cycle, one with an action step, a visit, a request for support."""
    theirs = {"placement": placement, "coach": coach}
    return {
        "coaching:": {"pk": CycleFactory(**theirs).pk},
        "coaching:new": {"pk": placement.pk},
        "coaching:look_back": {"pk": ActionStepFactory(cycle=CycleFactory(**theirs, window="extra")).pk},
        "coaching:support_": {"pk": SupportFactory(**theirs, state="assigned").pk},
        "coaching:support_new": {"pk": placement.pk},
        "coaching:one": {"pk": placement.pk},
        "coaching:visit": {"pk": placement.pk},
        "coaching:visit_take_back": {"pk": VisitFactory(**theirs).pk},
        "coaching:deal": {"slug": placement.school.slug},
    }
