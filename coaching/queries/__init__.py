"""How coaching stands, and whom one coaches."""

from coaching.queries.cadence import (
    CLOSED,
    EXTRA,
    STANDINGS,
    WINDOWS,
    Counted,
    Owed,
    coaches,
    counted,
    extra,
    narrowed,
    owed,
    owing,
    standings,
    stands,
)
from coaching.queries.leaders import Leader, Met, coached_by, leaders_of, together, without_coach

__all__ = [
    "CLOSED",
    "EXTRA",
    "STANDINGS",
    "WINDOWS",
    "Counted",
    "Leader",
    "Met",
    "Owed",
    "coached_by",
    "coaches",
    "counted",
    "extra",
    "leaders_of",
    "narrowed",
    "owed",
    "owing",
    "standings",
    "stands",
    "together",
    "without_coach",
]
