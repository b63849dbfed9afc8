"""What UCLA does with a fellow's application: each step with its day and who said so. Nothing of it is ever changed:
what was wrong is corrected by another row, with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import append_only
from fellows.models.fellows import Fellow

PERSON = settings.AUTH_USER_MODEL
LONGEST_SAID, LONGEST_REASON = 120, 300


class UclaStepQuerySet(models.QuerySet["UclaStep"]):
    def newest(self) -> "UclaStepQuerySet":
        """The last word on each step: what no other row corrects."""
        return self.filter(corrected_by=None)

    def standing(self) -> "UclaStepQuerySet":
        """The steps that were taken, as far as is known today."""
        return self.newest().filter(on__isnull=False)


class UclaStep(models.Model):
    """A step at UCLA, on a day, as somebody said; a row that corrects another one without a day says that it was not
    taken."""

    class Step(models.TextChoices):
        APPLIED = "applied", "applied"
        INTERVIEW = "interview", "interview at UCLA"
        WAITLISTED = "waitlisted", "on UCLA’s waitlist"
        NOT_ADMITTED = "not_admitted", "not admitted"
        ADMITTED = "admitted", "admitted"
        ENROLLED = "enrolled", "enrolled"

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="ucla_steps")
    step = models.CharField(max_length=12, choices=Step.choices)
    on = models.DateField("day", null=True, blank=True)
    said_by = models.CharField("who said it", max_length=LONGEST_SAID)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.CharField("why it is corrected", max_length=LONGEST_REASON, blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = UclaStepQuerySet.as_manager()

    class Meta:
        verbose_name = "step at UCLA"
        verbose_name_plural = "steps at UCLA"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fellow", "step"], condition=Q(corrects=None), name="one_first_word_per_step_at_ucla"
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=False) | (Q(corrects__isnull=False) & ~Q(reason="")),
                name="a_step_that_was_not_taken_corrects_one",
            ),
        ]
        triggers = [append_only("steps_at_ucla_stay")]

    def __str__(self) -> str:
        return f"{self.fellow.person}: {self.get_step_display()}"
