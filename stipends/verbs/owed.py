"""What becomes of what was paid too much, and of what leaders say is wrong."""

from typing import Any

from django.urls import reverse

from common.money import dollars
from common.verbs import Life, Place, Verb
from stipends import services
from stipends.forms import (
    AgreeForm,
    AnswerForm,
    AskWaiverForm,
    PaperForm,
    RefuseWaiverForm,
    SettleForm,
    SettlePartForm,
    WaiveForm,
)
from stipends.models import Dispute, Overpayment
from stipends.policies import why_not_dispute, why_not_overpayment
from stipends.states import DisputeAction, OverpaymentAction


def _amount_shown(row: Overpayment) -> dict[str, Any]:
    return {"initial": {"cents": row.open_cents}}


def _asked_to_waive(row: Overpayment) -> str:
    if row.waiver_by is None:
        return ""
    return (
        f"{row.waiver_by} asks to let {dollars(row.open_cents)} go and says: {row.waiver_reason} Once you agree,"
        f" {row.placement.person} keeps it and is told by mail."
    )


def _from_the_stipend(row: Overpayment) -> dict[str, Any]:
    """The way back for its person, who may not open the list of finance."""
    page = {"name": str(row), "url": reverse("stipends:overpayment", args=[row.pk])}
    return {"crumbs": [{"name": "Stipend", "url": reverse("stipends:mine")}, page]}


def _if_taken(row: Overpayment) -> str:
    return (
        f"{dollars(row.open_cents)} comes off the next payment to you. If that payment is less, the rest comes off the"
        " ones after it; no payment goes below zero. You can take this back until a payment is approved."
    )


OVERPAYMENT = Life(
    rows=lambda user: Overpayment.objects.visible_to(user).select_related(
        "placement__person",
        "placement__role__pathway",
        "placement__year",
        "placement__school",
        "agreed_by",
        "settled_by",
        "waiver_by",
        "waived_by",
        "line__run__year",
    ),
    why_not=why_not_overpayment,
    page="stipends:overpayment",
    above=("Overpayments", "stipends:overpayments"),
    verbs=(
        Verb(
            action=OverpaymentAction.AGREE,
            does=services.agree_to_take,
            label="Take it from my next payment…",
            said="It comes off your next payment.",
            form=AgreeForm,
            given=_amount_shown,
            lead=_if_taken,
            context=_from_the_stipend,
            only=Place.PAGES,
        ),
        Verb(
            action=OverpaymentAction.DISAGREE,
            does=services.take_back_agreement,
            label="Do not take it from my next payment",
            said="Nothing is taken off.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=OverpaymentAction.SETTLE,
            does=services.settle,
            label="It came back…",
            said="It is settled. Its person is told by mail.",
            form=SettleForm,
            given=_amount_shown,
            lead=lambda row: f"All of the {dollars(row.open_cents)} came back. It then counts as not paid.",
            alone=True,
        ),
        Verb(
            action=OverpaymentAction.SETTLE_PART,
            does=services.settle_part,
            label="A part came back…",
            said="Recorded. The rest stays open, and its person is told by mail.",
            form=SettlePartForm,
            given=_amount_shown,
            lead=lambda row: (
                f"A part of the {dollars(row.open_cents)} came back. It then counts as not paid; the rest stays open."
            ),
            tone="outline",
            alone=True,
        ),
        Verb(
            action=OverpaymentAction.RECORD_PAPER,
            does=services.record_paper,
            label="Record a signed paper…",
            said="It comes off the next payment.",
            form=PaperForm,
            given=_amount_shown,
            lead=lambda row: (
                f"{row.placement.person} agreed on paper that {dollars(row.open_cents)} comes off the next payment. No"
                " payment goes below zero; the rest stays open."
            ),
            tone="outline",
            alone=True,
        ),
        Verb(
            action=OverpaymentAction.ASK_WAIVER,
            does=services.ask_waiver,
            label="Ask to let it go…",
            said="Asked. A second person of finance answers.",
            form=AskWaiverForm,
            given=_amount_shown,
            lead=lambda row: (
                f"A second person of finance agrees that {dollars(row.open_cents)} is let go, or not."
            ),
            tone="outline",
            alone=True,
        ),
        Verb(
            action=OverpaymentAction.WAIVE,
            does=services.waive,
            label="Let it go…",
            said="It is let go. Its person is told by mail.",
            form=WaiveForm,
            given=_amount_shown,
            lead=_asked_to_waive,
            alone=True,
        ),
        Verb(
            action=OverpaymentAction.REFUSE_WAIVER,
            does=services.refuse_waiver,
            label="Do not let it go…",
            said="It stays open.",
            form=RefuseWaiverForm,
            lead="It stays open, and your words stay in its history.",
            tone="outline",
            alone=True,
        ),
    ),
)
DISPUTE = Life(
    rows=lambda user: Dispute.objects.visible_to(user).select_related(
        "placement__person",
        "placement__role__pathway",
        "placement__year",
        "placement__school",
        "session",
        "record__deliverable",
        "line__run__year",
        "answered_by",
    ),
    why_not=why_not_dispute,
    page="stipends:dispute",
    above=("What is said to be wrong", "stipends:disputes"),
    verbs=(
        Verb(
            action=DisputeAction.ANSWER,
            does=services.answer_dispute,
            label="Answer…",
            said="Answered. Its person gets a mail, and the next run pays what there is to pay.",
            form=AnswerForm,
            lead=lambda row: f"{row.placement.person} says: {row.words}",
            alone=True,
        ),
        Verb(
            action=DisputeAction.TAKE_BACK,
            does=services.take_back_dispute,
            label="Take it back",
            said="Taken back. The next run pays what there is to pay.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
