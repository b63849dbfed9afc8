"""What is done with a program event: moved, held, cancelled."""

from django.db.models import QuerySet

from common.verbs import Life, Verb
from pathways import services
from pathways.forms.events import CancelEventForm, HoldForm, MoveEventForm
from pathways.models import ProgramEvent
from pathways.policies import why_not_event
from pathways.states import ProgramEventAction
from people.models import User


def events_seen(user: User) -> "QuerySet[ProgramEvent]":
    """Those they may see, with what the page of one shows."""
    found: QuerySet[ProgramEvent] = ProgramEvent.objects.visible_to(user)
    return found.select_related("school", "year")


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
