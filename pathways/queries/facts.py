"""What a stipend run asks about placements: plain rows, in a fixed number of queries for thousands."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from common.models import Ids
from pathways.models import (
    Deliverable,
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


# What a run makes for every placement is a named tuple: frozen as a dataclass, and made in half the time.
class Stay(NamedTuple):
    """A placement at one school, cut to the placement and the year. Counts are of service days."""

    school_id: int
    starts: date
    ends: date
    service_days: int
    leave_days: int
    protected_leave_days: int


class Owed(NamedTuple):
    """A deliverable and how far somebody got with it."""

    title: str
    weight: int
    state: str
    required: bool
    due: date


class DeliverableFact(NamedTuple):
    """The same, with its record."""

    record_id: int
    title: str
    weight: int
    state: str
    required: bool
    due: date


class PlacementFacts(NamedTuple):
    """One placement as a statement needs it. `attested` is None until the principal has spoken. `owed` is shared by
    all who owe the same and got as far with it; `records` are their own, in the same order: by the day it is due."""

    placement_id: int
    person_id: int
    role_id: int
    cohort_id: int | None
    school_id: int
    commitment_in_force: bool
    share: Fraction
    starts: date
    ends: date
    end_reason: str
    year_service_days: int
    stays: tuple[Stay, ...]
    owed: tuple[Owed, ...]
    records: tuple[int, ...]
    attested: bool | None
    # Days away, half-open: what happens on them is not required.
    leaves: tuple[tuple[date, date], ...] = ()

    @property
    def completed_year(self) -> bool:
        """Whether nothing ended it early."""
        return self.end_reason in STANDING

    @property
    def deliverables(self) -> tuple[DeliverableFact, ...]:
        """What it owes, each with its record."""
        return tuple(DeliverableFact(pk, *one) for pk, one in zip(self.records, self.owed, strict=True))


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
    work = _work(ids)
    rows = Placement.objects.filter(year_id=year_id, pk__any_of=ids).order_by("pk").values_list(*COLUMNS)
    facts = []
    for pk, person, role, cohort, school, force, over, under, starts, ends, reason, attested in rows:
        begins, until = max(starts, year.starts), min(ends or year.ends, year.ends)
        away, (records, owed) = leaves.get(pk, NEVER), work.get(pk, NOTHING)
        facts.append(
            PlacementFacts(
                placement_id=pk,
                person_id=person,
                role_id=role,
                cohort_id=cohort,
                school_id=school,
                commitment_in_force=force,
                share=_share(over, under),
                starts=begins,
                ends=until,
                end_reason=reason,
                year_service_days=year.total,
                stays=_stays(assignments[pk], away, begins, until, year),
                owed=owed,
                records=records,
                attested=attested,
                leaves=tuple([(since, to) for _, since, to in away]),
            )
        )
    return facts


COLUMNS = (
    "pk",
    "person_id",
    "role_id",
    "cohort_id",
    "school_id",
    "commitment_in_force",
    "share_numerator",
    "share_denominator",
    "starts",
    "ends",
    "end_reason",
    "attestation__met",
)
# Shares are few, and making a fraction is slow.
_share = lru_cache(maxsize=1000)(Fraction)
Period = tuple[int, date, date | None]
Away = tuple[bool, date, date]
# Numbers of records, and what each of them is of.
Work = tuple[tuple[int, ...], tuple[Owed, ...]]
NEVER: Sequence[Away] = ()
NOTHING: Work = ((), ())


def _stays(
    periods: Sequence[Period], away: Sequence[Away], begins: date, until: date, year: YearDays
) -> tuple[Stay, ...]:
    return tuple(
        [
            _stay(school, max(since, begins), min(to or until, until), away, year)
            for school, since, to in periods
            if since < until and (to is None or to > begins)
        ]
    )


def _stay(school_id: int, starts: date, ends: date, away: Sequence[Away], year: YearDays) -> Stay:
    """Leaves never overlap (a constraint), so their days add up."""
    served, leave, protected = year.count(starts, ends), 0, 0
    for kept, since, to in away:
        days = year.count(max(since, starts), min(to, ends))
        leave += days
        protected += days if kept else 0
    return Stay(school_id, starts, ends, served, leave, protected)


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


def _work(ids: Ids) -> dict[int, Work]:
    """By placement, what it owes by the day it is due. Two queries: a join would say for each record again what its
    deliverable is."""
    records = DeliverableRecord.objects.filter(placement__any_of=ids).order_by()
    rows = list(records.values_list("placement_id", "pk", "deliverable_id", "state"))
    asked = Deliverable.objects.in_bulk({deliverable for _, _, deliverable, _ in rows})
    by_placement: dict[int, list[tuple[date, int, int, str]]] = defaultdict(list)
    for placement, pk, deliverable, state in rows:
        by_placement[placement].append((asked[deliverable].due, pk, deliverable, state))
    shared: dict[Any, tuple[Owed, ...]] = {}
    found = {}
    for placement, mine in by_placement.items():
        mine.sort()
        _, pks, deliverables, states = zip(*mine, strict=True)
        if (deliverables, states) not in shared:
            shared[deliverables, states] = tuple(_owed(asked[one], state) for _, _, one, state in mine)
        found[placement] = (pks, shared[deliverables, states])
    return found


def _owed(asked: Deliverable, state: str) -> Owed:
    return Owed(asked.title, asked.weight, state, asked.required, asked.due)
