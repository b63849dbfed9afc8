"""Places of a role at a school: how many there are, and how many leaders hold one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pathways.models import Offering, Placement, SchoolAssignment
from people.models import School
from people.queries import today


@dataclass(frozen=True, slots=True)
class Places:
    """How many leaders of a role schools take: the usual number, or their own by id."""

    usual: int
    own: Mapping[int, int]

    def at(self, school_pk: int) -> int:
        return self.own.get(school_pk, self.usual)


def places_of(offering: Offering) -> Places:
    """The places of the version that was published; of a draft those it has now (one query)."""
    version = offering.published_version
    if version is None:
        return Places(
            offering.places_per_school, dict(offering.school_places.values_list("school_id", "places"))
        )
    own = {int(school): places for school, places in version.content.get("places_at", {}).items()}
    return Places(int(version.content.get("places_per_school", offering.places_per_school)), own)


def held_at(offering: Offering, school_pk: int) -> int:
    """Placements not ended early, and those that move here. Ask with the offering locked (two queries)."""
    placed = (
        Placement.objects.standing()
        .filter(role=offering.role_id, year=offering.year_id, school=school_pk)
        .count()
    )
    coming = SchoolAssignment.objects.taking_places(year=offering.year_id, day=today()).filter(
        placement__role=offering.role_id, school=school_pk
    )
    return placed + coming.count()


def held_by_school(offering: Offering) -> Counter[int]:
    """As `held_at` says it of one school, of all that have any (two queries)."""
    year = offering.year_id
    placed = Placement.objects.standing().filter(role=offering.role_id, year=year)
    coming = SchoolAssignment.objects.taking_places(year=year, day=today())
    moves = coming.filter(placement__role=offering.role_id)
    return Counter(placed.values_list("school", flat=True)) + Counter(moves.values_list("school", flat=True))


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """How many places a school has for a role in a year, and how many of them nobody holds."""

    school: School
    places: int
    free: int


def own_places(offering: Offering, school: School) -> OwnPlaces:
    """The places of one school (two queries; one more for a draft)."""
    places = places_of(offering).at(school.pk)
    return OwnPlaces(school, places, max(places - held_at(offering, school.pk), 0))


def crowding(move: SchoolAssignment) -> str:
    """That a move gave its school more leaders than places, in a sentence; else nothing."""
    placement = move.placement
    offerings = Offering.objects.select_related("published_version")
    offering = offerings.filter(role=placement.role_id, year=placement.year_id).first()
    if offering is None:
        return ""
    held, places = held_at(offering, move.school_id), places_of(offering).at(move.school_id)
    if held <= places:
        return ""
    return (
        f"{move.school} now has more leaders than places for {placement.role} in {placement.year}: "
        f"{held}, and {places} {'place' if places == 1 else 'places'}."
    )


def crowding_between(placement: Placement, starts: date, until: date) -> str:
    """That a school of the placement has more leaders than places on a day of `[starts, until)`, in a sentence, as
    after a first day that was put back; else nothing."""
    if starts >= until:
        return ""
    offerings = Offering.objects.select_related("published_version")
    offering = offerings.filter(role=placement.role_id, year=placement.year_id).first()
    first = placement.assignments.select_related("school").first()
    if offering is None or first is None:
        return ""
    beside = SchoolAssignment.objects.taking_place().filter(
        placement__role=placement.role_id, placement__year=placement.year_id, school=first.school_id
    )
    times = [
        (since, min(to or until, ends or until))
        for since, to, ends in beside.values_list("starts", "ends", "placement__ends")
    ]
    # The number rises on first days alone.
    days = sorted({starts, *(since for since, _ in times if starts <= since < until)})
    counts = [sum(since <= day < to for since, to in times) for day in days]
    held, places = max(counts), places_of(offering).at(first.school_id)
    day = days[counts.index(held)]
    if held <= places:
        return ""
    return (
        f"{first.school} has more leaders than places for {placement.role} on {day:%B %-d, %Y}: {held}, and {places} "
        f"{'place' if places == 1 else 'places'}."
    )
