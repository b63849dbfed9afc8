"""What is done with a school goal: noted, changed, dropped."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from common.looking import apart
from common.verbs import Life, Verb
from pathways import services
from pathways.forms.goals import ChangeGoalForm, DropForm, NoteForm
from pathways.models import SchoolGoal
from pathways.policies import why_not_goal
from pathways.services import Wanted
from pathways.states import GoalAction
from people.models import User


def goals_seen(user: User) -> "QuerySet[SchoolGoal]":
    """Those they may see, with what the page of one shows."""
    found: QuerySet[SchoolGoal] = SchoolGoal.objects.visible_to(user)
    return found.select_related("school", "year", "person")


def _page(goal: SchoolGoal) -> str:
    return reverse("pathways:goal", args=[goal.pk])


def _of(goal: SchoolGoal) -> dict[str, Any]:
    return {"goal": goal}


def _change(*, pk: int, by: User, **typed: Any) -> SchoolGoal:
    said, seen = apart(typed)
    return services.change_goal(pk=pk, by=by, said=Wanted(**said), seen=seen)


GOAL = Life(
    rows=goals_seen,
    why_not=why_not_goal,
    page="pathways:goal",
    above=("School goals", "pathways:goals"),
    noun="goal",
    verbs=(
        Verb(
            action=GoalAction.NOTE,
            does=services.note_progress,
            label="Save this note",
            said="Noted.",
            form=NoteForm,
            given=_of,
            at=_page,
            beside=True,
            alone=True,
        ),
        Verb(
            action=GoalAction.CHANGE,
            does=_change,
            label="Change…",
            said="Changed. Notes stay as they are.",
            form=ChangeGoalForm,
            given=_of,
            tone="outline",
            alone=True,
        ),
        Verb(
            action=GoalAction.DROP,
            does=services.drop_goal,
            label="Drop…",
            said="Dropped. It stays readable with its notes.",
            form=DropForm,
            lead="It leaves the page of goals and is not copied into the next year. Goal and notes stay readable.",
            tone="outline",
        ),
    ),
)
