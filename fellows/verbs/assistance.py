"""What is done with an award of assistance."""

from typing import Any

from common.money import dollars
from common.ui.pictures import Part
from common.verbs import Life, Place, Verb
from fellows import services
from fellows.forms import (
    ApproveAwardForm,
    AwardForm,
    CancelAwardForm,
    EndAwardForm,
    MoveDayForm,
    PayAgainForm,
    SendBackAwardForm,
    typed_in,
)
from fellows.models import Award, Disbursement
from fellows.policies import why_not_award
from fellows.queries.assistance import mark_of_award, money_of, with_parts
from fellows.states import COMMITTED, AwardAction
from people.queries import today


def _before_the_second(award: Award) -> dict[str, Any]:
    """What a second person reads: the award in the budget of its cohort, what else its fellow has, what they signed."""
    money, fellow = money_of(award.fellow.cohort_id), award.fellow
    others = Disbursement.objects.filter(award__fellow=fellow, state__in=COMMITTED)
    left = money.left - award.cents
    return {
        "award": award,
        "money": money,
        "parts": [
            Part("done", "Approved before", money.approved),
            Part("part", "This award", award.cents),
            Part("ahead", "Left after it", max(left, 0)),
        ],
        "over": -left if left < 0 else 0,
        "before": sum(others.values_list("cents", flat=True)),
        "agreement": fellow.agreements.select_related("paper").order_by("pk").last(),
    }


AWARD = Life(
    rows=lambda user: with_parts(Award.objects.visible_to(user)),
    why_not=why_not_award,
    page="fellows:award",
    above=("Assistance", "fellows:awards"),
    noun="award",
    verbs=(
        Verb(
            action=AwardAction.PROPOSE,
            does=services.propose_award,
            label="Propose",
            said="Proposed. Another program manager, or a finance approver, approves it.",
        ),
        Verb(
            action=AwardAction.APPROVE,
            does=services.approve_award,
            label="Read and approve…",
            said=lambda award: f"{dollars(award.cents)} approved. The fellow is told by mail.",
            form=ApproveAwardForm,
            seen=mark_of_award,
            template="fellows/award_approve.html",
            context=_before_the_second,
            alone=True,
        ),
        Verb(
            action=AwardAction.SEND_BACK,
            does=services.send_back_award,
            label="Send back…",
            said="Sent back. Whoever proposed it gets your words by mail.",
            form=SendBackAwardForm,
            tone="outline",
        ),
        Verb(
            action=AwardAction.CHANGE,
            does=services.change_award,
            label="Change…",
            said="The draft is saved.",
            form=AwardForm,
            given=lambda award: {"initial": typed_in(award)},
            seen=mark_of_award,
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AwardAction.AGAIN,
            does=services.pay_again,
            label="Pay it again…",
            said=lambda award: (
                f"Proposed: {dollars(award.cents)} in place of what came back. Another program manager, or a finance "
                "approver, approves it."
            ),
            form=PayAgainForm,
            given=lambda award: {
                "parts": list(award.disbursements.to_pay_again().order_by("due", "pk")),
                "initial": {"due": today()},
            },
            lead="The same amount, as an award of its own. A second person approves it, and it goes into the next "
            "file of payroll once it is due.",
            only=Place.PAGES,
        ),
        Verb(
            action=AwardAction.MOVE_DAY,
            does=services.move_day,
            label="Move a day…",
            said="Moved. The fellow is told by mail.",
            form=MoveDayForm,
            given=lambda award: {"parts": list(award.disbursements.to_move().order_by("due", "pk"))},
            lead="Of what payroll was not asked to pay yet. What the day was stays on record.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AwardAction.CANCEL,
            does=services.cancel_award,
            label="Cancel…",
            said="Canceled.",
            form=CancelAwardForm,
            lead="Nobody approved it, so nobody is told. It stays on record with your reason.",
            tone="outline",
        ),
        Verb(
            action=AwardAction.END,
            does=services.end_award,
            label="End…",
            said="Ended. The fellow is told by mail.",
            form=EndAwardForm,
            lead="What payroll was not asked to pay yet is paid no more, and its amount is free in the budget. "
            "What was sent stays.",
            tone="outline",
        ),
    ),
)
