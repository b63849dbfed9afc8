"""What became of the cohorts, and the fellows each number of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from common.counting import counted as counted_words
from fellows.models import Fellow, FellowCohort, Milestone
from fellows.queries.facts import CREDENTIALS, facts_of
from fellows.rules.outcomes import HERE, MEASURES, ROLES, is_in
from fellows.states import State

# What a list of fellows may be narrowed to beside their cohort and state: what rows say, then what became of them.
REACHED = {
    "selected": "Selected, or further",
    "graduated": "Graduated",
    "credential": "Hold a credential",
}
BECAME: dict[str, dict[str, str]] = {
    **{measure.title: dict(measure.classes) for measure in MEASURES},
    "Who leads a school of ours": dict(ROLES),
    "In our schools after graduating": {key: counted_words(years, "year") for key, years in HERE.items()},
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


def _reached(what: str) -> Q:
    if what == "selected":
        return ~Q(state=State.NOMINATED)
    if what == "graduated":
        return Q(graduated_on__isnull=False)
    reached = Milestone.objects.filter(kind__in=CREDENTIALS, reached_on__isnull=False, fellow=OuterRef("pk"))
    return Q(Exists(reached))


def reaching(what: str, day: date) -> Q:
    """Who reached one of REACHED, or is on that day in a class of BECAME; everybody for nothing."""
    if not what:
        return Q()
    if what in REACHED:
        return _reached(what)
    return Q(pk__in=[pk for pk, one in facts_of(day).items() if is_in(one, what, day)])


def narrowed(
    fellows: "QuerySet[Fellow]", *, cohort: FellowCohort | None, state: str, reached: Q
) -> "QuerySet[Fellow]":
    """The fellows a number of a cohort counts; empty values do not narrow. `reached` is what `reaching` answers."""
    if cohort is not None:
        fellows = fellows.filter(cohort=cohort)
    if state:
        fellows = fellows.filter(state=state)
    return fellows.filter(reached)


def counted(fellows: "QuerySet[Fellow]", reached: Q) -> Counter[tuple[int, str]]:
    """How many of them who `reached` it are of each cohort in each state. One query."""
    rows = fellows.filter(reached).order_by().values_list("cohort", "state").annotate(number=Count("pk"))
    return Counter({(cohort, state): number for cohort, state, number in rows})


def outcomes() -> list[CohortOutcome]:
    """Every cohort, newest first. Fellows are counted as lists show them: a join from the cohort would know those who
    were taken back. Two queries."""
    rows = (
        Fellow.objects.order_by()
        .values("cohort")
        .annotate(
            fellows=Count("pk", filter=_reached("selected")),
            graduated=Count("pk", filter=_reached("graduated")),
            credentialed=Count("pk", filter=_reached("credential")),
            serving=Count("pk", filter=Q(state=State.SERVING)),
            fulfilled=Count("pk", filter=Q(state=State.FULFILLED)),
        )
    )
    counts = {row.pop("cohort"): row for row in rows}
    none = dict.fromkeys(("fellows", "graduated", "credentialed", "serving", "fulfilled"), 0)
    cohorts = FellowCohort.objects.order_by("-starts", "pk").values_list("pk", "name")
    return [CohortOutcome(cohort=name, pk=pk, **counts.get(pk, none)) for pk, name in cohorts]
