"""Assistance: proposed by one person, approved by another, never beyond the budget, and nothing more for who left."""

from datetime import date, timedelta
from typing import Any

import pytest

from common.edits import mark_of
from common.errors import DomainError, LookFirst, NoSuchMove, NotAllowed, SomeoneElse
from fellows import services
from fellows.models import AssistanceBudget, Award, Disbursement
from fellows.policies import why_not_award, why_not_budget
from fellows.queries.assistance import money_by_cohort, money_of
from fellows.rules.assistance import MOST_CENTS, Money, Part, lacking, total_of
from fellows.services.payments import (
    export_disbursement,
    hold_disbursements,
    pay_disbursement,
    take_back_disbursement,
)
from fellows.states import AWARD_MOVES, DISBURSEMENT_MOVES, Action, AwardAction, AwardState, DisbursementState
from notifications.models import Message
from people.models import User
from tests.factories.fellows import FellowFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import approver, preparer
from tests.fellows.assistance import (
    BUDGET,
    FALL,
    NOW,
    SPRING,
    Assisted,
    approved,
    award_in,
    back,
    given,
    hold_promises,
    paid,
    sent,
    stand,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at() -> Assisted:
    return Assisted()


def mails(to: User) -> list[str]:
    return list(Message.objects.filter(to_person=to).order_by("pk").values_list("template", flat=True))


# --- the rule -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ((), "Write at least one amount"),
        (tuple(Part(FALL + DAY * number, 1) for number in range(7)), "These are 7 parts; write at most 6."),
        ((Part(FALL, 100), Part(SPRING, 0)), "Each part is an amount above $0.00."),
        ((Part(FALL, MOST_CENTS), Part(SPRING, 1)), "more than an award may be"),
        ((Part(FALL, 1), Part(FALL, 2)), "Two parts are due on one day. Add them into one."),
    ],
)
def test_what_is_no_schedule_is_said_in_words(parts: tuple[Part, ...], words: str) -> None:
    assert words in lacking(parts)


def test_a_schedule_is_the_exact_sum_of_its_parts() -> None:
    parts = (Part(FALL, 333_334), Part(SPRING, 333_333), Part(SPRING + DAY, 333_333))
    assert (lacking(parts), total_of(parts)) == ("", 1_000_000)


def test_without_a_budget_nothing_is_left() -> None:
    assert (Money(None).left, Money(None).holds(1), Money(100, 40, 60).left, Money(100, 40, 60).awarded) == (
        0,
        False,
        40,
        100,
    )


def test_the_tables_of_moves_are_those_that_were_agreed() -> None:
    S, A, D = AwardState, AwardAction, DisbursementState
    assert AWARD_MOVES == {
        (S.DRAFT, A.CHANGE): S.DRAFT,
        (S.DRAFT, A.PROPOSE): S.PROPOSED,
        (S.PROPOSED, A.SEND_BACK): S.DRAFT,
        (S.PROPOSED, A.APPROVE): S.APPROVED,
        (S.DRAFT, A.CANCEL): S.CANCELLED,
        (S.PROPOSED, A.CANCEL): S.CANCELLED,
        (S.APPROVED, A.END): S.ENDED,
        (S.APPROVED, A.AGAIN): S.APPROVED,
        (S.ENDED, A.AGAIN): S.ENDED,
        (S.APPROVED, A.MOVE_DAY): S.APPROVED,
    }
    assert DISBURSEMENT_MOVES == {
        (D.PLANNED, A.APPROVE): D.APPROVED,
        (D.PLANNED, A.CANCEL): D.CANCELLED,
        (D.APPROVED, A.END): D.CANCELLED,
        (D.APPROVED, A.EXPORT): D.EXPORTED,
        (D.EXPORTED, A.PAY): D.PAID,
        (D.EXPORTED, A.COME_BACK): D.CAME_BACK,
        (D.PAID, A.COME_BACK): D.CAME_BACK,
    }


