"""How coaching stands: the two cycles each leader is owed in a year."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, ExtractYear

from coaching.models import CoachingCycle, LeadersCoach
from coaching.queries.stages import HANDED_OVER, last_step, to_do
from coaching.rules import LAST_DAYS, SOON, standing
from coaching.states import State
from pathways.models import Pathway, Placement, ProgramYear
from people.models import Hat, User

WINDOWS = {"mid_year": "Mid-year", "end_of_year": "End-of-year"}
STANDINGS = {"overdue": "Overdue", "soon": "Due soon", "later": "Later", "done": "Done"}
CLOSED = State.CLOSED
EXTRA = CoachingCycle.Window.EXTRA


@dataclass(frozen=True, slots=True)
class Owed:
    """One of the two cycles, or one beyond them: how it stands, the last day for it, the cycle when one is planned, and
    what comes next in it, in words."""

    window: str
    name: str
    standing: str
    due: date
    cycle_id: int | None
    state: str
    to_do: str = "Plan it"


def _in(window: str) -> Q:
    """The cycle of a placement in this window: the one that goes on, where it was handed over."""
    return Q(coaching_cycles__window=window, coaching_cycles__followed_by__isnull=True)


def _last_day(window: str) -> Func:
    """As rules.default_due says it, of the year in a placement's row."""
    month, day = LAST_DAYS[window]
    following = Cast(ExtractYear("year__starts") + 1, IntegerField())
    return Func(following, Value(month), Value(day), function="make_date", output_field=DateField())


def owing(
    year: ProgramYear | None, day: date, placements: "QuerySet[Placement] | None" = None
) -> "QuerySet[Placement]":
    """Placements of the year (None: of any) that are owed coaching, each with its two cycles (`mid_year_*`,
    `end_of_year_*`), by name.

    Those that ended early by that day are left out: nobody can coach them any more. Fellows are coached elsewhere.
    """
    held = Placement.objects.all() if placements is None else placements
    held = held.filter(role__pathway__kind=Pathway.Kind.LEADERSHIP)
    if year is not None:
        held = held.filter(year=year)
    held = held.filter(Q(ends=None) | Q(ends__gte=F("year__ends")) | Q(ends__gt=day))
    for window in WINDOWS:
        cycle = FilteredRelation("coaching_cycles", condition=_in(window))
        held = held.annotate(**{f"{window}_cycle": cycle}).annotate(
            **{
                f"{window}_id": F(f"{window}_cycle__pk"),
                f"{window}_state": F(f"{window}_cycle__state"),
                f"{window}_since": last_step(f"{window}_cycle__"),
                f"{window}_due": Coalesce(f"{window}_cycle__due", _last_day(window)),
            }
        )
    return held.select_related("person", "role", "school", "year").order_by("person__sort_name", "pk")


