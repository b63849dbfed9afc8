from pathways.queries.facts import (
    DeliverableFact,
    PlacementFacts,
    Stay,
    YearDays,
    placement_facts,
    service_days,
)

__all__ = ["DeliverableFact", "PlacementFacts", "Stay", "YearDays", "placement_facts", "service_days"]
