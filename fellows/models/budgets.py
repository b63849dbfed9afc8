"""What assistance of a cohort may cost in all."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only
from common.money import dollars
from fellows.models.fellows import FellowCohort
from fellows.models.guards import HOLDS_WHAT_IS_APPROVED
from people.models import User
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL


class AssistanceBudgetQuerySet(models.QuerySet["AssistanceBudget"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()


class AssistanceBudget(models.Model):
    """What assistance of a cohort may cost in all. Another amount is another row: the newest one counts, and all of
    them are the history."""

    cohort = models.ForeignKey(FellowCohort, on_delete=models.PROTECT, related_name="budgets")
    cents = models.BigIntegerField("budget")
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AssistanceBudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gte=0), name="a_budget_of_assistance_is_an_amount")
        ]
        triggers = [
            append_only("budgets_of_assistance_stay"),
            Guard(
                name="a_budget_holds_what_is_approved",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=HOLDS_WHAT_IS_APPROVED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {dollars(self.cents)}"
