"""The principal's word at year's end."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.edits import mark_of
from pathways.models.placements import Placement


class Attestation(models.Model):
    """Near year's end the principal says whether the school-level expectations were met, or what was not."""

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="attestation")
    met = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["placement"]
        constraints = [
            models.CheckConstraint(condition=Q(met=True) | ~Q(words=""), name="not_met_needs_words")
        ]

    def __str__(self) -> str:
        return f"{self.placement}: {'met' if self.met else 'not met'}"

    @property
    def mark(self) -> str:
        """Of this word, as it was given: another after each correction."""
        return mark_of(f"{self.met} {self.at.isoformat()} {self.words}")
