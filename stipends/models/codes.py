"""Codes of the books: funds, and the account, fund and program code of each role and channel, and of substitutes, in
each year."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from common.fields import DeedField
from common.guards import Stay, append_only
from common.models import Event
from pathways.models import ProgramYear, Role
from people.models import Post, User
from people.queries import hats
from stipends.states import FundAction

# As bookkeeping writes codes: "4210", "5800-00", "1.1100.0". What begins a formula is no code.
CODE = r"[A-Za-z0-9][A-Za-z0-9 ./:_-]*"
is_code = RegexValidator(
    rf"^{CODE}\Z", "Write a code of letters, digits, spaces, dots, slashes, colons and hyphens."
)


class MoneyQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()


class Fund(models.Model):
    """Money of one source: its code stays, its name may be corrected."""

    code = models.CharField(max_length=20, validators=[is_code])
    name = models.CharField(max_length=100)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(Upper("code"), name="one_fund_per_code"),
            models.CheckConstraint(condition=Q(code__regex=rf"^{CODE}$"), name="fund_has_a_code"),
            models.CheckConstraint(condition=~Q(name=""), name="fund_has_a_name"),
        ]
        triggers = [
            Stay(
                name="codes_of_funds_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("code"),
                words="a fund keeps its code",
            ),
            Stay(name="funds_stay", operation=pgtrigger.Delete, words="a fund stays"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class FundEvent(Event):
    """A line of the history of a fund."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="events")
    action = DeedField(FundAction)
    # What it was called from then on.
    name = models.CharField(max_length=100)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["fund", "at"], name="events_of_a_fund")]

    @property
    def about(self) -> str:
        return self.name


class AccountCode(models.Model):
    """What the books call the expense of a role or of substitutes, or what is owed through a channel or to schools, in
    one year. Another code is another row: the newest one counts, and all of them are the history."""

    class Substitutes(models.TextChoices):
        COST = "cost", "Substitutes"
        OWED = "owed", "Owed to schools for substitutes"

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="account_codes")
    # One of three: the debit side by role, the credit side by channel, or either side of substitutes.
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, blank=True, choices=Post.Channel.choices)
    substitutes = models.CharField(max_length=10, blank=True, choices=Substitutes.choices)
    account = models.CharField("account code", max_length=40, validators=[is_code])
    fund = models.ForeignKey(Fund, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    program = models.CharField("program code", max_length=40, blank=True, validators=[is_code])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MoneyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False, channel="", substitutes="", fund__isnull=False)
                | Q(role__isnull=True, substitutes="") & ~Q(channel="")
                | Q(role__isnull=True, channel="", substitutes="cost", fund__isnull=False)
                | Q(role__isnull=True, channel="", substitutes="owed"),
                name="code_is_of_a_role_of_a_channel_or_of_substitutes",
            ),
            models.CheckConstraint(
                condition=Q(account__regex=rf"^{CODE}$") & (Q(program="") | Q(program__regex=rf"^{CODE}$")),
                name="codes_are_codes",
            ),
        ]
        triggers = [append_only("codes_stay")]

    def __str__(self) -> str:
        return f"{self.of} {self.year}: {self.account}"

    @property
    def of(self) -> str:
        """What it is the code of, in words. Select its role with the query."""
        if self.substitutes:
            return str(self.get_substitutes_display())
        return f"Owed through {self.get_channel_display()}" if self.channel else str(self.role)

    @property
    def key(self) -> int | str:
        """What tells the newest of its kind: the id of its role, or its channel, or its side of substitutes."""
        return self.role_id or self.channel or self.substitutes
