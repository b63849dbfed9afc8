"""What payroll says it paid: one row a line, written once."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import append_only
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
