"""The plan of a cohort: which milestones are due on which day for all its fellows."""

from datetime import date

from django.db import models
from django.db.models import Q

from common.counting import counted
from common.fields import DeedField
from common.models import Event
from fellows.models.fellows import FellowCohort, Milestone
from fellows.states import PlanAction

MOST_HOURS = 2000


class CohortMilestone(models.Model):
    """A line of the plan. Applied, it is a milestone of each fellow; until then it is nobody's."""

    cohort = models.ForeignKey(FellowCohort, on_delete=models.CASCADE, related_name="plan")
    kind = models.CharField(max_length=12, choices=Milestone.Kind.choices)
    due = models.DateField()
    hours = models.PositiveSmallIntegerField(
        "hours asked for", null=True, blank=True, help_text="Of fieldwork alone"
    )

    class Meta:
        verbose_name = "line of a cohort’s plan"
        verbose_name_plural = "lines of cohorts’ plans"
        ordering = ["cohort", "due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="one_line_of_a_plan_per_kind"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(kind="fieldwork", hours__gte=1, hours__lte=MOST_HOURS),
                name="hours_are_of_fieldwork",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort}: {self.get_kind_display()}"


class CohortPlanEvent(Event):
    """A line of the history of a plan: which day was set, moved or taken off, or that it was applied to all. `note`:
    why, as it was typed."""

    cohort = models.ForeignKey(FellowCohort, on_delete=models.PROTECT, related_name="plan_events")
    action = DeedField(PlanAction)
    kind = models.CharField("milestone", max_length=12, choices=Milestone.Kind.choices, blank=True)
    due = models.DateField(null=True, blank=True)
    was_due = models.DateField("due before", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("hours asked for", null=True, blank=True)
    had_hours = models.PositiveSmallIntegerField("hours asked for before", null=True, blank=True)
    # Of a plan that was applied: how many days of fellows it set, moved or took off.
    days = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Event.Meta):
        verbose_name = "line of a plan’s history"
        verbose_name_plural = "histories of cohorts’ plans"
        indexes = [models.Index(fields=["cohort", "at"], name="events_of_a_plan")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=["move", "take_off"]) | ~Q(note=""),
                name="a_day_of_a_plan_moves_for_a_reason",
            ),
        ]

    @property
    def about(self) -> str:
        """Its facts: "CalAPA cycle 1: due December 18, 2026, before that December 11, 2026"."""
        if not self.kind:
            return f"{counted(self.days, 'day')} of fellows" if self.days is not None else ""
        now = _asked(self.due, self.hours)
        before = _asked(self.was_due, self.had_hours)
        words = self.get_kind_display()
        told = f"{words[:1].upper()}{words[1:]}"
        told += f": due {now}" if now else ""
        return f"{told}, before that {before}" if before else told


def _asked(day: date | None, hours: int | None) -> str:
    if day is None:
        return ""
    asks = f" ({counted(hours, 'hour')})" if hours else ""
    return f"{day:%B %-d, %Y}{asks}"
