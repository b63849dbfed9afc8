"""From which school students go on to which: what Arts Leads plan their years around."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import Stay, said_once
from people.models import School

PERSON = settings.AUTH_USER_MODEL


class FeederQuerySet(models.QuerySet["Feeder"]):
    def current(self) -> "FeederQuerySet":
        """Those nobody ended."""
        return self.filter(ended_at=None)


class Feeder(models.Model):
    """Students of `lower` go on to `upper`. Rows are their own history: one is ended, never changed."""

    lower = models.ForeignKey(School, on_delete=models.PROTECT, related_name="goes_on_to")
    upper = models.ForeignKey(School, on_delete=models.PROTECT, related_name="comes_from")
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FeederQuerySet.as_manager()

    class Meta:
        ordering = ["upper__sort_name", "lower__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lower", "upper"], condition=Q(ended_at=None), name="one_feeder_of_two_schools"
            ),
            models.CheckConstraint(condition=~Q(lower=F("upper")), name="no_school_feeds_itself"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_feeder_is_ended_by_somebody",
            ),
        ]
        triggers = [
            said_once("added_at", "lower_id", "upper_id", "added_by_id", "ended_at", "ended_by_id"),
            Stay(name="feeders_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.lower} to {self.upper}"
