"""What substitutes of a year cost: what schools may claim, and how far what was approved came."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Sum

from pathways.models import ProgramYear
from people.models import User
from stipends.models import SchoolAllowance, SubstituteClaim
from stipends.queries.budgets import Amount, Money
from stipends.queries.claims import STAGES

ALL = "Substitutes"


def claimed_in(user: User, year: ProgramYear) -> tuple[list[Money], Money]:
    """By school, and all of them, as `user` may see it: two queries. A school without a limit has no budget."""
    claims = SubstituteClaim.objects.visible_to(user).filter(year=year).settled().order_by()
    sums = {name: defaultdict[int, Amount](Amount) for name in STAGES}
    names: dict[int, str] = {}
    for school, name, state, cents, rows in claims.values_list("school", "school__name", "state").annotate(
        Sum("total_cents"), Count("pk")
    ):
        names[school] = name
        for stage, states in STAGES.items():
            sums[stage][school] += Amount(cents, rows) if state in states else Amount()
    limits = dict[int, Amount]()
    allowed = SchoolAllowance.objects.visible_to(user).published().filter(year=year, budget_cents__gte=0)
    for school, name, cents in allowed.values_list("school", "school__name", "budget_cents"):
        names[school], limits[school] = name, Amount(cents or 0, 1)
    rows = [_row(school, names[school], limits.get(school), sums) for school in names]
    rows.sort(key=lambda row: row.label)
    whole = Money(
        0,
        ALL,
        sum(limits.values(), Amount()) if limits else None,
        None,
        *(sum(part.values(), Amount()) for part in sums.values()),
    )
    return rows, whole


def _row(key: int, label: str, budget: Amount | None, sums: dict[str, Any]) -> Money:
    return Money(key, label, budget, None, *(part[key] for part in sums.values()))
