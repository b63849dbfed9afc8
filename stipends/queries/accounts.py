"""The account of a school in a year: what its claims amount to, and what is left of its limits."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Case, OuterRef, QuerySet, Subquery, Sum, When

from common.money import dollars
from stipends.models import ClaimLine, SchoolAllowance, SubstituteClaim
from stipends.rules import days_in_words
from stipends.states import ClaimState

# What a claim adds to in the account of its school.
STEPS = {
    "claimed": (ClaimState.SUBMITTED,),
    "approved": (ClaimState.APPROVED,),
    "exported": (ClaimState.EXPORTED,),
    "paid": (ClaimState.PAID,),
}


def _plain(days: Decimal | None) -> str:
    """ "40", "0.5"."""
    return f"{(days or Decimal(0)).normalize():f}"


@dataclass(frozen=True, slots=True)
class Account:
    """A year of one school in cents: what its claims amount to, by how far they are, and its limits (None: none)."""

    claimed: int
    approved: int
    exported: int
    paid: int
    units: Decimal
    budget: int | None
    allowed: Decimal | None

    @property
    def used(self) -> int:
        """All that counts against the budget."""
        return self.claimed + self.approved + self.exported + self.paid

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.used

    @property
    def units_left(self) -> Decimal | None:
        return None if self.allowed is None else self.allowed - self.units

    @property
    def days_left(self) -> str:
        return _plain(self.units_left)

    @property
    def days_allowed(self) -> str:
        return _plain(self.allowed)

    @property
    def reached(self) -> str:
        """That nothing is left of the days or of the budget; empty while something is."""
        if self.units_left is not None and self.units_left <= 0:
            return f"No day is left of the {self.days_allowed} this school may claim this year."
        if self.left is not None and self.left <= 0:
            return f"The budget of this school, {dollars(self.budget or 0)}, is used up for this year."
        return ""

    @property
    def left_in_words(self) -> str:
        """ "half a day and $66.51"; empty without limits, and nothing that is below nothing."""
        days, cents = self.units_left, self.left
        said = (
            "" if days is None else days_in_words(Fraction(max(days, Decimal(0)))),
            "" if cents is None else dollars(max(cents, 0)),
        )
        return " and ".join(filter(None, said))

    @property
    def whole(self) -> int:
        """What a bar of it is drawn to."""
        return max(self.budget or 0, self.used)


@dataclass(frozen=True, slots=True)
class Used:
    """Of one school and year: cents and days of claims that wait for approval, and of those that were approved."""

    waiting_cents: int = 0
    approved_cents: int = 0
    waiting_days: Decimal = Decimal(0)
    approved_days: Decimal = Decimal(0)

    @property
    def cents(self) -> int:
        return self.waiting_cents + self.approved_cents

    @property
    def days(self) -> Decimal:
        return self.waiting_days + self.approved_days


def used_in(year_id: int, schools: Collection[int]) -> dict[int, Used]:
    """What these schools claim in a year, by school; those that claim nothing are left out. One query."""
    rows = _with_days(SubstituteClaim.objects.claimed().filter(school__in=schools, year=year_id))
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for school, waits, cents, days in rows.values_list(
        "school", Case(When(state=ClaimState.SUBMITTED, then=True), default=False)
    ).annotate(Sum("total_cents"), Sum("days")):
        step = "waiting" if waits else "approved"
        found[school] |= {f"{step}_cents": int(cents), f"{step}_days": days or Decimal(0)}
    return {school: Used(**sums) for school, sums in found.items()}


def _with_days(claims: "QuerySet[SubstituteClaim]") -> "QuerySet[SubstituteClaim]":
    """`days` on each: what its lines pay for."""
    lines = ClaimLine.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    return claims.annotate(days=Subquery(lines.annotate(n=Sum("paid_units")).values("n"))).order_by()


def account(school_id: int, year_id: int, *, without: int | None = None) -> Account:
    """The account of a school in a year; `without`: as if there were no such claim. Two queries."""
    claims = SubstituteClaim.objects.claimed().filter(school=school_id, year=year_id)
    if without is not None:
        claims = claims.exclude(pk=without)
    days = _with_days(claims)
    found = {
        state: (cents, units or Decimal(0))
        for state, cents, units in days.values_list("state").annotate(Sum("total_cents"), Sum("days"))
    }
    allowance = SchoolAllowance.objects.published().filter(school=school_id, year=year_id).first()

    return Account(
        **{step: sum(found[one][0] for one in states if one in found) for step, states in STEPS.items()},
        units=sum((units for _, units in found.values()), Decimal(0)),
        budget=allowance.budget_cents if allowance else None,
        allowed=allowance.units if allowance else None,
    )
