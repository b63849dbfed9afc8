"""What a leader takes on in a cycle, each with a day to look back. Read by coach and leader alone."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from coaching.models.cycles import CoachingCycle
from common.guards import Stay, said_once
from common.models import one_of
from people.models import User


class CameOf(models.TextChoices):
    """What came of a step when the two looked back."""

    DONE = "done", "Done"
    DROPPED = "dropped", "Let go"


class ActionStepQuerySet(models.QuerySet["ActionStep"]):
    def visible_to(self, user: User) -> Self:
        """Those of one's own coaching: as its coach, and as its leader once the talk they were written in was recorded.
        Nobody else's, whatever their hats."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(cycle__coach=user) | Q(cycle__placement__person=user, cycle__conversation_on__isnull=False)
        )

    def still_open(self) -> Self:
        """Those nobody said the outcome of."""
        return self.filter(came_of="")

    def to_look_back(self, day: date) -> Self:
        """Those whose day to look back has come."""
        return self.still_open().filter(look_back__lte=day)


class ActionStep(models.Model):
    """A step of a cycle in a few words, and the day on which the two look back at it.

    Its words stay as they were written. Steps of the time before each had a day of its own have neither `look_back`
    nor `written_at`.
    """

    cycle = models.ForeignKey(CoachingCycle, on_delete=models.PROTECT, related_name="action_steps")
    words = models.TextField(help_text="Private to coach and leader")
    look_back = models.DateField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    came_of = models.CharField(max_length=7, blank=True, choices=CameOf.choices)
    looked_on = models.DateField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ActionStepQuerySet.as_manager()

    class Meta:
        ordering = ["look_back", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "words"], name="an_action_step_is_written_once"),
            models.CheckConstraint(
                condition=Q(written_at=None) | Q(look_back__isnull=False),
                name="an_action_step_has_a_day_to_look_back",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_action_step_has_words"),
            models.CheckConstraint(
                condition=Q(came_of="", looked_on=None, looked_by=None)
                | (~Q(came_of="") & Q(looked_on__isnull=False, looked_by__isnull=False)),
                name="what_came_of_a_step_has_a_day_and_a_person",
            ),
            one_of("came_of", ["", *CameOf], "what_came_of_a_step"),
        ]
        indexes = [models.Index(fields=["look_back"], condition=Q(came_of=""), name="steps_to_look_back_at")]
        triggers = [
            # What came of it may be taken up again by the two, so who looked back, and when, is the last time.
            said_once("words", "cycle_id", "written_at"),
            Stay(name="action_steps_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        # Never its words: they reach logs and the administration.
        return f"Action step of {self.cycle}"
