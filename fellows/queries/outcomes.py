"""What became of the cohorts, and the fellows each number of them counts."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fellows.models import Fellow, FellowCohort, Milestone
from fellows.queries.facts import CREDENTIALS
from fellows.states import State

# What a list of fellows may be narrowed to beside their cohort and state.
REACHED = {
    "selected": "Selected, or further",
    "graduated": "Graduated",
    "credential": "Hold a credential",
}


@dataclass(frozen=True)
class CohortOutcome:
    """Numbers of one cohort; `fellows` are all who were selected."""

    cohort: str
    fellows: int
    graduated: int
    credentialed: int
    serving: int
    fulfilled: int
    pk: int = 0


def _reached(what: str, path: str = "") -> Q:
    """For fellows, or for what leads to them by `path` ("fellows__")."""
    if what == "selected":
        return ~Q(**{f"{path}state": State.NOMINATED})
    if what == "graduated":
        return Q(**{f"{path}graduated_on__isnull": False})
    reached = Milestone.objects.filter(kind__in=CREDENTIALS, reached_on__isnull=False, fellow=OuterRef("pk"))
    return Q(**{f"{path}pk__in": Fellow.objects.filter(Exists(reached)).values("pk")})


def narrowed(
    fellows: "QuerySet[Fellow]", *, cohort: FellowCohort | None, state: str, reached: str
) -> "QuerySet[Fellow]":
    """The fellows a number of a cohort counts; empty values do not narrow. `reached` is one of REACHED."""
    if cohort is not None:
        fellows = fellows.filter(cohort=cohort)
    if state:
        fellows = fellows.filter(state=state)
    return fellows.filter(_reached(reached)) if reached else fellows


def counted(fellows: "QuerySet[Fellow]", reached: str) -> Counter[tuple[int, str]]:
    """How many of them who `reached` it are of each cohort in each state. One query."""
    found = narrowed(fellows, cohort=None, state="", reached=reached)
    rows = found.order_by().values_list("cohort", "state").annotate(number=Count("pk"))
    return Counter({(cohort, state): number for cohort, state, number in rows})


def outcomes() -> list[CohortOutcome]:
    """Every cohort, newest first. One query."""
    cohorts = FellowCohort.objects.annotate(
        chosen=Count("fellows", filter=_reached("selected", "fellows__")),
        graduates=Count("fellows", filter=_reached("graduated", "fellows__")),
        credentials=Count("fellows", filter=_reached("credential", "fellows__")),
        at_work=Count("fellows", filter=Q(fellows__state=State.SERVING)),
        done=Count("fellows", filter=Q(fellows__state=State.FULFILLED)),
    ).order_by("-starts", "pk")  # grouped rows do not keep the model's own order
    return [
        CohortOutcome(c.name, c.chosen, c.graduates, c.credentials, c.at_work, c.done, c.pk) for c in cohorts
    ]
