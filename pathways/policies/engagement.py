"""Who assesses how a school engages families."""

from common.errors import NotAllowed
from pathways.models import EngagementAssessment, ProgramYear
from pathways.policies.goals import answers_for_school, writes_goals
from people.models import School, User

WRITERS = (
    "The principal, the assistant principals, the leaders of the school in that year and program managers assess how "
    "it engages families."
)

TAKES_BACK = "Who made this assessment, whoever signs for the school and program managers take it back."


def why_not_assess(user: User, school: School, year: ProgramYear) -> NotAllowed | None:
    """Why this person may not assess this school in this year, in words; None when they may."""
    return None if writes_goals(user, school, year) else NotAllowed(WRITERS)


def why_not_unassess(user: User, row: EngagementAssessment) -> NotAllowed | None:
    """Why this person may not take this assessment back, in words; None when they may."""
    theirs = row.by_id == user.pk or answers_for_school(user, row.school)
    return None if theirs else NotAllowed(TAKES_BACK)
