"""What a statement says at a moment."""

from datetime import datetime

from pathways.models import Placement
from stipends.queries import standings


def worth(placement: Placement, now: datetime) -> tuple[int, int]:
    """Cents earned so far and what may be earned in all, as My stipend says it."""
    (one,) = standings(placement.person, now)
    assert one.forecast is not None
    return one.forecast.earned.earned_cents, one.forecast.possible.earned_cents
