from pathways.queries.catalogue import catalogue, current_year, scope_matrix
from pathways.queries.facts import (
    DeliverableFact,
    PlacementFacts,
    Stay,
    YearDays,
    placement_facts,
    service_days,
)
from pathways.queries.known import known_offerings, known_roles, known_years
from pathways.queries.offerings import DAYS, is_changed, offering_content
from pathways.queries.placements import (
    Filters,
    Waiting,
    asked_to_attest,
    by_role,
    mine,
    placement_list,
    placement_page,
    to_attest,
    waiting_by_role,
    waiting_for,
)
from pathways.queries.places import crowding, crowding_between, held_at, places_of
from pathways.queries.schools import schools_in_network, team

__all__ = [
    "DAYS",
    "DeliverableFact",
    "Filters",
    "PlacementFacts",
    "Stay",
    "Waiting",
    "YearDays",
    "asked_to_attest",
    "by_role",
    "catalogue",
    "crowding",
    "crowding_between",
    "current_year",
    "held_at",
    "is_changed",
    "known_offerings",
    "known_roles",
    "known_years",
    "mine",
    "offering_content",
    "placement_facts",
    "placement_list",
    "placement_page",
    "places_of",
    "schools_in_network",
    "scope_matrix",
    "service_days",
    "team",
    "to_attest",
    "waiting_by_role",
    "waiting_for",
]
