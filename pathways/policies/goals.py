"""Who reads and who writes the goals of a school."""

from common.clock import day_in_words
from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import GoalNote, Placement, ProgramYear, SchoolGoal, schools_read_by
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
# What others wrote is for few.
CARRIED = {
    G.CHANGE: "Who carries this goal, whoever signs for its school and program managers change it.",
    G.DROP: "Who carries this goal, whoever signs for its school and program managers drop it.",
    G.TAKE_BACK: "Who wrote this note, who carries its goal, whoever signs for the school and program managers take it "
    "back.",
}
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


def answers_for_school(user: User, school: School | None) -> bool:
    """Whether `user` changes what others wrote of this school: whoever signs for it, and program managers. Of the whole
    Partnership (no school) program managers alone."""
    return hats(user).manager or (school is not None and school.pk in speaks_for(user))


def why_not_goal(
    user: User,
    action: GoalAction,
    goal: SchoolGoal | None = None,
    *,
    of: tuple[School, ProgramYear] | None = None,
    note: GoalNote | None = None,
) -> DomainError | None:
    """Why this person may not do this with a goal, take this `note` of it back, or write a new one `of` a school and
    year, in words; None when they may. Copying goals into the next year is for program managers."""
    if action is G.COPY:
        theirs = hats(user).manager
        return None if theirs else NotAllowed("Only program managers copy goals into the next year.")
    if refusal := _not_theirs(user, action, goal, of, note):
        return refusal
    if goal is None:
        return None
    if action is G.DROP:
        return no_move(GOAL_MOVES, GoalState(goal.state), action)
    if goal.state != GoalState.PURSUED:
        return DomainError(GOAL_DROPPED)
    starts = goal.year.starts
    if action is G.NOTE and today() < starts:
        return DomainError(
            f"Notes are taken from {day_in_words(starts)} on, when the year of this goal begins."
        )
    return None


def _not_theirs(
    user: User,
    action: GoalAction,
    goal: SchoolGoal | None,
    of: tuple[School, ProgramYear] | None,
    note: GoalNote | None,
) -> NotAllowed | None:
    if goal is not None and action in CARRIED:
        own = user.pk in {goal.person_id, note.by_id if note is not None else None}
        theirs = own or answers_for_school(user, goal.school)
        return None if theirs else NotAllowed(CARRIED[action])
    school, year = (goal.school, goal.year) if goal is not None else of or (None, None)
    writes = school is not None and year is not None and writes_goals(user, school, year)
    return None if writes else NotAllowed(GOAL_WRITERS)
