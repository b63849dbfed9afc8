"""The cohort that comes next, as the last one suggests it."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from fellows.models import FellowCohort
from fellows.rules.dates import add_months

A_YEAR = 12
ONE_DAY = timedelta(days=1)
LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a cohort: held by fellows, and offered to applicants who have not answered."""

    places: int
    held: int
    offered: int

    @property
    def free(self) -> int:
        return max(self.places - self.held - self.offered, 0)


def open_offers(cohort: FellowCohort) -> int:
    """How many places of it are offered and not answered yet. Applications are strangers to this room: asked by the
    name of their link."""
    return cohort.offering.applications.to_answer().count() if cohort.offering is not None else 0


def places_of(cohort: FellowCohort) -> Places:
    """Asked with the cohort held by whoever gives one (two queries, one more with an offering)."""
    return Places(cohort.places, cohort.fellows.holding_a_place().count(), open_offers(cohort))


class CohortFields(TypedDict, total=False):
    """What a form of a cohort is filled in with: `last` is its last day."""

    name: str
    starts: date
    last: date
    places: int


def next_cohort() -> CohortFields:
    """The latest cohort a year later: its number one more, its days on the same dates, as many places. Empty without
    one. One query."""
    before = FellowCohort.objects.order_by("-starts", "-pk").first()
    if before is None:
        return {}
    name = LAST_NUMBER.sub(lambda number: str(int(number[0]) + 1).zfill(len(number[0])), before.name)
    last = add_months(before.ends - ONE_DAY, A_YEAR)
    return {
        "name": name if name != before.name else "",
        "starts": add_months(before.starts, A_YEAR),
        "last": last,
        "places": before.places,
    }