def running(day: date) -> "QuerySet[Placement]":
    """Placements of the program year in progress that have begun by that day."""
    return Placement.objects.filter(year__starts__lte=day, year__ends__gt=day, starts__lte=day)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows of `owing` are chosen, and the schools of all of them in their order: number and name."""

    rows: int
    schools: list[tuple[int, str]]


def counted(owing: "QuerySet[Placement]", chosen: Q) -> Counted:
    """One query."""
    by_school = owing.order_by("school__sort_name", "school").values_list("school", "school__name")
    told = list(by_school.annotate(number=Count("pk", filter=chosen or None)))
    return Counted(sum(number for *_, number in told), [(pk, name) for pk, name, _ in told])


def narrowed(
    placements: "QuerySet[Placement]", *, window: str, wanted: str, today: date
) -> "QuerySet[Placement]":
    """Of `owing`, those with a cycle that stands as `wanted` in `window` (empty: in either)."""
    return placements.filter(stands(window, wanted, today))


def standings(owing: "QuerySet[Placement]", today: date) -> dict[tuple[str, str], int]:
    """How many cycles of the rows of `owing` stand how, by window and standing. One query, one reading."""
    kinds = list(product(WINDOWS, STANDINGS))
    numbers = {
        f"{window}_{stand}": Count("pk", filter=stands(window, stand, today)) for window, stand in kinds
    }
    found = owing.order_by().aggregate(**numbers)
    return {(window, stand): found[f"{window}_{stand}"] for window, stand in kinds}


def stands(window: str, wanted: str, today: date) -> Q:
    """Of rows of `owing`, those with a cycle that stands as `wanted` in `window` (empty: in either)."""
    if not wanted:
        return Q()
    chosen = Q(pk__in=[])
    for name in [window] if window else WINDOWS:
        chosen |= _standing(f"{name}_", wanted, today)
    return chosen


def _standing(prefix: str, wanted: str, today: date) -> Q:
    done, due = Q(**{f"{prefix}state": CLOSED}), f"{prefix}due"
    still = Q(**{f"{prefix}state": None}) | ~Q(**{f"{prefix}state": CLOSED})
    return {
        "done": done,
        "overdue": still & Q(**{f"{due}__lt": today}),
        "soon": still & Q(**{f"{due}__gte": today, f"{due}__lte": today + SOON}),
        "later": still & Q(**{f"{due}__gt": today + SOON}),
    }[wanted]


def owed(placement: Placement, today: date) -> list[Owed]:
    """The two cycles of a row of `owing`."""
    found = []
    for window, name in WINDOWS.items():
        due, state = getattr(placement, f"{window}_due"), getattr(placement, f"{window}_state")
        stands = standing(due, state == CLOSED, today)
        todo = to_do(state or "", getattr(placement, f"{window}_since"), today)
        found.append(Owed(window, name, stands, due, getattr(placement, f"{window}_id"), state or "", todo))
    return found


def planned(cycle: Any, today: date) -> Owed:
    """A cycle with `since` (`last_step`), as `owed` tells the two."""
    stands = standing(cycle.due, cycle.state == CLOSED, today)
    todo = HANDED_OVER if cycle.followed_by_id else to_do(cycle.state, cycle.since, today)
    name = cycle.get_window_display().capitalize()
    return Owed(cycle.window, name, stands, cycle.due, cycle.pk, cycle.state, todo)


# By what the cadence is told apart, and the number and name of each of them.
GROUPS = {"coach": "Coach", "school": "School", "role": "Role"}
NAMES = {"school": "school__name", "role": "role__name"}


@dataclass(frozen=True, slots=True)
class Share:
    """The cycles owed to the leaders of one coach, school or role, by how they stand (STANDINGS). Without a number:
    those of leaders nobody was dealt out to."""

    key: int | None
    name: str
    counts: dict[str, int]

    @property
    def whole(self) -> int:
        """Two for each leader."""
        return sum(self.counts.values())


def with_coach(owing: "QuerySet[Placement]", day: date) -> "QuerySet[Any]":
    """With `coach`, the number of who coaches each on `day`: to whom they were dealt out; where nobody was dealt out,
    whoever has the later of their two cycles. None where that is nobody, or somebody who is a coach no more."""
    still = coaches(day).order_by().values("pk")
    dealt = LeadersCoach.objects.current().filter(placement=OuterRef("pk"))
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk")).exclude(window=EXTRA)
    nobody = ~Exists(LeadersCoach.objects.current().filter(placement=OuterRef("placement")))
    by_cycle = cycles.filter(nobody, coach__in=still).order_by("-due", "-pk").values("coach")[:1]
    found = Coalesce(Subquery(dealt.filter(coach__in=still).values("coach")[:1]), Subquery(by_cycle))
    return owing.annotate(coach=found)


def without_coach(day: date) -> "QuerySet[Placement]":
    """Leaders of the program year in progress whom nobody coaches: nobody was dealt out, or whoever was is a coach no
    more."""
    return with_coach(owing(None, day, running(day)), day).filter(coach=None)


def shares(owing: "QuerySet[Placement]", by: str, today: date) -> list[Share]:
    """The cadence told apart by one of GROUPS: the most overdue first. Two queries at most."""
    numbers = {
        f"in_{stand}": Count("pk", filter=stands("mid_year", stand, today))
        + Count("pk", filter=stands("end_of_year", stand, today))
        for stand in STANDINGS
    }
    columns = [by, NAMES[by]] if by in NAMES else [by]
    rows = list(with_coach(owing, today).order_by().values(*columns).annotate(**numbers))
    people = User.objects.in_bulk({row["coach"] for row in rows} - {None}) if by == "coach" else {}
    found = [
        Share(row[by], _called(row, by, people), {stand: row[f"in_{stand}"] for stand in STANDINGS})
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.counts["overdue"], one.name))


def _called(row: dict[str, Any], by: str, people: dict[int, User]) -> str:
    if by in NAMES:
        return str(row[NAMES[by]])
    return people[row[by]].name if row[by] else "Nobody"


def extra(
    cycles: "QuerySet[CoachingCycle]", year: ProgramYear | None, wanted: str = "", today: date | None = None
) -> "QuerySet[CoachingCycle]":
    """Of these cycles of the year (None: of any), those beyond the two, newest first; only those that stand as
    `wanted` on `today`."""
    beyond = cycles.filter(window=EXTRA)
    if year is not None:
        beyond = beyond.filter(placement__year=year)
    if wanted and today is not None:
        beyond = beyond.filter(_standing("", wanted, today))
    beyond = beyond.annotate(since=last_step())
    return beyond.select_related("placement__person", "coach").order_by("-due", "-pk")


def coaches(day: date) -> "QuerySet[User]":
    """Who wears the hat of a coach on this day and can sign in, by name."""
    wearing = Hat.objects.on(day).filter(kind=Hat.Kind.COACH)
    found: QuerySet[User] = User.objects.filter(pk__in=wearing.values("person"), is_active=True)
    return found.order_by("sort_name", "pk")
