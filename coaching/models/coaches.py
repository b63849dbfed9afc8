"""Who is the coach of a leader: dealt out by school or by hand, one at a time."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.guards import Stay, said_once
from pathways.models import Placement

PERSON = settings.AUTH_USER_MODEL


class LeadersCoachQuerySet(models.QuerySet["LeadersCoach"]):
    def current(self) -> Self:
        """Those that were not followed by another."""
        return self.filter(until=None)


class LeadersCoach(models.Model):
    """From `since` on this is the coach of this placement, until another follows. Rows are their own history."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="coaches")
    coach = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="leaders_coached")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LeadersCoachQuerySet.as_manager()

    class Meta:
        ordering = ["placement", "since", "pk"]
        verbose_name = "coach of a leader"
        verbose_name_plural = "coaches of leaders"
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(until=None), name="one_coach_at_a_time_per_placement"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_coach_ends_after_they_began"
            ),
        ]
        indexes = [models.Index(fields=["coach"], condition=Q(until=None), name="leaders_of_a_coach")]
        triggers = [
            said_once("since", "placement_id", "until", "by_id", "at"),
            Stay(name="who_coached_whom_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.coach} coaches {self.placement}"
