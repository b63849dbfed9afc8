"""The plan of a cohort: which milestones are due on which day for all its fellows."""

from django.db import models
from django.db.models import Q

from fellows.models.fellows import FellowCohort, Milestone

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
