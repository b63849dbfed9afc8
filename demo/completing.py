"""What completed itself, from events that were held and, once the work is due soon, from goals; one was reopened."""

from datetime import date

from demo.papers import tell_the_planner
from demo.year import at
from pathways.models import DeliverableEvent, GoalNote, ProgramEvent, ProgramYear
from pathways.services import reopen
from pathways.services.completing import complete_by_event, complete_by_goal
from pathways.states import DeliverableAction
from people.models import User

WHY = "It says how many came, not yet what families took home. Please add a line on that."


def make_completions(year: ProgramYear, *, manager: User, today: date) -> None:
    """As their services do when somebody says how many came, or notes a goal."""
    tell_the_planner()
    held = ProgramEvent.objects.filter(year=year, came__isnull=False).order_by("day", "pk")
    for event in held:
        planner = event.planners.first()
        if planner is not None:
            complete_by_event(event, by=planner, now=at(event.day, 20))
    notes = GoalNote.objects.filter(goal__year=year).select_related("goal__year", "by")
    for note in notes.order_by("goal_id", "day", "pk"):
        complete_by_goal(note, by=note.by, now=at(note.day, 16))
    completed = DeliverableEvent.objects.filter(action=DeliverableAction.COMPLETE, source="event")
    line = completed.order_by("pk").last()
    if line is not None:
        reopen(pk=line.record_id, by=manager, reason=WHY, now=at(today, 9))
