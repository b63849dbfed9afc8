"""The lives of a dispute and of an overpayment: the tables of moves, written out, and each deed in each state."""

from itertools import product

import pytest

from common.errors import DomainError
from stipends.models import Dispute, Overpayment
from stipends.services import answer_dispute, ask_waiver, settle, take_back_dispute, waive
from stipends.services.overpayments import take, undo
from stipends.states import (
    DISPUTE_MOVES,
    OVERPAYMENT_MOVES,
    DisputeAction,
    DisputeState,
    OverpaymentAction,
    OverpaymentState,
)
from tests.factories.stipends import NOW, DisputeFactory, OverpaymentFactory, approver, preparer

pytestmark = pytest.mark.django_db
D, DA, S, SA = DisputeState, DisputeAction, OverpaymentState, OverpaymentAction
STAYS_OPEN = (
    SA.AGREE,
    SA.RECORD_PAPER,
    SA.DISAGREE,
    SA.ASK_WAIVER,
    SA.REFUSE_WAIVER,
    SA.SETTLE_PART,
    SA.CHANGE,
)


def test_the_tables_of_moves_are_those_that_were_agreed():
    assert DISPUTE_MOVES == {(D.OPEN, DA.ANSWER): D.ANSWERED, (D.OPEN, DA.TAKE_BACK): D.TAKEN_BACK}
    assert {
        **{(S.OPEN, action): S.OPEN for action in STAYS_OPEN},
        (S.OPEN, SA.SETTLE): S.SETTLED,
        (S.OPEN, SA.WAIVE): S.WAIVED,
        (S.OPEN, SA.TAKE): S.SET_AGAINST,
        (S.OPEN, SA.CLEAR): S.CLEARED,
        (S.OPEN, SA.UNDO): S.CLEARED,
    } == OVERPAYMENT_MOVES


def answer(row):
    return answer_dispute(pk=row.pk, by=preparer(), outcome="stays", words="It is right.", now=NOW)


def take_back(row):
    return take_back_dispute(pk=row.pk, by=row.placement.person, now=NOW)


ENDS = {DA.ANSWER: answer, DA.TAKE_BACK: take_back}


def dispute_in(state) -> Dispute:
    row = DisputeFactory()
    for action, end in ENDS.items():
        if DISPUTE_MOVES[D.OPEN, action] == state:
            end(row)
    row.refresh_from_db()
    assert row.state == state
    return row


def paid_back(row):
    given = {"cents": row.open_cents, "how": "check", "reference": "No. 1"}
    return settle(pk=row.pk, by=preparer(), now=NOW, **given)


def let_go(row):
    if row.state == S.OPEN:
        ask_waiver(pk=row.pk, by=preparer(), cents=row.open_cents, reason="A slip of ours.", now=NOW)
    return waive(pk=row.pk, by=approver(), cents=row.open_cents, now=NOW)


WAYS = {
    S.SETTLED: paid_back,
    S.WAIVED: let_go,
    S.SET_AGAINST: lambda row: take(row, row.line, row.open_cents, preparer(), NOW),
    S.CLEARED: lambda row: undo(row, preparer(), NOW),
}


def overpayment_in(state) -> Overpayment:
    row = OverpaymentFactory()
    if state in WAYS:
        WAYS[state](row)
    row = Overpayment.objects.get(pk=row.pk)
    assert row.state == state
    return row


@pytest.mark.parametrize(("state", "action"), list(product(D, ENDS)), ids=str)
def test_a_move_of_a_dispute_is_made_once_or_refused_in_words(state, action):
    row = dispute_in(state)
    lines = row.events.count()
    after = DISPUTE_MOVES.get((state, action))
    if after is None:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            ENDS[action](row)
    else:
        ENDS[action](row)
    row.refresh_from_db()
    assert (row.state, row.events.count()) == (after or state, lines + (after is not None))


@pytest.mark.parametrize(("state", "end"), list(product(S, WAYS)), ids=str)
def test_an_overpayment_ends_once_or_is_refused_in_words(state, end):
    row = overpayment_in(state)
    lines = row.events.count()
    if state is not S.OPEN:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            WAYS[end](row)
        assert (Overpayment.objects.get(pk=row.pk).state, row.events.count()) == (state, lines)
    else:
        WAYS[end](row)
        now = Overpayment.objects.get(pk=row.pk)
        assert (now.state, now.open_cents, now.ended_at) == (end, 0, NOW)
