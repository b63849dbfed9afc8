"""Lists of placements and deliverables, and what one of them needs to be shown."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from pathways.models import (
    NEAR_THE_END,
    DeliverableRecord,
    Leave,
    Placement,
    PlacementEvent,
    SchoolAssignment,
)
from pathways.policies import records_waiting_for, speaks_for
from pathways.states import DeliverableState
from people.models import User, name_holds

# Shorter words are in no trigram index.


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty values do not narrow."""

    year_id: int | None = None
    pathway_id: int | None = None
    role_id: int | None = None
    school_id: int | None = None
    words: str = ""


def placement_list(user: User, filters: Filters) -> "QuerySet[Placement]":
    """Placements `user` may see, by name (`named`). Without words the order is that of the index on people's names."""
    # Few people match words: found by trigrams and sorted. In the order of the names' index all would be read.
    name = Concat("person__sort_name", Value("")) if filters.words else F("person__sort_name")
    shown = _narrowed(user, filters).select_related("person", "role", "school", "cohort", "year")
    return shown.alias(named=name).order_by("named", "person_id", "pk")


def by_role(user: User, filters: Filters) -> dict[int, int]:
    """How many of each role they would be without the filters of role and pathway. One query."""
    others = _narrowed(user, replace(filters, role_id=None, pathway_id=None))
    return dict(others.order_by().values_list("role").annotate(number=Count("pk")))


def _narrowed(user: User, filters: Filters) -> "QuerySet[Placement]":
    placements = Placement.objects.visible_to(user)
    if filters.year_id:
        placements = placements.filter(year_id=filters.year_id)
    if filters.pathway_id:
        placements = placements.filter(role__pathway_id=filters.pathway_id)
    if filters.role_id:
        placements = placements.filter(role_id=filters.role_id)
    if filters.school_id:
        placements = placements.filter(school_id=filters.school_id)
    return placements.filter(name_holds(filters.words, "person__")) if filters.words else placements


@dataclass(frozen=True)
class PlacementPage:
    """All that the page of one placement shows."""

    records: list[DeliverableRecord]
    assignments: list[SchoolAssignment]
    leaves: list[Leave]
    events: list[PlacementEvent]


def placement_page(placement: Placement) -> PlacementPage:
    """Deliverables, schools, leaves and history of a placement: four queries, two where its assignments and leaves were
    read along."""
    return PlacementPage(
        records=list(
            placement.deliverable_records.select_related("deliverable").order_by("deliverable__due")
        ),
        assignments=placement.taking_place(),
        leaves=[one for one in placement.leaves.all() if one.starts < (placement.ends or date.max)],
        events=list(placement.events.told()),
    )


SHOWN = (
    "deliverable",
    "placement__person",
    "placement__role",
    "placement__school",
)


def mine(user: User, day: date) -> "list[DeliverableRecord]":
    """Deliverables of `user` in this year and those ahead, what is still owed first, then by due date (one query)."""
    records = (
        DeliverableRecord.objects.held()
        .filter(placement__person=user, placement__year__ends__gt=day)
        .select_related(*SHOWN)
        .order_by("deliverable__due", "pk")
    )
    return sorted(
        records, key=lambda record: record.state not in {DeliverableState.OPEN, DeliverableState.RETURNED}
    )


def waiting_for(user: User, *, role_id: int | None = None, by: str = "") -> "QuerySet[DeliverableRecord]":
    """What was handed in and waits for `user`, the longest waiting first: of one role or of all, and of what is
    accepted `by` "staff" or "principal", or of both."""
    records = records_waiting_for(DeliverableRecord.objects.all(), user)
    if role_id is not None:
        records = records.filter(placement__role=role_id)
    if by:
        records = records.filter(deliverable__accepted_by=by)
    return records.select_related(*SHOWN).order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Waiting:
    """How many deliverables of a role wait for the word of `by`."""

    role_id: int
    role: str
    by: str
    count: int


def waiting_by_role(user: User) -> list[Waiting]:
    """All that `waiting_for` answers, counted by role and by whose word it waits for, in the order of roles. One
    query."""
    records = records_waiting_for(DeliverableRecord.objects.all(), user).order_by(
        "placement__role__pathway__position", "placement__role__position", "placement__role"
    )
    columns = ("placement__role", "placement__role__name", "deliverable__accepted_by")
    return [Waiting(*row) for row in records.values_list(*columns).annotate(number=Count("pk"))]


def to_attest(user: User, day: date) -> "QuerySet[Placement]":
    """This year's placements of others at the schools `user` speaks for, each with its attestation if there is one."""
    return (
        Placement.objects.serving(day)
        .filter(school__in=speaks_for(user), year__starts__lte=day, year__ends__gt=day)
        .exclude(person=user)
        .select_related("person", "role", "school", "attestation", "year")
        .order_by("school__sort_name", "role__position", "person__sort_name", "pk")
    )


def asked_to_attest(user: User, day: date) -> "QuerySet[Placement]":
    """Of those, the ones that are near their end and not attested: what home asks for. As `nearly_over_on` says it."""
    near = to_attest(user, day).alias(last=Coalesce("ends", "year__ends"))
    return near.filter(last__lte=day + NEAR_THE_END, attestation__isnull=True)
