"""What completed itself, from events that were held and goals of which something was noted; one was reopened."""

from datetime import date

from demo.year import at
from pathways.models import DeliverableEvent, GoalNote, ProgramEvent, ProgramYear
from pathways.services import reopen
from pathways.services.completing import complete_by_event, complete_by_goal
from pathways.states import DeliverableAction
from people.models import User

WHY = "The note says how many students enrolled, not yet what your school did for it. Please add a line on that."


def make_completions(year: ProgramYear, *, manager: User, today: date) -> None:
    """As their services do when somebody says how many came, or notes a goal for the first time."""
    held = ProgramEvent.objects.filter(year=year, came__isnull=False).order_by("day", "pk")
    for event in held:
        planner = event.planners.first()
        if planner is not None:
            complete_by_event(event, by=planner, now=at(event.day, 20))
    first = (
        GoalNote.objects.filter(goal__year=year)
        .select_related("goal__year", "by")
        .order_by("goal_id", "day", "pk")
    )
    for note in first.distinct("goal_id"):
        complete_by_goal(note, by=note.by, now=at(note.day, 16))
    of_a_goal = DeliverableEvent.objects.filter(action=DeliverableAction.COMPLETE, source="goal")
    line = of_a_goal.order_by("pk").last()
    if line is not None:
        reopen(pk=line.record_id, by=manager, reason=WHY, now=at(today, 9))
