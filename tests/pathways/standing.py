"""Placements as they may stand, by words."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from pathways.models import Attestation, Placement, SchoolAssignment
from people.queries import today
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, principal_of


def placed(**fields: object) -> Placement:
    """In a year that is far ahead whenever this runs."""
    placement: Placement = PlacementFactory(year=ProgramYearFactory(first=2040), **fields)
    return placement


def moving(on: date | None = None, **fields: object) -> Placement:
    """It moves to another school on that day."""
    placement = placed(**fields)
    day = on or placement.starts + timedelta(days=90)
    placement.assignments.update(ends=day)
    SchoolAssignment.objects.create(
        placement=placement, school=SchoolFactory(), starts=day, ends=placement.ends
    )
    return placement


def away() -> Placement:
    placement = placed()
    day = placement.starts + timedelta(days=30)
    placement.leaves.create(category="jury", starts=day, ends=day + timedelta(days=5))
    return placement


def attested() -> Placement:
    placement = placed()
    by, at = principal_of(placement.school), timezone.now()
    Attestation.objects.create(placement=placement, met=True, by=by, at=at)
    return placement


def moved_today() -> Placement:
    """It can be moved again, and the move can still be taken back."""
    day = today()
    year = ProgramYearFactory(first=day.year if day.month >= 7 else day.year - 1)
    placement: Placement = PlacementFactory(year=year, starts=max(year.starts, day - timedelta(days=60)))
    placement.assignments.update(ends=day)
    SchoolAssignment.objects.create(
        placement=placement, school=SchoolFactory(), starts=day, ends=placement.ends
    )
    return placement


PLACEMENTS: dict[str, Callable[[], Placement]] = {
    "standing": placed,
    "ended": lambda: placed(end_reason="resigned"),
    "over": lambda: PlacementFactory(year=ProgramYearFactory(first=2024)),
    "moving": moving,
    "away": away,
    "attested": attested,
}
