"""What an office says it paid: one row a line of a run, one row a claim of a school, written once."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only
from common.money import dollars
from stipends.models.claims import SubstituteClaim
from stipends.models.runs import StipendLine


class LineConfirmation(models.Model):
    """Payroll says that a line was paid."""

    line = models.OneToOneField(StipendLine, on_delete=models.PROTECT, related_name="confirmation")
    amount_cents = models.BigIntegerField()
    reference = models.CharField(max_length=100, blank=True, help_text="Payroll's own number")
    paid_on = models.DateField("date of payment", help_text="What counts for a calendar year")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["paid_on"], name="confirmations_by_payday")]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="confirmed_amount_is_above_0")
        ]
        triggers = [append_only("confirmations_stay")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount_cents} cents"


class ClaimConfirmation(models.Model):
    """The office that pays says that a school got what it claimed: the whole amount of the claim."""

    claim = models.OneToOneField(SubstituteClaim, on_delete=models.PROTECT, related_name="confirmation")
    amount_cents = models.BigIntegerField()
    reference = models.CharField(max_length=100, blank=True, help_text="The office’s own number")
    paid_on = models.DateField("date of payment")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["claim"]
        indexes = [models.Index(fields=["paid_on"], name="paid_claims_by_day")]
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="paid_claim_is_above_0")]
        triggers = [
            append_only("claim_confirmations_stay"),
            Guard(
                name="a_confirmation_is_of_its_claim",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM stipends_substituteclaim c WHERE c.id = NEW.claim_id
                                   AND c.state = 'exported' AND c.total_cents = NEW.amount_cents) THEN
                        RAISE EXCEPTION 'a confirmation is of a claim in a file, and of its whole amount'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.claim_id}: {dollars(self.amount_cents)}"
