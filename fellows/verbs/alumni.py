"""What graduates say of themselves, on their own page."""

from common.verbs import Place, Verb
from fellows import services
from fellows.forms.alumni import NowForm
from fellows.states import Action

OF_ALUMNI = (
    Verb(
        action=Action.STILL_SAME,
        does=services.still_same,
        label="Yes, still right",
        said="Thank you. It is on record as of today.",
        only=Place.PAGES,
    ),
    Verb(
        action=Action.SAY_ROLE,
        does=services.say_role,
        label="Something changed…",
        said="Thank you. It is on record as of today.",
        form=NowForm,
        tone="outline",
        only=Place.PAGES,
    ),
)
