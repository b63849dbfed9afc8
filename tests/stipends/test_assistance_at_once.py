"""Two at once: a budget is spent once, a part of an award goes into one file, and nobody who leaves gets another."""

import pytest

from common.errors import DomainError
from fellows import services as fellows
from fellows.models import Award, Disbursement
from fellows.queries.assistance import money_of
from fellows.states import Action
from people.queries import today
from stipends.models import AssistanceBatch, AssistanceConfirmation, AssistanceExport, AssistanceLine
from stipends.queries.assistance import mark_of_parts, waiting_for_payroll
from stipends.services import pay_all_assistance
from tests.factories.fellows import FellowFactory
from tests.factories.stipends import preparer
from tests.fellows.assistance import NOW, approved
from tests.stipends.assistance import Due, came_back, exported, states
from tests.stipends.test_races import together
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_approve_at_once_spend_a_budget_once() -> None:
    at = Due(budget=1_000)
    other = FellowFactory(cohort=at.cohort, state="enrolled", signed=True)
    first, second = at.proposed(600), at.proposed(500, fellow=other)

    def approve(award: Award):
        return lambda: approved(award, at.second)

    answer = second_after(approve(first), approve(second))
    assert "still holds $4.00, and this award is $5.00" in str(answer)
    assert (money_of(at.cohort.pk).approved, states(second)) == (600, ["planned"])


def test_a_budget_that_is_lowered_while_an_award_is_approved_still_holds_it() -> None:
    at = Due(budget=1_000)
    award = at.proposed(600)
    seen = str(at.cohort.budgets.get().pk)
    answer = second_after(
        lambda: approved(award, at.second),
        lambda: fellows.set_budget(pk=at.cohort.pk, cents=500, seen=seen, by=at.by, now=NOW),
    )
    assert "$6.00 is approved already" in str(answer)
    assert at.cohort.budgets.get().cents == 1_000


def test_six_who_press_at_once_make_one_file_and_pay_it_once() -> None:
    at = Due()
    award = at.approved(100, 200)
    seen, by = mark_of_parts(waiting_for_payroll(today())), preparer()
    layouts = iter(["generic", "workbook"] * 3)
    got = together(6, lambda: exported(next(layouts), seen=seen, by=by))
    assert {one.pk for one in got} == set(AssistanceExport.objects.values_list("pk", flat=True))
    assert (
        AssistanceBatch.objects.count(),
        AssistanceLine.objects.count(),
        len({one.pk for one in got}),
    ) == (1, 2, 2)
    batch = AssistanceBatch.objects.get()
    paid = together(6, lambda: pay_all_assistance(pk=batch.pk, by=by, paid_on=today()))
    assert sorted(type(one).__name__ for one in paid) == ["AssistanceBatch", *["DoneAlready"] * 5]
    assert (AssistanceConfirmation.objects.count(), states(award)) == (2, ["paid_out", "paid_out"])


def test_six_who_pay_it_again_at_once_make_one_award() -> None:
    at = Due()
    award = at.approved(100)
    came_back(exported().batch)
    part = award.disbursements.get().pk
    told = {"pk": award.pk, "part": part, "due": today(), "reason": "Once more."}
    got = together(6, lambda: fellows.pay_again(by=at.by, **told))
    assert sorted(type(one).__name__ for one in got) == ["Award", *["DomainError"] * 5]
    anew = approved(Award.objects.get(replaces=part), at.second)
    pay_all_assistance(pk=exported().batch_id, by=preparer(), paid_on=today())
    assert (states(award), states(anew), money_of(at.cohort.pk).paid) == (["came_back"], ["paid_out"], 100)


def test_a_day_that_is_moved_while_its_file_is_made_stays() -> None:
    at = Due()
    award = at.approved(100)
    seen, by = mark_of_parts(waiting_for_payroll(today())), preparer()
    told = {"part": award.disbursements.get().pk, "due": today(), "note": "Later."}
    answer = second_after(
        lambda: exported(seen=seen, by=by), lambda: fellows.move_day(pk=award.pk, by=at.by, **told)
    )
    assert "no day is left to move" in str(answer)
    assert states(award) == ["exported"]


def test_who_leaves_while_a_file_is_made_gets_nothing_of_it_or_all_of_it() -> None:
    at = Due()
    award = at.approved(100)
    seen, by = mark_of_parts(waiting_for_payroll(today())), preparer()
    answer = second_after(
        lambda: fellows.move(pk=at.fellow.pk, action=Action.WITHDRAW, by=at.by, note="Moved.", now=NOW),
        lambda: exported(seen=seen, by=by),
    )
    assert isinstance(answer, DomainError)
    assert (states(award), AssistanceLine.objects.count()) == (["cancelled"], 0)
    assert list(Disbursement.objects.to_export(today())) == []
