"""Program years and their calendars."""

from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from common.models import Period, PeriodQuerySet, ends_after_it_starts, period


class ProgramYear(Period):
    """A year of the program, usually July to June; all that is planned and paid belongs to one."""

    label = models.CharField(max_length=7, unique=True, help_text='Like "2026-27"')
    starts = models.DateField()
    ends = models.DateField(help_text="The first day after it, 1 July")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            ends_after_it_starts("program_year_ends_after_it_starts"),
            ExclusionConstraint(
                name="program_years_never_overlap",
                violation_error_message="Another program year covers some of these days. They follow each other.",
                expressions=[(period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def last_day(self) -> date:
        ends: date = self.ends
        return ends - timedelta(days=1)


class ServiceDay(models.Model):
    """A day on which schools of the network serve; stipends are prorated over these."""

    year = models.ForeignKey(ProgramYear, on_delete=models.CASCADE, related_name="service_days")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["year", "day"], name="one_service_day_per_date")]

    def __str__(self) -> str:
        return f"{self.day}"


class ScopeItem(models.Model):
    """A cell of the annual scope and sequence: in this month, this audience works on this focus."""

    year = models.ForeignKey(ProgramYear, on_delete=models.CASCADE, related_name="scope_items")
    month = models.DateField(help_text="The first day of the month")
    focus = models.CharField("system focus", max_length=200)
    role = models.ForeignKey(
        "pathways.Role",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Empty: school leaders in the Leadership Institute",
    )
    text = models.TextField()

    class Meta:
        ordering = ["month", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month", "role", "focus"],
                nulls_distinct=False,
                name="one_scope_item_per_month_role_focus",
            ),
            models.CheckConstraint(
                condition=models.Q(month__day=1),
                name="scope_month_is_a_first_day",
                violation_error_message="Write the first day of the month.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B}: {self.focus}"
