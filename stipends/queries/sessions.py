"""Whose required sessions do not stand yet, before money goes out that is earned by them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from pathways.models import Placement, ProgramYear, Role
from pathways.queries import year_before
from seminars.models import Session
from stipends.models import StipendPolicy, StipendRun
from stipends.states import LOCKED, RunState


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A role that is paid in a year: how many sessions its leaders have to attend, and how many it had the year
    before."""

    role: str
    planned: int
    before: int

    def __str__(self) -> str:
        """ "Team Lead (none planned; 11 the year before)"."""
        planned = f"{self.planned} planned" if self.planned else "none planned"
        return (
            f"{self.role} ({planned}; {self.before} the year before)"
            if self.before
            else f"{self.role} ({planned})"
        )


def unplanned(year: ProgramYear) -> list[Unplanned]:
    """Roles that somebody holds and a policy pays in this year, for which no required session is planned, or fewer than
    the year before. Two queries."""
    before = year_before(year)
    held = Placement.objects.filter(year=year, role=OuterRef("pk"))
    paid = StipendPolicy.objects.published().filter(year=year, role=OuterRef("pk"))
    roles = Role.objects.filter(Exists(held), Exists(paid)).order_by("pathway__position", "position", "name")
    rows = roles.values_list("name", _required_in(year), _required_in(before) if before else Value(0))
    found = [Unplanned(*row) for row in rows]
    return [one for one in found if one.planned < max(one.before, 1)]


def _required_in(year: ProgramYear) -> Coalesce:
    asked = Session.objects.taking_place().required_of(OuterRef("pk")).filter(event__year=year)
    counted: QuerySet = (
        asked.order_by().values(one=Value(1)).annotate(many=Count("pk", distinct=True)).values("many")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def too_early(year: ProgramYear) -> str:
    """Why an installment of this year may pay otherwise than it will have been earned, in a sentence that names the
    roles; empty when their sessions stand."""
    roles = unplanned(year)
    if not roles:
        return ""
    return (
        f"The required sessions of {year} do not stand yet: {'; '.join(map(str, roles))}. What is earned is worked out"
        " over the sessions that are planned, so it may come out otherwise later. Plan them first, or pay only what"
        " you mean to."
    )


def warning_of(run: StipendRun) -> str:
    """The same of a run that is an installment and nobody approved yet; empty for others."""
    open_one = run.state not in (*LOCKED, RunState.VOID)
    return too_early(run.year) if open_one and run.kind == StipendRun.Kind.INSTALMENT else ""


def warnings(today: date) -> list[str]:
    """The same of each year that an installment may be prepared for: those that are not over."""
    years = ProgramYear.objects.filter(ends__gt=today).order_by("starts")
    return [words for year in years if (words := too_early(year))]
