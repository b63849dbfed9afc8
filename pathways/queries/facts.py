"""What a stipend run asks about placements: plain rows, in a fixed number of queries for thousands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from common.models import Ids
from pathways.models import (
    Attestation,
    DeliverableRecord,
    Leave,
    Placement,
    ProgramYear,
    SchoolAssignment,
    ServiceDay,
)
from pathways.states import STANDING


@dataclass(frozen=True, slots=True)
class YearDays:
    """The service days of a program year, in order."""

    starts: date
    ends: date
    days: tuple[date, ...]

    def count(self, starts: date, ends: date | None) -> int:
        """Service days in `[starts, ends)`; an open end reaches to the end of the year."""
        until = self.ends if ends is None else ends
        return max(0, bisect_left(self.days, until) - bisect_left(self.days, starts))

    @property
    def total(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement at one school, cut to the placement and the year. Counts are of service days."""

    school_id: int
    starts: date
    ends: date
    service_days: int
    leave_days: int
    protected_leave_days: int


@dataclass(frozen=True, slots=True)
class DeliverableFact:
    record_id: int
    title: str
    weight: int
    state: str
    required: bool
    due: date


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """One placement as a statement needs it. `attested` is None until the principal has spoken."""

    placement_id: int
    person_id: int
    role_id: int
    cohort_id: int | None
    school_id: int
    commitment_sha256: str
    commitment_in_force: bool
    share: Fraction
    starts: date
    ends: date
    end_reason: str
    year_service_days: int
    stays: tuple[Stay, ...]
    deliverables: tuple[DeliverableFact, ...]
    attested: bool | None
    # Days away, half-open: what happens on them is not required.
    leaves: tuple[tuple[date, date], ...] = ()

    @property
    def completed_year(self) -> bool:
        """Whether nothing ended it early."""
        return self.end_reason in STANDING


def service_days(year_id: int) -> YearDays:
    """The calendar of a year (two queries). Raises ProgramYear.DoesNotExist."""
    return days_of(ProgramYear.objects.get(pk=year_id))


def days_of(year: ProgramYear) -> YearDays:
    """The same of a year that was read already (one query)."""
    days = ServiceDay.objects.filter(year=year.pk).order_by("day").values_list("day", flat=True)
    return YearDays(year.starts, year.ends, tuple(days))


def placement_facts(
    year_id: int, placement_ids: Collection[int], *, calendar: YearDays | None = None
) -> list[PlacementFacts]:
    """Facts of these placements of a year, in the order of their ids: five queries, seven without `calendar`.

    Placements of other years are left out. Ask for a few thousand at once: the rows are held in memory.
    """
    year = calendar or service_days(year_id)
    ids = Ids(placement_ids)
    assignments, leaves = _assignments(ids), _leaves(ids)
    deliverables, attested = _deliverables(ids), _attested(ids)
    rows = Placement.objects.filter(year_id=year_id, pk__any_of=ids).order_by("pk").values_list(*COLUMNS)
    facts = []
    for pk, person, role, cohort, school, sha, force, over, under, starts, ends, reason in rows.iterator(
        2000
    ):
        begins, until = max(starts, year.starts), min(ends or year.ends, year.ends)
        facts.append(
            PlacementFacts(
                placement_id=pk,
                person_id=person,
                role_id=role,
                cohort_id=cohort,
                school_id=school,
                commitment_sha256=sha,
                commitment_in_force=force,
                share=_share(over, under),
                starts=begins,
                ends=until,
                end_reason=reason,
                year_service_days=year.total,
                stays=_stays(assignments[pk], leaves[pk], begins, until, year),
                deliverables=tuple(deliverables[pk]),
                attested=attested.get(pk),
                leaves=tuple((since, to) for _, since, to in leaves[pk]),
            )
        )
    return facts


COLUMNS = (
    "pk",
    "person_id",
    "role_id",
    "cohort_id",
    "school_id",
    "commitment_sha256",
    "commitment_in_force",
    "share_numerator",
    "share_denominator",
    "starts",
    "ends",
    "end_reason",
)
# Shares are few, and making a fraction is slow.
_share = lru_cache(maxsize=1000)(Fraction)
Period = tuple[int, date, date | None]
Away = tuple[bool, date, date]


def _stays(
    periods: list[Period], away: list[Away], begins: date, until: date, year: YearDays
) -> tuple[Stay, ...]:
    return tuple(
        _stay(school, max(since, begins), min(to or until, until), away, year)
        for school, since, to in periods
        if since < until and (to is None or to > begins)
    )


def _stay(school_id: int, starts: date, ends: date, away: list[Away], year: YearDays) -> Stay:
    """Leaves never overlap (a constraint), so their days add up."""
    days = [(kind, year.count(max(since, starts), min(to, ends))) for kind, since, to in away]
    return Stay(
        school_id=school_id,
        starts=starts,
        ends=ends,
        service_days=year.count(starts, ends),
        leave_days=sum(count for _, count in days),
        protected_leave_days=sum(count for protected, count in days if protected),
    )


def _assignments(ids: Ids) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = defaultdict(list)
    rows = SchoolAssignment.objects.filter(placement__any_of=ids).order_by("placement_id", "starts")
    for pk, school, starts, ends in rows.values_list("placement_id", "school_id", "starts", "ends"):
        found[pk].append((school, starts, ends))
    return found


def _leaves(ids: Ids) -> dict[int, list[Away]]:
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Leave.objects.filter(placement__any_of=ids).order_by("placement_id", "starts")
    for pk, protected, starts, ends in rows.values_list("placement_id", "protected", "starts", "ends"):
        found[pk].append((protected, starts, ends))
    return found


def _deliverables(ids: Ids) -> dict[int, list[DeliverableFact]]:
    found: dict[int, list[DeliverableFact]] = defaultdict(list)
    rows = DeliverableRecord.objects.filter(placement__any_of=ids).order_by(
        "placement_id", "deliverable__due", "pk"
    )
    columns = (
        "pk",
        "deliverable__title",
        "deliverable__weight",
        "state",
        "deliverable__required",
        "deliverable__due",
    )
    for pk, *fields in rows.values_list("placement_id", *columns):
        found[pk].append(DeliverableFact(*fields))
    return found


def _attested(ids: Ids) -> dict[int, bool]:
    answers = Attestation.objects.filter(placement__any_of=ids).order_by()
    return dict(answers.values_list("placement_id", "met"))