# --- the verbs ------------------------------------------------------------------------------------
def test_an_award_is_proposed_by_one_and_approved_by_another_and_the_fellow_is_told(at: Assisted) -> None:
    award = at.approved(150_000, 100_000)
    hold_promises()
    assert (award.state, award.cents, stand(award)) == ("approved", 250_000, ["approved", "approved"])
    assert (award.proposed_by, award.approved_by) == (at.by, at.second)
    assert mails(at.fellow.person) == ["fellows/assistance_approved"]
    body = Message.objects.get(template="fellows/assistance_approved").body
    assert "$1,500.00, due Oct 15, 2023" in body
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 250_000, 0, 0)
    told = award.events.order_by("pk").values_list("action", "from_state", "to_state", "by", "cents")
    assert list(told) == [
        ("draft", "", "draft", at.by.pk, 250_000),
        ("propose", "draft", "proposed", at.by.pk, 250_000),
        ("approve", "proposed", "approved", at.second.pk, 250_000),
    ]


def test_whoever_wrote_it_does_not_approve_it_under_any_account_and_nobody_what_they_get(
    at: Assisted,
) -> None:
    award = at.proposed()
    with pytest.raises(SomeoneElse, match="You wrote this award"):
        approved(award, at.by)
    heir = manager()
    User.objects.filter(pk=at.by.pk).update(merged_into=heir, is_active=False)
    assert isinstance(why_not_award(heir, AwardAction.APPROVE, Award.objects.get()), SomeoneElse)
    own = manager()
    mine = FellowFactory(cohort=at.cohort, state="enrolled", signed=True, person=own)
    for action in (AwardAction.DRAFT, AwardAction.APPROVE):
        assert isinstance(why_not_award(own, action, mine), NotAllowed)
    with pytest.raises(NotAllowed):
        approved(at.proposed(fellow=mine), own)
    assert stand(award) == ["planned"]


def test_managers_propose_and_a_finance_approver_is_a_second_person_too(at: Assisted) -> None:
    award = at.proposed()
    for somebody in (preparer(), UserFactory(), at.fellow.person):
        assert isinstance(why_not_award(somebody, AwardAction.PROPOSE, award), NotAllowed)
        assert isinstance(why_not_award(somebody, AwardAction.APPROVE, award), NotAllowed)
    assert isinstance(why_not_award(approver(), AwardAction.DRAFT, at.fellow), NotAllowed)
    assert approved(award, approver()).state == "approved"
    assert [why_not_budget(who) is None for who in (preparer(), approver(), manager(), UserFactory())] == [
        True,
        True,
        True,
        False,
    ]


def test_what_is_approved_is_what_was_shown(at: Assisted) -> None:
    award = at.proposed()
    with pytest.raises(LookFirst) as looked:
        services.approve_award(pk=award.pk, by=at.second, seen=mark_of("another text"), now=NOW)
    assert looked.value.lines == (
        "What for: tuition",
        "Why: The fall term.",
        "$2,500.00 on Oct 15, 2023",
        "Approve it if it is right so.",
    )
    assert (
        services.approve_award(pk=award.pk, by=at.second, seen=looked.value.seen, now=NOW).state == "approved"
    )


def test_a_draft_is_written_anew_and_another_window_is_not_gone_over(at: Assisted) -> None:
    award = at.drafted(100, 200)
    changed = services.change_award(pk=award.pk, given=given(50, reason="Less."), by=at.second, now=NOW)
    hold_promises()
    assert (changed.cents, stand(award)) == (50, ["planned"])
    with pytest.raises(LookFirst, match="changed in another window"):
        services.change_award(pk=award.pk, given=given(70), by=at.by, seen=mark_of("as it was"), now=NOW)
    same = services.change_award(pk=award.pk, given=given(50, reason="Less."), by=at.by, seen="x", now=NOW)
    assert (same.cents, award.events.count()) == (50, 2)


def test_what_goes_back_says_why_and_waits_again_once_it_is_proposed_anew(at: Assisted) -> None:
    award = at.proposed()
    with pytest.raises(DomainError, match="Write what should change"):
        services.send_back_award(pk=award.pk, note=" ", by=at.second, now=NOW)
    services.send_back_award(pk=award.pk, note="Two parts, please.", by=at.second, now=NOW)
    assert list(Award.objects.sent_back_to(at.by)) == [award]
    mail = Message.objects.get(template="fellows/assistance_sent_back")
    assert (mail.to_person, "Two parts, please." in mail.body) == (at.by, True)
    services.propose_award(pk=award.pk, by=at.by, now=NOW)
    mail.refresh_from_db()
    assert (mail.state, list(Award.objects.to_approve(at.second))) == ("cancelled", [award])
    assert list(Award.objects.to_approve(at.by)) == []


