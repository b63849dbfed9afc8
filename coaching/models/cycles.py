"""Coaching cycles. That a cycle happened is known to those who run the program; what was said stays with the two."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coaching.states import Action, Beside, State
from common.clock import day_in_words
from common.fields import DeedField
from common.guards import moves_with
from common.models import Event, one_of
from common.states import choices
from pathways.models import Placement
from people.models import User

STATES = choices(State)


class CycleStep(models.TextChoices):
    """What takes place in a cycle on a day, in its order: the field of the day, and its name."""

    PLANNED = "planned_on", "Planning"
    OBSERVED = "observed_on", "Observation"
    FEEDBACK = "feedback_on", "Feedback"
    TALKED = "conversation_on", "Coaching talk"


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
        EXTRA = "extra", "extra"

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
    # Handed over with words in it: closed as far as it came, so that its words stay between those two. Another coach
    # goes on in that one, from the next step.
    followed_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follows"
    )

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "window"],
                condition=~Q(window="extra") & Q(followed_by=None),
                name="one_cycle_per_placement_and_window",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(State.CLOSED)) | Q(closed_at__isnull=False),
                name="closed_cycle_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(followed_by=None) | Q(state=str(State.CLOSED)),
                name="a_cycle_that_is_followed_is_closed",
            ),
        ]
        indexes = [models.Index(fields=["coach", "state", "due"], name="cycles_of_a_coach")]
        triggers = [moves_with("closed_at")]

    def __str__(self) -> str:
        return f"{self.get_window_display().capitalize()} cycle of {self.placement}"

    @property
    def kind(self) -> str:
        """In a sentence: "a mid-year cycle", "an extra cycle"."""
        article = "a" if self.window == self.Window.MID_YEAR else "an"
        return f"{article} {self.get_window_display()} cycle"


class CycleEvent(Event):
    """A line of the history of a cycle: that a step took place, never what was said. `coach` is whom it went to."""

    cycle = models.ForeignKey(CoachingCycle, on_delete=models.PROTECT, related_name="events")
    action = DeedField(Action, Beside)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of which step a day was corrected, to which, from which.
    step = models.CharField(max_length=20, blank=True, choices=CycleStep.choices)
    day = models.DateField(null=True, blank=True)
    day_was = models.DateField(null=True, blank=True)

    reads: ClassVar[tuple[str, ...]] = ("coach",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["cycle", "at"], name="events_of_a_cycle")]
        constraints = [
            one_of("step", ("", *CycleStep), "a_corrected_day_is_of_a_step"),
            models.CheckConstraint(
                condition=Q(step="", day=None, day_was=None) | (~Q(step="") & ~Q(day=F("day_was"))),
                name="a_day_was_another_one_before",
            ),
            # Of a null the check above knows nothing, and a check that knows nothing passes.
            models.CheckConstraint(
                condition=Q(step="") | Q(day__isnull=False, day_was__isnull=False),
                name="a_corrected_day_says_both",
            ),
        ]

    @property
    def about(self) -> str:
        """Its facts, as in: To Dana Kim. Or: Observation on Nov 3, 2026, before Nov 5, 2026."""
        if self.day is not None and self.day_was is not None:
            return (
                f"{self.get_step_display()} on {day_in_words(self.day)}, before {day_in_words(self.day_was)}."
            )
        return f"To {self.coach.name}." if self.coach else ""
