"""That a coach saw a leader at work. What was seen stays with the two."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coaching.models.support import SupportRequest
from common.guards import Stay, said_once
from common.models import one_of
from pathways.models import Placement
from people.models import User


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> Self:
        """Those one made; those of placements one may see."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(coach=user) | Q(placement__in=Placement.objects.visible_to(user)))

    def made(self) -> Self:
        """Those that took place: without what was taken back."""
        return self.filter(taken_back_at=None)


class Where(models.TextChoices):
    CLASS = "class", "in class"
    TALK = "talk", "in a talk"
    PASSING = "passing", "in passing"


class Visit(models.Model):
    """A coach saw a leader on this day: that is known to those who run the program, `words` to the two alone.

    `key` is made where it is recorded, so that a phone without a network may send it again. Never edited; what was
    recorded by mistake is taken back and counts no more.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="visits")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits_made")
    # What it was made for, where somebody had asked for it.
    request = models.ForeignKey(
        SupportRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="visits"
    )
    on = models.DateField()
    where = models.CharField(max_length=10, choices=Where.choices)
    words = models.TextField(blank=True, help_text="Private to coach and leader")
    look_again = models.DateField(null=True, blank=True)
    key = models.UUIDField()
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "key"], name="a_visit_is_recorded_once"),
            models.CheckConstraint(
                condition=Q(look_again=None) | Q(look_again__gt=F("on")), name="one_looks_again_later"
            ),
            one_of("where", Where, "where_a_visit_was"),
        ]
        indexes = [models.Index(fields=["coach", "-on"], name="visits_of_a_coach")]
        triggers = [
            said_once(
                "recorded_at", "placement_id", "on", "where", "words", "key", "taken_back_at", "request_id"
            ),
            Stay(
                name="when_to_look_again_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__look_again__df=pgtrigger.F("new__look_again")),
            ),
            Stay(name="visits_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.coach} saw {self.placement.person} on {self.on:%Y-%m-%d}"
