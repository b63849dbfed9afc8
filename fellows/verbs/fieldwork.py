"""What is done with hours of fieldwork."""

from common.verbs import Life, Place, Verb
from fellows import services
from fellows.forms import HoursForm, SendBackForm
from fellows.models import FieldworkEntry
from fellows.policies import why_not_fieldwork
from fellows.states import FieldworkAction

FIELDWORK = Life(
    rows=lambda user: FieldworkEntry.objects.visible_to(user).select_related(
        "fellow__person", "fellow__cohort", "supervisor"
    ),
    why_not=why_not_fieldwork,
    page="fellows:entry",
    above=("Fellows", "fellows:list"),
    noun="entry of fieldwork",
    verbs=(
        Verb(
            action=FieldworkAction.ACCEPT,
            does=services.accept_hours,
            label="Accept",
            said=lambda entry: f"{entry.hours} accepted.",
        ),
        Verb(
            action=FieldworkAction.SEND_BACK,
            does=services.send_back_hours,
            label="Send back…",
            said="Sent back. The fellow gets a mail with your words.",
            form=SendBackForm,
            tone="outline",
        ),
        Verb(
            action=FieldworkAction.CORRECT,
            does=services.correct_hours,
            label="Correct…",
            said="Corrected. The hours wait to be accepted.",
            form=HoursForm,
            given=lambda entry: {"fellow": entry.fellow, "entry": entry},
            only=Place.PAGES,
            tone="outline",
        ),
        Verb(
            action=FieldworkAction.TAKE_BACK,
            does=services.take_back_hours,
            label="Take back",
            said="Taken back: these hours count no more.",
            only=Place.PAGES,
            tone="outline",
        ),
    ),
)
