"""What assistance of fellows costs: in a program year by cohort, beside what a cohort's budget holds, and the parts of
awards behind each sum."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Sum

from fellows.models import Disbursement
from fellows.queries.assistance import money_by_cohort
from fellows.rules.assistance import Money as Held
from fellows.states import COMMITTED, SENT, DisbursementState
from pathways.models import ProgramYear
from people.models import User
from stipends.queries.budgets import Amount
from stipends.queries.lines import within

ALL = "Assistance of fellows"
NOTHING = Amount()
# How far a part came, as an address asks for it.
FAR: dict[str, tuple[DisbursementState, ...]] = {
    "approved": COMMITTED,
    "exported": SENT,
    "confirmed": (DisbursementState.PAID,),
}


@dataclass(frozen=True, slots=True)
class PartsAsked:
    """What parts of awards are narrowed to; None and "" do not narrow. `year`: in which they are due; `paid`: a
    calendar year in which they were paid, whether or not it came back later; `came`: one in which what was paid came
    back. `stage` is one of FAR."""

    year: ProgramYear | None = None
    paid: int | None = None
    came: int | None = None
    cohort_id: int | None = None
    person_id: int | None = None
    stage: str = ""


def paid_parts(calendar_year: int) -> "QuerySet[Disbursement]":
    """What was paid in the calendar year, by the day of payment; what came back since too."""
    return Disbursement.objects.filter(paid_on__range=within(calendar_year)).order_by()


def came_back_parts(calendar_year: int) -> "QuerySet[Disbursement]":
    """What had been paid and came back in the calendar year. What never arrived was never paid."""
    rows = Disbursement.objects.filter(came_back_on__range=within(calendar_year), paid_on__isnull=False)
    return rows.order_by()


def parts_asked(user: User, asked: PartsAsked) -> "QuerySet[Disbursement]":
    """The parts of awards that were approved, or came back, as they are asked for and `user` may see them, by name."""
    found = Disbursement.objects.visible_to(user).filter(state__in=[*COMMITTED, DisbursementState.CAME_BACK])
    if asked.year is not None:
        found = found.filter(due__gte=asked.year.starts, due__lt=asked.year.ends)
    if asked.paid is not None:
        found = found.filter(pk__in=paid_parts(asked.paid).values("pk"))
    if asked.came is not None:
        found = found.filter(pk__in=came_back_parts(asked.came).values("pk"))
    ids = {"award__fellow__cohort": asked.cohort_id, "award__fellow__person": asked.person_id}
    found = found.filter(**{name: number for name, number in ids.items() if number is not None})
    if asked.stage:
        found = found.filter(state__in=FAR.get(asked.stage, ()))
    whole = found.select_related("award__fellow__person", "award__fellow__cohort")
    return whole.order_by("award__fellow__person__sort_name", "due", "pk")


@dataclass(frozen=True, slots=True)
class CohortYear:
    """A cohort in a program year: what of its parts is due in it, and `held`, its budget in all years. Of all cohorts
    together `key` is None."""

    key: int | None
    label: str
    held: Held
    approved: Amount = NOTHING
    exported: Amount = NOTHING
    confirmed: Amount = NOTHING

    @property
    def other_cents(self) -> int:
        """What is approved and due in other years."""
        return self.held.approved - self.approved.cents


def assisted_in(user: User, year: ProgramYear) -> list[CohortYear]:
    """Each cohort that has assistance due in the year, or has a budget and studies in it, the newest first, as `user`
    may see it: four queries."""
    sums = _sums(parts_asked(user, PartsAsked(year=year)))
    found = []
    for one in money_by_cohort(user):
        studies = one.cohort.starts < year.ends and one.cohort.ends > year.starts
        if one.pk in sums or (studies and one.money.budget is not None):
            found.append(CohortYear(one.pk, one.cohort.name, one.money, **sums.get(one.pk, {})))
    return found


def all_of(rows: list[CohortYear]) -> CohortYear:
    """Their sums. Without any budget there is none of all of them."""
    budgets = [row.held.budget for row in rows if row.held.budget is not None]
    held = Held(
        sum(budgets) if budgets else None,
        *(sum(getattr(row.held, name) for row in rows) for name in ("proposed", "approved", "sent", "paid")),
    )
    return CohortYear(None, ALL, held, *(sum((getattr(row, name) for row in rows), NOTHING) for name in FAR))


def _sums(parts: "QuerySet[Disbursement]") -> dict[int, dict[str, Amount]]:
    """Approved, exported and confirmed by cohort: one query."""
    far = {name: Q(state__in=states) for name, states in FAR.items()}
    counted: dict[str, Any] = {}
    for name, where in far.items():
        counted[f"{name}_cents"] = Sum("cents", filter=where, default=0, output_field=IntegerField())
        counted[f"{name}_rows"] = Count("pk", filter=where)
    of = "award__fellow__cohort"
    found: dict[int, dict[str, Amount]] = defaultdict(dict)
    for row in parts.order_by().values(of).annotate(**counted):
        found[row[of]] = {name: Amount(row[f"{name}_cents"], row[f"{name}_rows"]) for name in far}
    return dict(found)
