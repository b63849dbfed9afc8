"""Cohorts of the fellowship: opened for a summer, and corrected."""

from datetime import date, timedelta

from django.db import transaction

from common.counting import counted
from common.errors import DomainError, demand
from fellows.models import FellowCohort
from fellows.policies import why_not_cohort
from fellows.queries.cohorts import open_offers
from fellows.services.fellows import hold_places
from people.models import User
from people.services.told import UPSIDE_DOWN, look_first, only_one

CHANGED = ("name", "starts", "ends", "places")
NAMED = "Another cohort has this name. Choose a name of its own."
ONE_DAY = timedelta(days=1)


@transaction.atomic
def open_cohort(*, name: str, starts: date, last: date, places: int, by: User) -> FellowCohort:
    """A cohort from `starts` through `last`. The very same again is answered as it is.

    Raises DomainError for a name another cohort has, and for days out of their order.
    """
    demand(why_not_cohort(by))
    _in_order(starts, last)
    days = {"starts": starts, "ends": last + ONE_DAY, "places": places}
    # Asked only once the name is ours: of two at once the second finds what the first made.
    with only_one(NAMED, at="name"):
        cohort, _ = FellowCohort.objects.get_or_create(name=name, defaults=days)
    if any(getattr(cohort, field) != value for field, value in days.items()):
        raise DomainError(NAMED, at="name")
    return cohort


@transaction.atomic
def change_cohort(
    *, pk: int, name: str, starts: date, last: date, places: int, by: User, seen: str = ""
) -> FellowCohort:
    """Correct what a cohort is called, its days and its places.

    Raises DomainError for fewer places than are taken and as `open_cohort` does; LookFirst when another window changed
    it.
    """
    demand(why_not_cohort(by))
    # Held as a selection holds it: nobody takes a place that is taken away.
    cohort = hold_places(pk)
    _in_order(starts, last)
    fields = {"name": name, "starts": starts, "ends": last + ONE_DAY, "places": places}
    if all(getattr(cohort, field) == value for field, value in fields.items()):
        return cohort
    look_first(cohort, CHANGED, seen)
    _in_its_year(cohort, starts)
    taken = cohort.fellows.holding_a_place().count() + open_offers(cohort)
    if places < taken:
        already = counted(taken, "place is taken already", "places are taken already")
        raise DomainError(f"{already}. Write at least {taken}.", at="places")
    for field, value in fields.items():
        setattr(cohort, field, value)
    with only_one(NAMED, at="name"):
        cohort.save(update_fields=CHANGED)
    return cohort


def _in_its_year(cohort: FellowCohort, starts: date) -> None:
    """What people applied for says the program year in which their first day lies."""
    if cohort.offering is None or cohort.offering.year.starts <= starts < cohort.offering.year.ends:
        return
    raise DomainError(
        f"People apply for it by {cohort.offering}: choose a first day within that program year.", at="starts"
    )


def _in_order(starts: date, last: date) -> None:
    if last < starts:
        raise DomainError(UPSIDE_DOWN, at="last")