def test_assistance_waits_for_the_agreement() -> None:
    at = Assisted(signed=False)
    award = at.proposed()
    with pytest.raises(DomainError, match="has signed the service agreement"):
        approved(award, at.second)
    assert stand(award) == ["planned"]


def test_nobody_who_was_not_selected_or_has_left_is_given_more(at: Assisted) -> None:
    for state in ("nominated", "withdrawn", "released", "discharged"):
        left = FellowFactory(cohort=at.cohort, state=state, signed=True)
        with pytest.raises(DomainError, match="Assistance is for fellows who are selected, study or serve"):
            at.drafted(fellow=left)


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"parts": ()}, "cents_1", "Write at least one amount"),
        ({"reason": "  "}, "reason", "Say why. The second person reads it."),
        ({"purpose": "yacht"}, "purpose", "Choose what it is for."),
    ],
)
def test_what_is_no_award_is_refused_at_its_field(at: Assisted, changes: Any, where: str, words: str) -> None:
    with pytest.raises(DomainError, match=words) as refused:
        at.drafted(**changes)
    assert (refused.value.at, Award.objects.count()) == (where, 0)


# --- the budget -----------------------------------------------------------------------------------
def test_nothing_is_proposed_or_approved_beyond_the_budget(at: Assisted) -> None:
    first, second = at.proposed(600_000), at.proposed(500_000)
    approved(first, at.second)
    words = r"still holds \$4,000.00, and this award is \$5,000.00"
    with pytest.raises(DomainError, match=words):
        approved(second, at.second)
    with pytest.raises(DomainError, match=words):
        at.proposed(500_000)
    with pytest.raises(DomainError, match="has no budget for assistance yet"):
        Assisted(budget=None).proposed()
    services.set_budget(
        pk=at.cohort.pk, cents=1_100_000, reason="A gift.", seen=_stands(at), by=at.by, now=NOW
    )
    approved(second, at.second)
    assert money_of(at.cohort.pk) == Money(1_100_000, 0, 1_100_000, 0, 0)


def _stands(at: Assisted) -> str:
    return str(AssistanceBudget.objects.filter(cohort=at.cohort).latest("pk").pk)


def test_a_budget_never_falls_below_what_is_approved_and_is_not_gone_over(at: Assisted) -> None:
    at.approved(600_000)
    with pytest.raises(DomainError, match=r"\$6,000.00 is approved already. Write at least that.") as refused:
        services.set_budget(pk=at.cohort.pk, cents=599_999, seen=_stands(at), by=at.by, now=NOW)
    assert refused.value.at == "cents"
    with pytest.raises(LookFirst, match="Somebody wrote a budget meanwhile"):
        services.set_budget(pk=at.cohort.pk, cents=700_000, by=at.by, now=NOW)
    with pytest.raises(NotAllowed):
        services.set_budget(pk=at.cohort.pk, cents=700_000, by=UserFactory(), now=NOW)
    same = services.set_budget(pk=at.cohort.pk, cents=BUDGET, by=at.second, now=NOW)
    assert (same.by, AssistanceBudget.objects.count()) == (at.by, 1)
    services.set_budget(pk=at.cohort.pk, cents=600_000, seen=_stands(at), by=at.by, now=NOW)
    assert [one.money for one in money_by_cohort(at.by)] == [Money(600_000, 0, 600_000, 0, 0)]
    assert money_by_cohort(UserFactory()) == []


