"""What is done with a request for support, each said here once."""

from collections.abc import Mapping
from typing import Any

from coaching import services
from coaching.forms import AnswerForm, AskOnForm, AssignForm, CloseForm, DeclineForm, SettleForm
from coaching.models import SupportRequest, SupportRequestQuerySet
from coaching.policies import why_not_support
from coaching.queries import in_words, loads
from coaching.states import SupportAction
from common.verbs import Life, Place, Verb
from people.models import User
from people.queries import today


def requests_seen(user: User) -> SupportRequestQuerySet:
    """Those they may see, with what the page of one shows."""
    return SupportRequest.objects.visible_to(user).select_related(
        "placement__person", "placement__role", "placement__school", "coach"
    )


def _loads(row: SupportRequest) -> Mapping[str, Any]:
    return {"loads": in_words(loads(today()))}


SUPPORT = Life(
    rows=requests_seen,
    why_not=why_not_support,
    page="coaching:support_one",
    mounted="coaching:support",
    above=("Support", "coaching:support"),
    noun="request",
    verbs=(
        Verb(
            action=SupportAction.ANSWER,
            does=services.answer,
            label="It is done: say what you did…",
            said="The leader is asked for a word now; with it the request closes.",
            form=AnswerForm,
            only=Place.PAGES,
        ),
        Verb(
            action=SupportAction.CLOSE,
            does=services.close,
            label="It helped: close it…",
            said="Closed. Thank you.",
            form=CloseForm,
            only=Place.PAGES,
        ),
        Verb(
            action=SupportAction.ASK_ON,
            does=services.ask_on,
            label="I still need help…",
            said="Your coach gets a mail.",
            form=AskOnForm,
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=SupportAction.ASSIGN,
            does=services.assign,
            label=lambda row: "Give it to somebody else…" if row is not None and row.coach_id else "Assign…",
            said=lambda row: f"{row.coach.name} comes. Both get a mail.",
            form=AssignForm,
            given=_loads,
            seen=services.coach_shown,
            # Once somebody comes it is no longer the next step.
            tone=lambda row: "outline" if row is not None and row.coach_id else "",
        ),
        Verb(
            action=SupportAction.WITHDRAW,
            does=services.withdraw,
            label="I need it no more",
            said="Withdrawn.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=SupportAction.DECLINE,
            does=services.decline,
            label="Decline…",
            said="Declined. The leader gets a mail with your reason.",
            form=DeclineForm,
            tone="outline",
        ),
        Verb(
            action=SupportAction.SETTLE,
            does=services.settle,
            label="Close it without the leader…",
            said="Closed. The leader gets a mail with your reason.",
            form=SettleForm,
            tone="outline",
        ),
    ),
)
