"""What is done with a program event: changed, moved, held, corrected, cancelled."""

from typing import Any

from django.db.models import QuerySet

from common.looking import apart
from common.verbs import Life, Verb
from pathways import services
from pathways.forms.events import CameForm, CancelEventForm, ChangeEventForm, HoldForm, MoveEventForm
from pathways.models import ProgramEvent
from pathways.policies import why_not_event
from pathways.queries.evidence import owed_from_event
from pathways.services import Expected
from pathways.states import ProgramEventAction
from people.models import User


def events_seen(user: User) -> "QuerySet[ProgramEvent]":
    """Those they may see, with what the page of one shows."""
    found: QuerySet[ProgramEvent] = ProgramEvent.objects.visible_to(user)
    return found.select_related("school", "year")


def _of(event: ProgramEvent) -> dict[str, Any]:
    return {"event": event}


def _came(event: ProgramEvent) -> dict[str, Any]:
    return {"initial": {"came": event.came}}


def _change(*, pk: int, by: User, **typed: Any) -> ProgramEvent:
    said, seen = apart(typed)
    return services.change_event(pk=pk, by=by, said=Expected(**said), seen=seen)


def _before_holding(event: ProgramEvent) -> str:
    """What it completes, named by title alone: who owes what is theirs."""
    owed = owed_from_event(event).order_by("deliverable__title")
    titles = list(owed.values_list("deliverable__title", flat=True).distinct())
    return (
        f"What its planners owe and such an event completes is accepted then: {', '.join(titles)}."
        if titles
        else ""
    )


PROGRAM_EVENT = Life(
    rows=events_seen,
    why_not=why_not_event,
    page="pathways:event",
    above=("Events", "pathways:events"),
    noun="event",
    verbs=(
        Verb(
            action=ProgramEventAction.HOLD,
            does=services.hold_event,
            label="Say how many came…",
            said="Recorded. It counts as held.",
            form=HoldForm,
            lead=_before_holding,
            alone=True,
        ),
        Verb(
            action=ProgramEventAction.CORRECT,
            does=services.correct_event,
            label="Correct how many came…",
            said="Corrected. What was said before stays in its history.",
            form=CameForm,
            given=_came,
            tone="outline",
            alone=True,
        ),
        Verb(
            action=ProgramEventAction.CHANGE,
            does=_change,
            label="Change…",
            said="Changed. What it said before stays in its history.",
            form=ChangeEventForm,
            given=_of,
            tone="outline",
            alone=True,
        ),
        Verb(
            action=ProgramEventAction.MOVE,
            does=services.move_event,
            label="Move…",
            form=MoveEventForm,
            tone="outline",
        ),
        Verb(
            action=ProgramEventAction.CANCEL,
            does=services.cancel_event,
            label="Cancel…",
            form=CancelEventForm,
            lead="It stays on the page of events with your reason.",
            tone="outline",
        ),
    ),
)
