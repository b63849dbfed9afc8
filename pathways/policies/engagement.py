"""Who assesses how a school engages families."""

from common.errors import NotAllowed
from pathways.models import ProgramYear
from pathways.policies.goals import writes_goals
from people.models import School, User

WRITERS = (
    "The principal, the assistant principals, the leaders of the school in that year and program managers assess how "
    "it engages families."
)


def why_not_assess(user: User, school: School, year: ProgramYear) -> NotAllowed | None:
    """Why this person may not assess this school in this year, or take an assessment back, in words; None when they
    may."""
    return None if writes_goals(user, school, year) else NotAllowed(WRITERS)
