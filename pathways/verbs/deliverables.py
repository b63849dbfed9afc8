"""What is done with a deliverable: handed in, accepted, returned, waived, reopened. Each is said here once."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from common.verbs import Life, Place, Verb
from pathways import services
from pathways.forms.deliverables import KeepForm, LaterForm, ReopenForm, ReturnForm, SubmitForm, WaiveForm
from pathways.models import DeliverableRecord
from pathways.policies import why_not
from pathways.services import corrections
from pathways.states import DeliverableAction
from people.models import User


def records_of(user: User) -> "QuerySet[DeliverableRecord]":
    """Those they may see, with what the page of one shows and its verbs ask."""
    seen: QuerySet[DeliverableRecord] = DeliverableRecord.objects.visible_to(user)
    return seen.select_related(
        "deliverable__offering__year",
        "placement__person",
        "placement__role",
        "placement__school",
        "decided_by",
        "program_event",
        "goal",
    )


def _at(address: str) -> Callable[[DeliverableRecord], str]:
    return lambda record: reverse(address, args=[record.pk])


def _as_handed_in(record: DeliverableRecord) -> dict[str, Any]:
    initial = {
        "note": record.note,
        "link": record.link,
        "event": record.program_event_id,
        "goal": record.goal_id,
    }
    return {"record": record, "initial": initial}


DELIVERABLE = Life(
    rows=records_of,
    why_not=why_not,
    page="pathways:deliverable",
    above=("Deliverables", "pathways:deliverables"),
    noun="deliverable",
    verbs=(
        Verb(
            action=DeliverableAction.SUBMIT,
            does=services.submit,
            label=lambda record: "Hand in again" if record and record.decided_at else "Hand in",
            said="Handed in. You get a mail when it is accepted or returned.",
            form=SubmitForm,
            given=_as_handed_in,
            only=Place.PAGES,
            at=_at("pathways:deliverable_submit"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.ACCEPT,
            does=services.accept,
            label="Accept",
            at=_at("pathways:deliverable_accept"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.RETURN,
            does=services.send_back,
            label="Return for changes…",
            said="Returned. The leader reads your words.",
            form=ReturnForm,
            lead="The leader gets a mail with your words.",
            tone="outline",
            at=_at("pathways:deliverable_return"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.WAIVE,
            does=corrections.let_go,
            label="Waive…",
            form=WaiveForm,
            lead="It then leaves the sum of the stipend. The leader gets a mail with your words.",
            tone="outline",
            at=_at("stipends:deliverable_waive"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.ALLOW_LATE,
            does=services.allow_late,
            label="Take it later…",
            said="The leader may hand it in until then, and gets a mail with your words.",
            form=LaterForm,
            lead="It is still due on its day, and counts in full. The leader gets a mail with your words.",
            tone="outline",
            at=_at("pathways:deliverable_later"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.REOPEN,
            does=corrections.open_again,
            label="Reopen…",
            form=ReopenForm,
            lead="The leader gets a mail with your words and hands it in again. What was handed in stays on this page, "
            "and the record it completed itself from does not complete it a second time.",
            tone="outline",
            at=_at("stipends:deliverable_reopen"),
            beside=True,
        ),
        Verb(
            action=DeliverableAction.KEEP,
            does=services.keep_accepted,
            label="Keep it accepted…",
            said="It stays accepted, and your words stand in its history.",
            form=KeepForm,
            lead="Though its evidence was taken back. The leader reads your words on this page.",
            tone="outline",
            at=_at("pathways:deliverable_keep"),
            beside=True,
        ),
    ),
)
