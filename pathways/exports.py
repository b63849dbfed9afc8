"""Placements as rows of a file."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet

from pathways.models import Placement

HEADINGS = (
    "Family name",
    "Given name",
    "Email",
    "Role",
    "Cohort",
    "School",
    "Year",
    "From",
    "To",
    "Ended because",
)
COLUMNS = (
    "person__family_name",
    "person__given_name",
    "person__email",
    "role__name",
    "cohort__name",
    "school__name",
    "year__label",
    "starts",
    "ends",
    "end_reason",
)


def placement_rows(placements: "QuerySet[Placement]") -> Iterator[tuple[str, ...]]:
    """The headings, then a row a placement, from one query read in pieces. The last day is inclusive."""
    yield HEADINGS
    for *words, starts, ends, reason in placements.values_list(*COLUMNS).iterator(2000):
        yield (*words, starts.isoformat(), _last(ends), reason.replace("_", " "))


def _last(ends: date | None) -> str:
    return "" if ends is None else (ends - timedelta(days=1)).isoformat()