# --- what ends ------------------------------------------------------------------------------------
def test_what_ends_frees_what_was_not_sent_and_keeps_what_was(at: Assisted) -> None:
    award = at.approved(100, 200, 300)
    paid(award, at.by)
    with pytest.raises(DomainError, match="Say why"):
        services.end_award(pk=award.pk, note=" ", by=at.by, now=NOW)
    services.end_award(pk=award.pk, note="She found a grant.", by=at.by, now=NOW)
    assert stand(award) == ["paid_out", "cancelled", "cancelled"]
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 100, 100, 100)
    mail = Message.objects.get(template="fellows/assistance_ended")
    assert (
        "$5.00 of your assistance for tuition will not be paid." in mail.body,
        "She found a grant." in mail.body,
    ) == (
        True,
        True,
    )
    whole = at.approved(400)
    sent(whole, at.by)
    with pytest.raises(DomainError, match="there is nothing to end"):
        services.end_award(pk=whole.pk, note="Too late.", by=at.by, now=NOW)


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.RELEASE])
def test_who_leaves_gets_nothing_more_and_reads_so(at: Assisted, action: Action) -> None:
    if action is Action.RELEASE:
        at.fellow.state, at.fellow.graduated_on = "serving", date(2024, 6, 14)
        at.fellow.save()
    approved, proposed, drafted = at.approved(100, 200), at.proposed(50), at.drafted(60)
    paid(approved, at.by)
    whole = at.approved(70)
    sent(whole, at.by)
    services.move(pk=at.fellow.pk, action=action, by=at.by, note="She moved away.", now=NOW)
    assert [stand(one) for one in (approved, proposed, drafted, whole)] == [
        ["paid_out", "cancelled"],
        ["cancelled"],
        ["cancelled"],
        ["exported"],
    ]
    states = [Award.objects.get(pk=one.pk).state for one in (approved, proposed, drafted, whole)]
    assert states == ["ended", "cancelled", "cancelled", "approved"]
    last = approved.events.latest("pk")
    assert (last.action, last.note, last.fellow_state, last.about) == (
        "end",
        "She moved away.",
        at_state(at),
        f"$2.00, the fellowship is {at_state(at)}",
    )
    mail = Message.objects.get(template="fellows/assistance_ended")
    assert "will not be paid, because your fellowship is over." in mail.body


def at_state(at: Assisted) -> str:
    at.fellow.refresh_from_db()
    return at.fellow.state


def test_going_on_ends_no_assistance(at: Assisted) -> None:
    award = at.approved(100)
    told = {"on": date(2024, 6, 14), "now": NOW.replace(year=2024, month=10)}
    services.move(pk=at.fellow.pk, action=Action.GRADUATE, by=at.by, **told)
    assert stand(award) == ["approved"]


# --- payments -------------------------------------------------------------------------------------
def test_a_payment_is_told_and_one_that_comes_back_frees_the_budget(at: Assisted) -> None:
    award = at.approved(100, 200)
    row = paid(award, at.by)
    assert (row.stands, mails(at.fellow.person)) == (
        "Paid on Oct 15, 2023",
        ["fellows/assistance_approved", "fellows/assistance_paid"],
    )
    with pytest.raises(DomainError, match="Choose that day or a later one"):
        back(row, at.by, on=FALL - DAY)
    row = Disbursement.objects.select_related("award__fellow__person", "award__proposed_by").get(pk=row.pk)
    back(row, at.by)
    assert (row.stands, stand(award)) == ("Came back on Feb 15, 2024", ["came_back", "approved"])
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 200, 0, 0)
    assert mails(at.by) == ["fellows/assistance_came_back"]
    assert mails(at.fellow.person)[-1] == "fellows/assistance_came_back"
    assert Message.objects.get(template="fellows/assistance_paid").state == "cancelled"
    assert row.award.events.latest("pk").about == "$1.00 on Feb 15, 2024"


def test_what_comes_back_says_why(at: Assisted) -> None:
    row = sent(at.approved(100), at.by)
    with pytest.raises(DomainError, match="Say why it came back") as refused:
        take_back_disbursement(row, on=SPRING, reason=" ", by=at.by, at=NOW)
    assert refused.value.at == "reason"


def test_a_part_goes_into_a_file_once_and_is_paid_once(at: Assisted) -> None:
    award = at.approved(100)
    row = paid(award, at.by)
    with pytest.raises(NoSuchMove):
        export_disbursement(row, by=at.by, at=NOW)
    with pytest.raises(NoSuchMove):
        pay_disbursement(row, paid_on=FALL, by=at.by, at=NOW)


def test_only_what_is_due_and_approved_waits_for_a_file(at: Assisted) -> None:
    award = at.approved(100, 200)
    at.proposed(300)
    due = Disbursement.objects.to_export(FALL)
    assert [row.cents for row in due] == [100]
    assert list(Disbursement.objects.to_export(FALL - DAY)) == []
    sent(award, at.by)
    assert [row.cents for row in Disbursement.objects.to_pay()] == [100]
    assert [row.cents for row in hold_disbursements(Disbursement.objects.to_export(FALL + DAY * 30))] == [200]


@pytest.mark.parametrize("state", AwardState)
def test_every_state_is_reached_by_verbs(state: AwardState) -> None:
    assert award_in(state).state == state
    hold_promises()
