"""Coaching cycles. That a cycle happened is known to those who run the program; what was said stays with the two."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from coaching.states import Action, Beside, State
from common.fields import DeedField
from common.guards import moves_with
from common.models import Event
from common.states import choices
from pathways.models import Placement
from people.models import User

STATES = choices(State)


class CycleQuerySet(models.QuerySet["CoachingCycle"]):
    def visible_to(self, user: User) -> Self:
        """Those one coaches; those of placements one may see."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(coach=user) | Q(placement__in=Placement.objects.visible_to(user)))

    def not_closed(self) -> "CycleQuerySet":
        """Those their coach still has to bring to an end."""
        return self.exclude(state=State.CLOSED)


class CoachingCycle(models.Model):
    """One round of coaching of a placement by a coach: planning, observation, feedback, conversation."""

    class Window(models.TextChoices):
        MID_YEAR = "mid_year", "mid-year"
        END_OF_YEAR = "end_of_year", "end-of-year"
        EXTRA = "extra"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="coaching_cycles")
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coaching_cycles"
    )
    window = models.CharField(max_length=12, choices=Window.choices)
    due = models.DateField()
    state = models.CharField(max_length=12, choices=STATES, default=str(State.PLANNING))
    # What coach and leader share, each asked with the step it belongs to.
    goal = models.TextField(blank=True)
    saw = models.TextField(blank=True, help_text="Private to coach and leader")
    feedback = models.TextField(blank=True, help_text="Private to coach and leader")
    agreed = models.TextField(blank=True, help_text="Private to coach and leader")
    notes = models.TextField(blank=True, help_text="Private to coach and leader")
    planned_on = models.DateField(null=True, blank=True)
    observed_on = models.DateField(null=True, blank=True)
    feedback_on = models.DateField(null=True, blank=True)
    conversation_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "window"],
                condition=~Q(window="extra"),
                name="one_cycle_per_placement_and_window",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(State.CLOSED)) | Q(closed_at__isnull=False),
                name="closed_cycle_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["coach", "state", "due"], name="cycles_of_a_coach")]
        triggers = [moves_with("closed_at")]

    def __str__(self) -> str:
        return f"{self.get_window_display()} cycle of {self.placement}"


class CycleEvent(Event):
    """A line of the history of a cycle: that a step took place, never what was said."""

    cycle = models.ForeignKey(CoachingCycle, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action, Beside)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["cycle", "at"], name="events_of_a_cycle")]
