"""Places per school: how many there are, how many are taken, who waits."""

from applications.models import Application, Decision
from applications.states import State
from pathways.models import Offering, Placement, SchoolAssignment
from people.queries import today


def places_of(offering: Offering) -> int:
    """Places each school has: those of the version that was published."""
    version = offering.published_version
    content = version.content if version is not None else {}
    return int(content.get("places_per_school", offering.places_per_school))


def taken_at(offering: Offering, school_pk: int) -> int:
    """Offers that stand, placements not ended early, and those that move here. Ask with the offering locked."""
    offered = Application.objects.filter(
        offering=offering, school=school_pk, state=State.OFFERED.value
    ).count()
    placed = Placement.objects.filter(
        role=offering.role_id, year=offering.year_id, school=school_pk, end_reason__in=["", "completed"]
    ).count()
    coming = SchoolAssignment.objects.taking_places(year=offering.year_id, day=today()).filter(
        placement__role=offering.role_id, school=school_pk
    )
    return offered + placed + coming.count()


def next_on_waitlist(offering: Offering, school_pk: int) -> Application | None:
    """Who moves up: the lowest rank, then the earliest decision, then the earliest application."""
    waiting = Decision.objects.filter(
        application__offering=offering,
        application__school=school_pk,
        application__state=State.WAITLISTED.value,
        outcome=Decision.Outcome.WAITLIST,
        released_at__isnull=False,
    )
    first = (
        waiting.order_by("rank", "released_at", "application_id")
        .values_list("application_id", flat=True)
        .first()
    )
    return None if first is None else Application.objects.get(pk=first)
