"""Budgets: one person writes a version, another publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import DomainError, DoneAlready, demand
from pathways.models import ProgramYear, Role
from people.models import School, User
from stipends.models import Budget, BudgetRow, Fund
from stipends.policies import why_not_budget, why_not_publishing


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of a budget: at one school or all, out of one fund or whichever pays the role."""

    role: Role
    cents: int
    school: School | None = None
    fund: Fund | None = None


@transaction.atomic
def write_budget(
    *, year: ProgramYear, rows: Sequence[Planned], by: User, now: datetime | None = None
) -> Budget:
    """The next version for this year, which counts once another person publishes it. Raises DomainError without a
    row, and for one that is there twice."""
    demand(why_not_budget(by))
    if not rows:
        raise DomainError("Write at least one amount.")
    keys = [(row.role.pk, row.school and row.school.pk, row.fund and row.fund.pk) for row in rows]
    for row, key in zip(rows, keys, strict=True):
        if keys.count(key) > 1:
            where = f" at {row.school}" if row.school else ""
            raise DomainError(f"{row.role}{where} is there twice for the same fund. Write one sum.")
    # Two who write at once get two versions.
    ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=year.pk)
    last = Budget.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    budget = Budget.objects.create(
        year=year, version=last + 1, written_by=by, written_at=now or timezone.now()
    )
    BudgetRow.objects.bulk_create(
        BudgetRow(budget=budget, role=row.role, school=row.school, fund=row.fund, cents=row.cents)
        for row in rows
    )
    return budget


@transaction.atomic
def publish_budget(*, pk: int, by: User, now: datetime | None = None) -> Budget:
    """From now on this version counts; those before it stay on record. Raises DomainError for whoever wrote it, and
    for one that a later version has overtaken."""
    budget = Budget.objects.select_for_update(of=("self",)).select_related("year").get(pk=pk)
    demand(why_not_publishing(by, budget))
    if budget.published_by_id:
        raise DoneAlready("This budget is published already.")
    if Budget.objects.published().filter(year=budget.year_id, version__gt=budget.version).exists():
        raise DomainError("A later version is published already. Write a new one after it.")
    budget.published_by, budget.published_at = by, now or timezone.now()
    budget.save(update_fields=["published_by", "published_at"])
    return budget
