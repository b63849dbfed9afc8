"""How coaching stands: the two cycles each leader is owed in a year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from coaching.models import CoachingCycle
from coaching.rules import SOON, default_due, standing
from coaching.states import State
from pathways.models import Pathway, Placement, ProgramYear
from people.models import Hat, User

WINDOWS = {"mid_year": "Mid-year", "end_of_year": "End-of-year"}
STANDINGS = {"overdue": "Overdue", "soon": "Due soon", "later": "Later", "done": "Done"}
CLOSED = State.CLOSED.value


@dataclass(frozen=True, slots=True)
class Owed:
    """One of the two cycles: how it stands, the last day for it, and the cycle when one is planned."""

    window: str
    name: str
    standing: str
    due: date
    cycle_id: int | None
    state: str


def owing(year: ProgramYear, placements: "QuerySet[Placement] | None" = None) -> "QuerySet[Placement]":
    """Placements of the year that are owed coaching, each with its two cycles (`mid_year_*`, `end_of_year_*`).

    Those that ended early are left out: nobody can coach them any more. Fellows are coached elsewhere.
    """
    held = Placement.objects.all() if placements is None else placements
    held = held.filter(year=year, role__pathway__kind=Pathway.Kind.LEADERSHIP)
    held = held.filter(Q(ends=None) | Q(ends__gte=year.ends))
    for window in WINDOWS:
        cycle = FilteredRelation("coaching_cycles", condition=Q(coaching_cycles__window=window))
        held = held.annotate(**{f"{window}_cycle": cycle}).annotate(
            **{
                f"{window}_id": F(f"{window}_cycle__pk"),
                f"{window}_state": F(f"{window}_cycle__state"),
                f"{window}_due": Coalesce(f"{window}_cycle__due", Value(default_due(window, year.starts))),
            }
        )
    return held.select_related("person", "role", "school").order_by("person__sort_name", "pk")


def narrowed(
    placements: "QuerySet[Placement]", *, window: str, wanted: str, today: date
) -> "QuerySet[Placement]":
    """Of `owing`, those with a cycle that stands as `wanted` in `window` (empty: in either)."""
    if not wanted:
        return placements
    chosen = Q(pk__in=[])
    for name in [window] if window else WINDOWS:
        chosen |= _standing(name, wanted, today)
    return placements.filter(chosen)


def _standing(window: str, wanted: str, today: date) -> Q:
    done, due = Q(**{f"{window}_state": CLOSED}), f"{window}_due"
    still = Q(**{f"{window}_state": None}) | ~Q(**{f"{window}_state": CLOSED})
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
        found.append(Owed(window, name, stands, due, getattr(placement, f"{window}_id"), state or ""))
    return found


def cadence(year: ProgramYear, today: date) -> dict[str, int]:
    """How many owed cycles of the whole year are `done`, `overdue`, `soon`, `later` (one query)."""
    columns = [f"{window}_{part}" for window in WINDOWS for part in ("due", "state")]
    counts = Counter(dict.fromkeys(STANDINGS, 0))
    for first_due, first, second_due, second in owing(year).order_by().values_list(*columns):
        counts[standing(first_due, first == CLOSED, today)] += 1
        counts[standing(second_due, second == CLOSED, today)] += 1
    return dict(counts)


def extra(cycles: "QuerySet[CoachingCycle]", year: ProgramYear) -> "QuerySet[CoachingCycle]":
    """Cycles beyond the two, newest first."""
    beyond = cycles.filter(window=CoachingCycle.Window.EXTRA, placement__year=year)
    return beyond.select_related("placement__person", "coach").order_by("-due", "-pk")


def coaches(day: date) -> "QuerySet[User]":
    """Who wears the hat of a coach on this day and can sign in, by name."""
    wearing = Hat.objects.on(day).filter(kind=Hat.Kind.COACH)
    found: QuerySet[User] = User.objects.filter(pk__in=wearing.values("person"), is_active=True)
    return found.order_by("sort_name", "pk")
