"""School goals that go on: what the year after takes over of them, shown before it is copied."""

from fractions import Fraction

from common.counting import counted
from dashboard.queries.steps import GOALS, Made, Step
from pathways.models import ProgramYear, SchoolGoal
from pathways.policies import why_not_goal
from pathways.services import goals_to_copy
from pathways.states import GoalAction
from people.models import User


def goals_step(user: User, year: ProgramYear, before: ProgramYear) -> Step:
    """The goals of the year before that were not reached, each from where it stands. Three queries."""
    goals = goals_to_copy(year, before)
    there = SchoolGoal.objects.pursued().filter(year=year).count()
    told = counted(there, "goal is set", "goals are set")
    name, url, link = "School goals", "/goals/", "Goals of this year"
    if not goals:
        lead = f"No goal of {before} is left to copy: what was reached or dropped stays where it is."
        return Step(GOALS, name, there > 0, told, lead, url, link)
    lead = (
        f"{counted(len(goals), 'goal')} of {before} with the same target, each from where it stands now. Goals that "
        "were reached are not among them."
    )
    return Step(
        GOALS,
        name,
        False,
        f"{told}, {len(goals):,} to copy",
        lead,
        url,
        link,
        tuple(_row(goal) for goal in goals),
        "Copy them",
        str(why_not_goal(user, GoalAction.COPY) or ""),
        "Schools change numbers and words afterwards. Nobody is told.",
    )


def _row(goal: SchoolGoal) -> Made:
    was, now = goal.copied_from, goal.course
    assert was is not None
    before = was.course
    said = before.said(Fraction(was.start)), before.said(Fraction(was.target))
    return Made(
        f"{goal.school.name}: {goal.wanted}",
        f"{said[0]} to {said[1]}",
        f"{now.said(now.start)} to {now.said(now.target)}",
    )
