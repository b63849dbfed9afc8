"""Whatever is proposed, approved, ended, sent, paid or comes back in whatever order: sums are exact, and nothing is
ever given beyond the budget of its cohort."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.errors import DomainError
from fellows import services
from fellows.models import AssistanceBudget, Award, Disbursement
from fellows.queries.assistance import budget_of, money_of
from fellows.rules.assistance import MOST_PARTS, Part, lacking, total_of
from fellows.states import COMMITTED, Action, AwardState, DisbursementState
from people.queries import today
from stipends.models import AssistanceBatch
from stipends.queries.assistance import assistance_differences
from stipends.services import pay_all_assistance
from tests.factories.fellows import FellowFactory
from tests.factories.stipends import preparer
from tests.fellows.assistance import FALL, NOW, approved, hold_promises
from tests.stipends.assistance import Due, came_back, exported

days = st.integers(0, 400).map(lambda number: FALL.fromordinal(FALL.toordinal() + number))
parts = st.lists(st.builds(Part, days, st.integers(-2, 10**6)), max_size=MOST_PARTS + 2)


@given(parts)
def test_a_schedule_is_one_to_six_amounts_above_0_each_on_its_own_day(rows: list[Part]) -> None:
    is_one = (
        1 <= len(rows) <= MOST_PARTS
        and all(row.cents > 0 for row in rows)
        and len({row.due for row in rows}) == len(rows)
    )
    assert (lacking(rows) == "") == is_one
    assert total_of(rows) == sum(row.cents for row in rows) == total_of(list(reversed(rows)))


DEEDS = (
    "draft",
    "propose",
    "back",
    "approve",
    "cancel",
    "end",
    "budget",
    "file",
    "pay",
    "return",
    "again",
    "leave",
)
# From the first half of a life to its second, so that most lists get somewhere.
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 7)), min_size=8, max_size=26)


class Told:
    """Two fellows of one cohort."""

    def __init__(self) -> None:
        self.at = Due(budget=1_000)
        second = FellowFactory(cohort=self.at.cohort, state="enrolled", signed=True)
        self.fellows = [self.at.fellow, second]
        self.by = preparer()

    def act(self, deed: str, number: int) -> None:
        """Refusals are as good an answer as any."""
        try:
            with transaction.atomic():
                getattr(self, deed)(number)
        except DomainError:
            pass

    def _award(self, number: int, *states: AwardState) -> Award | None:
        found = list(Award.objects.filter(state__in=states or list(AwardState)).order_by("pk"))
        return found[number % len(found)] if found else None

    def draft(self, number: int) -> None:
        cents = [(100 + 150 * number), 50][: 1 + number % 2]
        self.at.drafted(*cents, fellow=self.fellows[number % 2])

    def propose(self, number: int) -> None:
        if award := self._award(number, AwardState.DRAFT):
            services.propose_award(pk=award.pk, by=self.at.by, now=NOW)

    def back(self, number: int) -> None:
        if award := self._award(number, AwardState.PROPOSED):
            services.send_back_award(pk=award.pk, note="Less.", by=self.at.second, now=NOW)

    def approve(self, number: int) -> None:
        if award := self._award(number, AwardState.PROPOSED):
            approved(award, self.at.second)

    def cancel(self, number: int) -> None:
        if award := self._award(number):
            services.cancel_award(pk=award.pk, note="No.", by=self.at.by, now=NOW)

    def end(self, number: int) -> None:
        if award := self._award(number):
            services.end_award(pk=award.pk, note="Enough.", by=self.at.by, now=NOW)

    def budget(self, number: int) -> None:
        stands = budget_of(self.at.cohort.pk)
        seen = str(stands.pk) if stands else ""
        services.set_budget(pk=self.at.cohort.pk, cents=250 * number, seen=seen, by=self.at.by, now=NOW)

    def file(self, number: int) -> None:
        exported(by=self.by)

    def pay(self, number: int) -> None:
        if batch := AssistanceBatch.objects.order_by("pk").last():
            pay_all_assistance(pk=batch.pk, by=self.by, paid_on=today())

    def _return(self, number: int) -> None:
        if batch := AssistanceBatch.objects.order_by("pk").last():
            lines = list(batch.lines.order_by("pk"))
            came_back(batch, line=lines[number % len(lines)].pk, by=self.by)

    def again(self, number: int) -> None:
        rows = list(Disbursement.objects.filter(state="came_back").order_by("pk"))
        if rows:
            row = rows[number % len(rows)]
            told = {"part": row.pk, "due": today(), "reason": "Again."}
            services.pay_again(pk=row.award_id, by=self.at.by, **told)

    def leave(self, number: int) -> None:
        if number == 7:
            pk, action = self.fellows[1].pk, Action.WITHDRAW
            services.move(pk=pk, action=action, by=self.at.by, note="Moved.", now=NOW)

    def holds(self) -> None:
        hold_promises()
        money = money_of(self.at.cohort.pk)
        budget = AssistanceBudget.objects.filter(cohort=self.at.cohort).latest("pk")
        assert 0 <= money.paid <= money.sent <= money.approved <= budget.cents == money.budget
        rows: list[Any] = list(Disbursement.objects.select_related("award"))
        assert money.approved == sum(row.cents for row in rows if row.state in COMMITTED)
        for award in Award.objects.all():
            assert award.cents == sum(row.cents for row in rows if row.award_id == award.pk)
        for batch in AssistanceBatch.objects.all():
            assert batch.total_cents == sum(batch.lines.values_list("amount_cents", flat=True))
        made = [row.award.replaces_id for row in rows if row.award.replaces_id and row.state != "cancelled"]
        assert len(made) == len(set(made))
        sent = [row for row in rows if row.state in (DisbursementState.EXPORTED, DisbursementState.PAID)]
        assert all(hasattr(row, "line") for row in sent)
        assert list(assistance_differences()) == []


setattr(Told, "return", Told._return)


@pytest.mark.django_db
@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_nothing_is_given_beyond_the_budget_in_any_order(told: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        there = Told()
        begun = [("draft", 0), ("propose", 0), ("draft", 3), ("propose", 0), ("approve", 0)]
        for deed, number in [*begun, *told]:
            there.act(deed, number)
        there.holds()
        transaction.set_rollback(True)
