"""Places per school, and of a cohort of fellows over the network: how many are taken, who waits. How many a school has:
pathways.queries.places."""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.models import Application, Decision
from applications.states import State
from pathways.models import Offering, Placement
from pathways.queries import held_at, places_of
from people.models import School


@dataclass(frozen=True, slots=True)
class Pool:
    """The places somebody applies for: those of a role at a school, or those of a cohort for the whole network."""

    name: str
    places: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.places - self.taken, 0)


def pool_of(offering: Offering, school: School) -> Pool:
    """The places behind an application for this school. Ask with the offering locked."""
    if offering.role.pathway.makes_fellows:
        return pool_of_network(offering)
    return Pool(str(school), places_of(offering).at(school.pk), taken_at(offering, school.pk))


def pool_of_network(offering: Offering) -> Pool:
    """The places of the cohort that the offering fills: offers that stand, and fellows who hold a place."""
    cohort = offering.fills
    if cohort is None:
        return Pool("No cohort", 0, 0)
    offered = Application.objects.filter(offering=offering, state=State.OFFERED).count()
    return Pool(f"The {cohort}", cohort.places, offered + cohort.fellows.holding_a_place().count())


def taken_at(offering: Offering, school_pk: int) -> int:
    """Offers that stand, placements not ended early, and those that move here. Ask with the offering locked."""
    offered = Application.objects.filter(offering=offering, school=school_pk, state=State.OFFERED).count()
    return offered + held_at(offering, school_pk)


def crowded(placements: Iterable[Placement]) -> list[str]:
    """The schools of these placements that have more leaders and offers than places for a role, a sentence each. Ask
    with the offerings locked (six queries for each role and school)."""
    named = {(one.role_id, one.year_id, one.school_id): one for one in placements}
    said = []
    for role, year, school in sorted(named):
        one = named[role, year, school]
        offering = Offering.objects.select_related("published_version").filter(role=role, year=year).first()
        if offering is None:
            continue
        taken, places = taken_at(offering, school), places_of(offering).at(school)
        if taken > places:
            said.append(
                f"{one.school} has more leaders and offers than places for {one.role} in {one.year}: {taken}, and "
                f"{places} {'place' if places == 1 else 'places'}."
            )
    return said


def next_on_waitlist(offering: Offering, school_pk: int) -> Application | None:
    """Who moves up: the lowest rank, then the earliest decision, then the earliest application. Of the fellowship from
    whichever school."""
    here = {} if offering.role.pathway.makes_fellows else {"application__school": school_pk}
    waiting = Decision.objects.filter(
        **here,
        application__offering=offering,
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
