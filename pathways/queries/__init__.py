from pathways.queries.calendars import breaks_in, calendar_in, shifted_to, within, year_before
from pathways.queries.catalogue import catalogue, current_year
from pathways.queries.facts import (
    DeliverableFact,
    PlacementFacts,
    Stay,
    YearDays,
    days_of,
    placement_facts,
    service_days,
)
from pathways.queries.hats import pathways_of
from pathways.queries.known import known_offerings, known_roles, known_years
from pathways.queries.offerings import (
    DAYS,
    WORDS,
    is_changed,
    offering_content,
    roles_to_offer,
    rubric_of,
    usual_rubric,
)
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
from pathways.queries.places import Places, crowding, crowding_between, held_at, places_of
from pathways.queries.preview import preview
from pathways.queries.schools import roles_asking, schools_in_network, schools_outside, team
from pathways.queries.scope import Audience, Scope, months_of, months_to_fill, scope_of
from pathways.queries.year_offerings import RoleOfYear, roles_of_year

__all__ = [
    "DAYS",
    "WORDS",
    "Audience",
    "DeliverableFact",
    "Filters",
    "PlacementFacts",
    "Places",
    "RoleOfYear",
    "Scope",
    "Stay",
    "Waiting",
    "YearDays",
    "asked_to_attest",
    "breaks_in",
    "by_role",
    "calendar_in",
    "catalogue",
    "crowding",
    "crowding_between",
    "current_year",
    "days_of",
    "held_at",
    "is_changed",
    "known_offerings",
    "known_roles",
    "known_years",
    "mine",
    "months_of",
    "months_to_fill",
    "offering_content",
    "pathways_of",
    "placement_facts",
    "placement_list",
    "placement_page",
    "places_of",
    "preview",
    "roles_asking",
    "roles_of_year",
    "roles_to_offer",
    "rubric_of",
    "schools_in_network",
    "schools_outside",
    "scope_of",
    "service_days",
    "shifted_to",
    "team",
    "to_attest",
    "usual_rubric",
    "waiting_by_role",
    "waiting_for",
    "within",
    "year_before",
]
