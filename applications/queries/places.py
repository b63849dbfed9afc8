"""Places per school: how many are taken, who waits. How many there are: pathways.queries.places."""

from applications.models import Application, Decision
from applications.states import State
from pathways.models import Offering
from pathways.queries import held_at


def taken_at(offering: Offering, school_pk: int) -> int:
    """Offers that stand, placements not ended early, and those that move here. Ask with the offering locked."""
    offered = Application.objects.filter(offering=offering, school=school_pk, state=State.OFFERED).count()
    return offered + held_at(offering, school_pk)


def next_on_waitlist(offering: Offering, school_pk: int) -> Application | None:
    """Who moves up: the lowest rank, then the earliest decision, then the earliest application."""
    waiting = Decision.objects.filter(
        application__offering=offering,
        application__school=school_pk,
        application__state=State.WAITLISTED,
        outcome=Decision.Outcome.WAITLIST,
        released_at__isnull=False,
    )
    first = (
        waiting.order_by("rank", "released_at", "application_id")
        .values_list("application_id", flat=True)
        .first()
    )
    return None if first is None else Application.objects.get(pk=first)
