"""What everyone may read: the pathways, what is open, the scope and sequence."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from pathways.models import Offering, Pathway, ProgramYear, Role, ScopeItem


def catalogue(day: date) -> "QuerySet[Pathway]":
    """Pathways with roles, cohorts and, as `role.open_now`, the offerings open on `day` (four queries)."""
    offerings = Offering.objects.open_on(day).select_related("year", "published_version", "role")
    roles = Role.objects.order_by("position", "name").prefetch_related(
        "cohorts", Prefetch("offerings", offerings.order_by("year__starts"), to_attr="open_now")
    )
    return Pathway.objects.prefetch_related(Prefetch("roles", roles))


def current_year(day: date) -> ProgramYear | None:
    """The program year of `day`; before the first one, the next that begins."""
    return ProgramYear.objects.filter(ends__gt=day).order_by("starts").first()


@dataclass(frozen=True)
class ScopeCell:
    audience: str
    items: tuple[ScopeItem, ...]


@dataclass(frozen=True)
class ScopeRow:
    """A month and what each audience works on in it, in the order of the matrix's columns."""

    month: date
    cells: tuple[ScopeCell, ...]


LEADERS = "School leaders"


def scope_matrix(year: ProgramYear) -> tuple[list[str], list[ScopeRow]]:
    """Names of the audiences, and a row for each month that has something (one query)."""
    items = list(
        ScopeItem.objects.filter(year=year)
        .select_related("role__pathway")
        .order_by("month", "role__pathway__position", "role__position", "focus")
    )
    ranks = {_audience(item): _rank(item) for item in items}
    audiences = sorted(ranks, key=lambda name: ranks[name])
    by_month: dict[date, dict[str, list[ScopeItem]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        by_month[item.month][_audience(item)].append(item)
    rows = [
        ScopeRow(month, tuple(ScopeCell(name, tuple(found[name])) for name in audiences))
        for month, found in by_month.items()
    ]
    return audiences, rows


def _audience(item: ScopeItem) -> str:
    return LEADERS if item.role is None else item.role.name


def _rank(item: ScopeItem) -> tuple[int, int, str]:
    """Roles as in the catalog; school leaders last."""
    if item.role is None:
        return (1000, 0, LEADERS)
    return (item.role.pathway.position, item.role.position, item.role.name)
