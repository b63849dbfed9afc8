"""The program in the administration. What services write is read-only here; actions call services."""

from pathways.admin import (
    catalogue,
    deliverables,
    engagement,
    events,
    feeders,
    goals,
    offerings,
    placements,
    years,
)

__all__ = [
    "catalogue",
    "deliverables",
    "engagement",
    "events",
    "feeders",
    "goals",
    "offerings",
    "placements",
    "years",
]
