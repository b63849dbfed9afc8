"""What stands about assistance: a cohort's money, a fellow's awards, and the marks of what a page showed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Prefetch, Q, QuerySet, Sum

from common.clock import day_in_words
from common.edits import mark_of
from common.money import dollars
from fellows.models import AssistanceBudget, Award, Disbursement, Fellow, FellowCohort
from fellows.rules.assistance import Money, Part
from fellows.states import COMMITTED, SENT, AwardState, DisbursementState
from people.models import User


def budget_of(cohort_id: int) -> AssistanceBudget | None:
    """The budget of a cohort that counts: the newest. One query."""
    return AssistanceBudget.objects.filter(cohort=cohort_id).order_by("-pk").first()


def _sum(where: Q) -> Sum:
    return Sum("cents", filter=where, default=0, output_field=IntegerField())


SUMS = {
    "proposed": _sum(Q(award__state=AwardState.PROPOSED)),
    "approved": _sum(Q(state__in=COMMITTED)),
    "sent": _sum(Q(state__in=SENT)),
    "paid": _sum(Q(state=DisbursementState.PAID)),
}


def money_of(cohort_id: int) -> Money:
    """What a cohort's budget holds now: two queries."""
    budget = budget_of(cohort_id)
    rows = Disbursement.objects.filter(award__fellow__cohort=cohort_id)
    return Money(budget.cents if budget else None, **rows.aggregate(**SUMS))


@dataclass(frozen=True, slots=True)
class CohortMoney:
    """A cohort with its money."""

    cohort: FellowCohort
    money: Money

    @property
    def pk(self) -> int:
        return self.cohort.pk


def money_by_cohort(user: User) -> list[CohortMoney]:
    """Every cohort with a budget or an award, the newest first, as `user` may see them: three queries."""
    budgets: dict[int, int] = {}
    for cohort, cents in (
        AssistanceBudget.objects.visible_to(user).order_by("pk").values_list("cohort", "cents")
    ):
        budgets[cohort] = cents
    of = "award__fellow__cohort"
    rows = Disbursement.objects.visible_to(user).order_by().values(of).annotate(**SUMS)
    sums: dict[int, dict[str, Any]] = {row.pop(of): row for row in rows}
    cohorts = FellowCohort.objects.filter(pk__in={*budgets, *sums})
    return [CohortMoney(one, Money(budgets.get(one.pk), **sums.get(one.pk, {}))) for one in cohorts]


def awards_of(user: User, fellow: Fellow) -> "list[Award]":
    """The awards of a fellow that `user` may see, the newest first, each with its schedule: two queries."""
    return list(with_parts(Award.objects.visible_to(user).filter(fellow=fellow)).order_by("-pk"))


def with_parts(awards: "QuerySet[Award]") -> "QuerySet[Award]":
    """Each with its fellow, what it pays again, and, in one more query, its schedule: which of it is paid again."""
    parts = Prefetch("disbursements", Disbursement.objects.told_again().order_by("due", "pk"))
    whose = awards.select_related(
        "fellow__person", "fellow__cohort", "proposed_by", "approved_by", "replaces"
    )
    return whose.prefetch_related(parts)


def told(awards: "QuerySet[Award]") -> "QuerySet[Award]":
    """Each with `paid_cents`."""
    paid = Q(disbursements__state=DisbursementState.PAID)
    return awards.annotate(
        paid_cents=Sum("disbursements__cents", filter=paid, default=0, output_field=IntegerField())
    )


def waiting_in(awards: "QuerySet[Award]") -> dict[str, int]:
    """How many of these awards are in each state: one query."""
    rows = Award.objects.filter(pk__in=awards.order_by().values("pk")).order_by()
    return dict(rows.values_list("state").annotate(n=Count("pk")))


def money_in(awards: Sequence[Award]) -> Money:
    """What these awards come to: the same sums, of rows that are read already. They have no budget of their own."""
    parts = [(award.state, row.state, row.cents) for award in awards for row in award.disbursements.all()]

    def sum_where(states: Sequence[str]) -> int:
        return sum(cents for _, state, cents in parts if state in states)

    proposed = sum(cents for award, _, cents in parts if award == AwardState.PROPOSED)
    return Money(None, proposed, sum_where(COMMITTED), sum_where(SENT), sum_where((DisbursementState.PAID,)))


def next_due(parts: Sequence[Disbursement]) -> Disbursement | None:
    """Of these the next that will be paid."""
    ahead = [row for row in parts if row.state in (DisbursementState.APPROVED, DisbursementState.EXPORTED)]
    return min(ahead, key=lambda row: (row.due, row.pk), default=None)


def parts_of(award: Award) -> list[Part]:
    """Its schedule, the earliest first."""
    return [Part(row.due, row.cents) for row in award.disbursements.all()]


def written_in(purpose: str, reason: str, parts: Sequence[Part]) -> list[str]:
    """What an award says, a line each."""
    words = dict(Award.Purpose.choices).get(purpose, purpose)
    said = [
        f"{dollars(part.cents)} on {day_in_words(part.due)}"
        for part in sorted(parts, key=lambda one: one.due)
    ]
    return [f"What for: {words}", f"Why: {reason}", *said]


def mark_of_award(award: Award) -> str:
    """The mark of what a page shows of an award before it is changed or approved."""
    return mark_of("\n".join(written_in(award.purpose, award.reason, parts_of(award))))
