"""Program events beside sessions: an arts event, a workshop, a meeting, a training; planned, then held or cancelled."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from common.fields import DeedField
from common.models import Event, one_of
from common.states import choices
from pathways.models.goals import schools_read_by
from pathways.models.years import ProgramYear
from pathways.states import ProgramEventAction, ProgramEventState
from people.models import School, User

STATES = choices(ProgramEventState)
HELD = str(ProgramEventState.HELD)
MOST_SEATS = 5000
WIDE = "partnership_arts"
KINDS = ("school_arts", WIDE, "parent_college", "family_meeting", "teacher_training")


class ProgramEventQuerySet(models.QuerySet["ProgramEvent"]):
    def visible_to(self, user: User) -> Self:
        """Those of schools whose goals one reads and those one plans; those of the whole Partnership for everybody who
        is signed in."""
        if not user.is_authenticated:
            return self.none()
        schools = schools_read_by(user, School.objects.order_by())
        planned = ProgramEvent.planners.through.objects.filter(user=user)
        return self.filter(
            Q(school=None) | Q(school__in=schools.values("pk")) | Q(pk__in=planned.values("programevent"))
        )

    def over(self, day: date) -> Self:
        """Those whose day was before this one, while nobody said how many came."""
        return self.filter(state=str(ProgramEventState.PLANNED), day__lt=day)


class ProgramEvent(models.Model):
    """An event of a school, or of the whole Partnership, in a year: who plans it, for how many, how many came."""

    class Kind(models.TextChoices):
        SCHOOL_ARTS = "school_arts", "School arts event"
        PARTNERSHIP_ARTS = "partnership_arts", "Partnership-wide arts event"
        PARENT_COLLEGE = "parent_college", "Parent College workshop"
        FAMILY_MEETING = "family_meeting", "Family action meeting"
        TEACHER_TRAINING = "teacher_training", "Teacher training"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="program_events"
    )
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="program_events")
    title = models.CharField(max_length=120)
    day = models.DateField()
    seats = models.PositiveSmallIntegerField(
        "people expected", validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    planners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="events_planned", verbose_name="who plans it"
    )
    state = models.CharField(max_length=9, choices=STATES, default=str(ProgramEventState.PLANNED))
    came = models.PositiveSmallIntegerField("how many came", null=True, blank=True)
    words = models.CharField("how it was", max_length=300, blank=True)

    objects = ProgramEventQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            one_of("kind", KINDS, "kind_of_event_is_one_there_is"),
            one_of("state", ProgramEventState, "event_is_planned_held_or_cancelled"),
            models.CheckConstraint(
                condition=Q(kind=WIDE, school__isnull=True) | (~Q(kind=WIDE) & Q(school__isnull=False)),
                name="only_events_of_the_partnership_have_no_school",
            ),
            models.CheckConstraint(
                condition=Q(state=HELD, came__isnull=False) | (~Q(state=HELD) & Q(came__isnull=True)),
                name="an_event_that_was_held_says_how_many_came",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="an_event_expects_1_to_5000"
            ),
            models.UniqueConstraint(
                fields=["school", "year", "kind", "title", "day"],
                nulls_distinct=False,
                condition=~Q(state=str(ProgramEventState.CANCELLED)),
                name="one_event_of_its_title_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["year", "school", "day"], name="events_of_a_school")]

    def __str__(self) -> str:
        return self.title

    @property
    def whose(self) -> str:
        """The school, or the Partnership."""
        return str(self.school) if self.school_id else "The whole Partnership"


class ProgramEventLine(Event):
    """A line of history of a program event: planned, changed, moved, held, corrected, cancelled."""

    event = models.ForeignKey(ProgramEvent, on_delete=models.PROTECT, related_name="events")
    action = DeedField(ProgramEventAction)
    day = models.DateField(null=True, blank=True)
    day_was = models.DateField(null=True, blank=True)
    came = models.PositiveSmallIntegerField(null=True, blank=True)
    came_was = models.PositiveSmallIntegerField(null=True, blank=True)
    # What a change replaced, and nothing of what stayed: who planned it as they were called then.
    title_was = models.CharField(max_length=120, blank=True)
    seats_was = models.PositiveSmallIntegerField(null=True, blank=True)
    planners_was = models.TextField(blank=True)

    class Meta(Event.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(came_was=None) | (Q(came__isnull=False) & ~Q(came=F("came_was"))),
                name="a_number_was_another_one_before",
            )
        ]
        indexes = [models.Index(fields=["event", "at"], name="lines_of_an_event")]

    @property
    def about(self) -> str:
        """Its facts, as in: To Mar 13, 2027, before Mar 6, 2027. Or: 64 came, before 46."""
        if self.day is not None and self.day_was is not None:
            return f"To {_said(self)}, before {self.day_was:%b} {self.day_was.day}, {self.day_was.year}."
        if self.day is not None:
            return f"For {_said(self)}."
        if self.came is None:
            return self._before()
        return f"{self.came:,} came{'' if self.came_was is None else f', before {self.came_was:,}'}."

    def _before(self) -> str:
        """Before a change: “Paths”; 80 expected; planned by Ana Ruiz."""
        told = [
            f"“{self.title_was}”" if self.title_was else "",
            "" if self.seats_was is None else f"{self.seats_was:,} expected",
            f"planned by {self.planners_was}" if self.planners_was else "",
        ]
        said = "; ".join(part for part in told if part)
        return said and f"Before: {said}."


def _said(line: ProgramEventLine) -> str:
    assert line.day is not None
    return f"{line.day:%b} {line.day.day}, {line.day.year}"
