"""Who reads and who writes the goals of a school."""

from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import Placement, ProgramYear, SchoolGoal, schools_read_by
from pathways.models.goals import reads_all_goals
from pathways.policies.placements import speaks_for
from pathways.states import GOAL_MOVES, GoalAction, GoalState
from people.models import Post, School, User
from people.queries import hats, today

G = GoalAction
GOAL_WRITERS = (
    "The principal, the assistant principals, the leaders of the school in that year and program managers write its "
    "goals."
)
GOAL_DROPPED = "This goal was dropped, so nothing is written of it any more."
LEADS = (Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL)


def reads_goals(user: User, school: School) -> bool:
    """Whether `user` reads the goals of this school: everybody of the school, staff, and its directors."""
    return reads_all_goals(user) or schools_read_by(user, School.objects.filter(pk=school.pk)).exists()


def writes_goals(user: User, school: School, year: ProgramYear) -> bool:
    """Whether `user` writes them: whoever leads the school today or speaks for it, its leaders of that year, program
    managers. Two queries at most."""
    if hats(user).manager or school.pk in speaks_for(user):
        return True
    leads = Post.objects.on(today()).filter(person=user, school=school, position__in=LEADS)
    held = Placement.objects.standing().filter(person=user, school=school, year=year)
    return leads.exists() or held.exists()


def why_not_goal(
    user: User,
    action: GoalAction,
    goal: SchoolGoal | None = None,
    *,
    of: tuple[School, ProgramYear] | None = None,
) -> DomainError | None:
    """Why this person may not do this with a goal, or write a new one `of` a school and year, in words; None when they
    may. Copying goals into the next year is for program managers."""
    if action is G.COPY:
        theirs = hats(user).manager
        return None if theirs else NotAllowed("Only program managers copy goals into the next year.")
    school, year = (goal.school, goal.year) if goal is not None else of or (None, None)
    if school is None or year is None or not writes_goals(user, school, year):
        return NotAllowed(GOAL_WRITERS)
    if goal is None:
        return None
    if action is G.DROP:
        return no_move(GOAL_MOVES, GoalState(goal.state), action)
    return None if goal.state == GoalState.PURSUED else DomainError(GOAL_DROPPED)
