"""What became of the cohorts."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from fellows.models import Fellow, FellowCohort, Milestone
from fellows.states import State

CREDENTIALS = (Milestone.Kind.PRELIMINARY, Milestone.Kind.CLEAR)


@dataclass(frozen=True)
class CohortOutcome:
    """Numbers of one cohort; `fellows` are all who were selected."""

    cohort: str
    fellows: int
    graduated: int
    credentialed: int
    serving: int
    fulfilled: int


def outcomes() -> list[CohortOutcome]:
    """Every cohort, newest first. One query."""
    reached = Milestone.objects.filter(kind__in=CREDENTIALS, reached_on__isnull=False, fellow=OuterRef("pk"))
    holders = Fellow.objects.filter(Exists(reached)).values("pk")
    cohorts = FellowCohort.objects.annotate(
        chosen=Count("fellows", filter=~Q(fellows__state=State.NOMINATED.value)),
        graduates=Count("fellows", filter=Q(fellows__graduated_on__isnull=False)),
        credentials=Count("fellows", filter=Q(fellows__in=holders)),
        at_work=Count("fellows", filter=Q(fellows__state=State.SERVING.value)),
        done=Count("fellows", filter=Q(fellows__state=State.FULFILLED.value)),
    ).order_by("-starts", "pk")  # grouped rows do not keep the model's own order
    return [CohortOutcome(c.name, c.chosen, c.graduates, c.credentials, c.at_work, c.done) for c in cohorts]
