"""Who may join a cohort, and join one again."""

from common.errors import DomainError
from common.states import in_words
from fellows.models import Fellow, FellowCohort
from fellows.states import State
from people.models import User


def why_not_twice(person: User, cohort: FellowCohort) -> DomainError | None:
    """Why this person is not nominated for this cohort, in words: they are a fellow of another one now."""
    others = Fellow.objects.going_on().filter(person=person).exclude(cohort=cohort)
    other = others.select_related("cohort").first()
    if other is None:
        return None
    return DomainError(
        f"{person} is in the {other.cohort} already, as “{in_words(other.state)}”. Nobody is a fellow twice at once: "
        "nominate somebody else, or end that fellowship first."
    )


def why_not_back_in(fellow: Fellow) -> DomainError | None:
    """Why whoever was withdrawn from a cohort does not join it a second time, in words; None for everybody else."""
    if State(fellow.state) is not State.WITHDRAWN:
        return None
    return DomainError(
        f"{fellow.person} left the {fellow.cohort}, and nobody joins the same cohort twice. Nominate them for a later "
        "cohort; they can also apply for it."
    )
