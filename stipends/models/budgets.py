"""What a year may cost: written by one person, published by another, never edited after. Another version is written."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import Stay, append_only, said_once
from common.money import dollars
from pathways.models import ProgramYear, Role
from people.models import School, User
from people.queries import hats
from stipends.models.codes import Fund

PERSON = settings.AUTH_USER_MODEL


class BudgetQuerySet(models.QuerySet["Budget"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()

    def published(self) -> Self:
        """The latest of a year is the one that counts."""
        return self.filter(published_by__isnull=False)


class BudgetRowQuerySet(models.QuerySet["BudgetRow"]):
    def visible_to(self, user: User) -> Self:
        return self if hats(user).money else self.none()


class Budget(models.Model):
    """One version of the budget of a year."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="budgets")
    version = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="one_budget_per_year_and_version"),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("written_by")),
                name="two_people_make_a_budget",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="published_budget_says_who_and_when",
            ),
        ]
        triggers = [
            said_once("written_at", "written_by", "published_at", "published_by"),
            Stay(name="budgets_stay", operation=pgtrigger.Delete, words="a budget stays"),
            Stay(
                name="budgets_keep_their_year",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("year", "version"),
                words="a budget keeps its year and version",
            ),
        ]

    def __str__(self) -> str:
        return f"Budget {self.year}, version {self.version}"


class BudgetRow(models.Model):
    """What a role may cost in the year: at one school or at all, out of one fund or whichever."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="rows")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cents = models.BigIntegerField()

    objects = BudgetRowQuerySet.as_manager()

    class Meta:
        ordering = ["budget", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "role", "school", "fund"],
                nulls_distinct=False,
                name="one_row_per_role_school_and_fund",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="budget_is_above_0"),
        ]
        triggers = [append_only("budget_rows_stay")]

    def __str__(self) -> str:
        return f"{self.role}: {dollars(self.cents)}"
