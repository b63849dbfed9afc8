"""Places of a role at a school: how many there are, and how many leaders hold one."""

from pathways.models import Offering, Placement, SchoolAssignment
from people.queries import today


def places_of(offering: Offering) -> int:
    """Places each school has: those of the version that was published."""
    version = offering.published_version
    content = version.content if version is not None else {}
    return int(content.get("places_per_school", offering.places_per_school))


def held_at(offering: Offering, school_pk: int) -> int:
    """Placements not ended early, and those that move here. Ask with the offering locked (two queries)."""
    placed = Placement.objects.filter(
        role=offering.role_id, year=offering.year_id, school=school_pk, end_reason__in=["", "completed"]
    ).count()
    coming = SchoolAssignment.objects.taking_places(year=offering.year_id, day=today()).filter(
        placement__role=offering.role_id, school=school_pk
    )
    return placed + coming.count()


def crowding(move: SchoolAssignment) -> str:
    """That a move gave its school more leaders than places, in a sentence; else nothing."""
    placement = move.placement
    offerings = Offering.objects.select_related("published_version")
    offering = offerings.filter(role=placement.role_id, year=placement.year_id).first()
    if offering is None:
        return ""
    held, places = held_at(offering, move.school_id), places_of(offering)
    if held <= places:
        return ""
    return (
        f"{move.school} now has more leaders than places for {placement.role} in {placement.year}: "
        f"{held}, and {places} {'place' if places == 1 else 'places'}."
    )
