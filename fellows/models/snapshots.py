"""The outcomes of the fellowship as they were on a day: what leaves the house is drawn from here alone."""

import json
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.canonical import fingerprint
from common.clock import clock_in_words
from common.guards import append_only
from fellows.rules.snapshots import Frozen, read

PERSON = settings.AUTH_USER_MODEL


class OutcomeSnapshot(models.Model):
    """What was known of all fellows on a day, without names, and the numbers that may leave the house. Written once, so
    that page, file and print come out the same whenever they are made again."""

    as_of = models.DateField()
    # Canonical JSON, exactly as its fingerprint was taken.
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    taken_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = "snapshot of outcomes"
        verbose_name_plural = "snapshots of outcomes"
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="one_snapshot_of_the_same_outcomes"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_snapshot_has_its_fingerprint"
            ),
        ]
        triggers = [append_only("snapshots_of_outcomes_stay")]

    def __str__(self) -> str:
        return f"Outcomes of {self.when}"

    @property
    def when(self) -> str:
        """Day and time, as several are frozen on one day: "November 30, 2026, 4:05 p.m."."""
        return f"{self.as_of:%B %-d, %Y}, {clock_in_words(self.taken_at)}"

    @cached_property
    def frozen(self) -> Frozen:
        """What it holds."""
        return read(json.loads(self.content))

    @property
    def stands(self) -> bool:
        """Whether its content is what its fingerprint was taken of."""
        return fingerprint(self.content.encode()) == self.sha256
