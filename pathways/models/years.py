"""Program years and their calendars."""

from datetime import date, timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from common.fields import DeedField
from common.models import Event, Period, PeriodQuerySet, ends_after_it_starts, period
from pathways.states import ScopeAction, YearAction
from people.models import User
from people.queries import hats

MOST_DAYS = 366
# Who learns in the scope and sequence without a role.
LEADERS = "School leaders"


class ProgramYearQuerySet(PeriodQuerySet):
    def visible_to(self, user: User) -> Self:
        """All for Partnership staff, whose work is planned by them; none for others."""
        return self if user.is_authenticated and hats(user).staff else self.none()


class ProgramYear(Period):
    """A year of the program, usually July to June; all that is planned and paid belongs to one."""

    label = models.CharField(max_length=7, unique=True, help_text='Like "2026-27"')
    starts = models.DateField()
    ends = models.DateField(help_text="The first day after it, 1 July")
    # Half-open, as all periods; with the entries of its calendar they say which days serve.
    school_starts = models.DateField("first day of school", null=True, blank=True)
    school_ends = models.DateField("the first day after the last day of school", null=True, blank=True)
    # Of a year of before the product, whose days nobody enters: how many there were.
    days_count = models.PositiveSmallIntegerField("number of service days", null=True, blank=True)

    objects = ProgramYearQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            ends_after_it_starts("program_year_ends_after_it_starts"),
            ExclusionConstraint(
                name="program_years_never_overlap",
                violation_error_message="Another program year covers some of these days. They follow each other.",
                expressions=[(period(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(school_starts__isnull=True, school_ends__isnull=True)
                | Q(
                    school_starts__gte=F("starts"),
                    school_ends__gt=F("school_starts"),
                    school_ends__lte=F("ends"),
                ),
                name="school_lies_in_its_program_year",
                violation_error_message="School begins and ends in the program year. Correct its days.",
            ),
            models.CheckConstraint(
                condition=Q(days_count__isnull=True) | Q(days_count__gte=1, days_count__lte=MOST_DAYS),
                name="a_year_has_1_to_366_days",
                violation_error_message="A year has 1 to 366 service days.",
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


class CalendarEntry(Period):
    """What is out of the usual in the calendar of a year: a break or holiday, or days that serve besides."""

    year = models.ForeignKey(ProgramYear, on_delete=models.CASCADE, related_name="calendar_entries")
    name = models.CharField(max_length=120, blank=True)
    starts = models.DateField()
    ends = models.DateField(help_text="The first day after it")
    serves = models.BooleanField(
        default=False, help_text="These days serve, although they lie on a weekend or in a break"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calendar entries"
        ordering = ["year", "starts", "ends", "name"]
        constraints = [
            ends_after_it_starts("calendar_entry_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["year", "serves", "starts", "ends", "name"], name="one_calendar_entry_of_its_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.starts}"


class ProgramYearEvent(Event):
    """Opened, its calendar changed: by whom, when and why."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="events")
    action = DeedField(YearAction)
    # How many service days there were and are then; None where none were known.
    days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    days_after = models.PositiveSmallIntegerField(null=True, blank=True)
    # Of a calendar: what stands in it no more, and what is new in it, as lines: "Nov 23–27 Thanksgiving".
    gone = models.JSONField(default=list, blank=True)
    come = models.JSONField(default=list, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["year", "at"], name="events_of_a_year")]

    @property
    def about(self) -> str:
        """Its facts, as in: 180 days, before 178 days. New: Nov 23–27 Thanksgiving. Gone: Nov 26 Holiday."""
        told = [f"{_count(self.days_after)}, before {_count(self.days_before)}."] if self.days_after else []
        told += [
            f"{words}: {'; '.join(lines)}."
            for words, lines in (("New", self.come), ("Gone", self.gone))
            if lines
        ]
        return " ".join(told)


def _count(days: int | None) -> str:
    return "none" if days is None else "1 day" if days == 1 else f"{days} days"


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


class ScopeEvent(Event):
    """A cell of the scope and sequence was changed: by whom, when, what it said before and what it says since."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="scope_events")
    month = models.DateField()
    role = models.ForeignKey(
        "pathways.Role", null=True, blank=True, on_delete=models.PROTECT, related_name="scope_events"
    )
    action = DeedField(ScopeAction)
    # A line an item, as a cell is typed; empty where it said nothing.
    was = models.TextField(blank=True)
    says = models.TextField(blank=True)
    copied_from = models.ForeignKey(
        ProgramYear, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    reads = ("role", "copied_from")
    # How many cells were changed at once, where a history tells them as one line.
    cells = 1

    class Meta(Event.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(was=F("says")), name="a_line_of_scope_tells_a_change"),
            models.CheckConstraint(condition=Q(month__day=1), name="line_of_scope_is_of_a_first_day"),
        ]
        indexes = [models.Index(fields=["year", "at"], name="events_of_a_scope")]

    @property
    def about(self) -> str:
        """Its facts, as in: Arts Lead, October 2026, from 2025-26: “Evidence: in talk”, before nothing; of several
        cells: 47 cells, from 2025-26"""
        who = self.role.name if self.role else LEADERS
        source = f", from {self.copied_from}" if self.copied_from else ""
        if self.cells > 1:
            return f"{self.cells} cells{source}"
        return f"{who}, {self.month:%B %Y}{source}: {_cell(self.says)}, before {_cell(self.was)}"


def _cell(typed: str) -> str:
    return f"“{'; '.join(typed.splitlines())}”" if typed else "nothing"
