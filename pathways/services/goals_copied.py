"""School goals go on in the year after: what is left of them is copied, once."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common.errors import demand
from pathways.models import GoalEvent, ProgramYear, SchoolGoal
from pathways.policies import why_not_goal
from pathways.rules.pace import Pace
from pathways.states import GoalAction
from people.models import Post, User
from people.queries import today


def goals_to_copy(year: ProgramYear, before: ProgramYear | None) -> list[SchoolGoal]:
    """Goals of the year before for this one, not saved, by school: each starts where it was last, but a count from 0 at
    0 again. A goal that was reached or dropped, was copied already, or stands in this year in the same words, is not
    among them. Two queries."""
    if before is None:
        return []
    goals = SchoolGoal.objects.pursued().filter(year=before, copy=None).with_last()
    goals = goals.select_related("school", "year", "person").order_by("school__sort_name", "area", "pk")
    there = set(SchoolGoal.objects.pursued().filter(year=year).values_list("school", "wanted"))
    return [
        _copy(goal, goal.start if goal.last is None or goal.start == 0 else goal.last, year)
        for goal in goals
        if goal.course.pace(None if goal.last is None else Fraction(goal.last), before.last_day)
        is not Pace.REACHED
        and (goal.school_id, goal.wanted) not in there
    ]


def _copy(goal: SchoolGoal, start: Decimal, year: ProgramYear) -> SchoolGoal:
    same = {name: getattr(goal, name) for name in ("school", "area", "wanted", "measure", "unit", "target")}
    return SchoolGoal(**same, year=year, start=start, person=goal.person, copied_from=goal)


@transaction.atomic
def copy_goals(
    *, year: ProgramYear, before: ProgramYear | None, by: User, now: datetime | None = None
) -> list[SchoolGoal]:
    """Copies what `goals_to_copy` shows, each with a line of history; carried by who carried it, if they work there.
    Again it copies nothing."""
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    demand(why_not_goal(by, GoalAction.COPY))
    goals = goals_to_copy(year, before)
    there = set(
        Post.objects.on(max(today(), year.starts)).filter(_carriers(goals)).values_list("person", "school")
    )
    for goal in goals:
        if (goal.person_id, goal.school_id) not in there:
            goal.person = None
    made = SchoolGoal.objects.bulk_create(goals)
    at = now or timezone.now()
    GoalEvent.objects.bulk_create(
        GoalEvent(goal=goal, action=GoalAction.COPY, by=by, at=at, start=goal.start, target=goal.target)
        for goal in made
    )
    return made


def _carriers(goals: list[SchoolGoal]) -> Q:
    return Q(person__in={goal.person_id for goal in goals if goal.person_id})
