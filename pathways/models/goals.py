"""What a school wants to reach in a program year, and how far it is: dated notes that stay."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from common.fields import DeedField
from common.guards import append_only
from common.models import Event, one_of
from common.states import choices
from pathways.models.placements import Placement
from pathways.models.years import ProgramYear
from pathways.rules.pace import Course
from pathways.states import GoalAction, GoalState
from people.models import Hat, Post, School, User
from people.queries import hats, own_schools, today

PERSON = settings.AUTH_USER_MODEL
STATES = choices(GoalState)
ONE_DAY = timedelta(days=1)
# As many digits as a school counts to.
DIGITS, PLACES = 8, 1
NOTHING = [MinValueValidator(Decimal(0))]


def reads_all_goals(user: User) -> bool:
    """Whether `user` reads goals and events of every school: staff who do not only direct some."""
    worn = hats(user)
    return bool(worn.superuser or worn.kinds - {Hat.Kind.DIRECTOR})


def schools_read_by(user: User, schools: "QuerySet[School]") -> "QuerySet[School]":
    """Of these schools those whose goals and events `user` reads: all for staff, who direct some schools only those,
    and for everybody else where they work, lead, or hold a role today."""
    if reads_all_goals(user):
        return schools
    if not user.is_authenticated:
        return schools.none()
    day, at = today(), {"person": user, "school": OuterRef("pk")}
    held = Placement.objects.serving(day).filter(year__ends__gt=day, **at)
    works = Exists(Post.objects.on(day).filter(**at)) | Exists(held)
    return schools.filter(works | Q(pk__in=own_schools(user).values("pk")))


class SchoolGoalQuerySet(models.QuerySet["SchoolGoal"]):
    def pursued(self) -> Self:
        """Those nobody dropped."""
        return self.filter(state=GoalState.PURSUED)

    def with_last(self) -> "QuerySet[Any]":
        """Each with the number that was noted last and counts, as `last`; None where nothing was noted."""
        noted = GoalNote.objects.standing().filter(goal=OuterRef("pk"), number__isnull=False)
        return self.annotate(last=Subquery(noted.order_by("-day", "-at", "-pk").values("number")[:1]))

    def visible_to(self, user: User) -> Self:
        """Those of schools whose goals one reads."""
        return self.filter(school__in=schools_read_by(user, School.objects.order_by()).values("pk"))


class SchoolGoal(models.Model):
    """What a school wants to reach in a program year: in words, and as a number that goes from a start to a target."""

    class Area(models.TextChoices):
        ARTS = "arts"
        CULTURE = "culture"
        FAMILIES = "families", "Family engagement"
        OWN = "own", "Of the school's own"

    class Unit(models.TextChoices):
        NUMBER = "number", "A number"
        PERCENT = "percent"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="goals")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="school_goals")
    area = models.CharField(max_length=8, choices=Area.choices)
    wanted = models.CharField("what is wanted", max_length=120)
    measure = models.CharField("what is counted", max_length=200)
    unit = models.CharField(max_length=7, choices=Unit.choices, default=Unit.NUMBER)
    start = models.DecimalField(validators=NOTHING, max_digits=DIGITS, decimal_places=PLACES)
    target = models.DecimalField(validators=NOTHING, max_digits=DIGITS, decimal_places=PLACES)
    person = models.ForeignKey(
        PERSON,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="goals_carried",
        verbose_name="who carries it",
    )
    state = models.CharField(max_length=8, choices=STATES, default=str(GoalState.PURSUED))
    copied_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copy"
    )

    objects = SchoolGoalQuerySet.as_manager()

    class Meta:
        ordering = ["area", "pk"]
        constraints = [
            one_of("area", ("arts", "culture", "families", "own"), "area_is_one_there_is"),
            one_of("unit", ("number", "percent"), "unit_is_one_there_is"),
            one_of("state", GoalState, "goal_is_pursued_or_dropped"),
            models.UniqueConstraint(
                fields=["school", "year", "wanted"],
                condition=Q(state=str(GoalState.PURSUED)),
                name="one_goal_of_its_words_at_a_school",
                violation_error_message="The school has this goal already.",
            ),
            models.CheckConstraint(
                condition=~Q(target=F("start")),
                name="a_goal_leads_somewhere",
                violation_error_message="The target is where you start. Write another number.",
            ),
            models.CheckConstraint(
                condition=Q(start__gte=0, target__gte=0)
                & (Q(unit="number") | Q(start__lte=100, target__lte=100)),
                name="goal_counts_from_0_and_percents_to_100",
                violation_error_message="A percent goes from 0 to 100, and no number is below 0.",
            ),
        ]
        indexes = [models.Index(fields=["year", "school"], name="goals_of_a_year")]

    def __str__(self) -> str:
        return self.wanted

    @property
    def course(self) -> Course:
        """Its way over the days of school, or over the whole year where those are not known."""
        year = self.year
        first, last = year.school_starts or year.starts, (year.school_ends or year.ends) - ONE_DAY
        percent = self.unit == self.Unit.PERCENT
        return Course(first, last, Fraction(self.start), Fraction(self.target), percent)


class GoalEvent(Event):
    """A goal was set, changed or dropped: by whom, when and why, and its numbers then and before."""

    goal = models.ForeignKey(SchoolGoal, on_delete=models.PROTECT, related_name="events")
    action = DeedField(GoalAction)
    start = models.DecimalField(null=True, blank=True, max_digits=DIGITS, decimal_places=PLACES)
    target = models.DecimalField(null=True, blank=True, max_digits=DIGITS, decimal_places=PLACES)
    start_was = models.DecimalField(null=True, blank=True, max_digits=DIGITS, decimal_places=PLACES)
    target_was = models.DecimalField(null=True, blank=True, max_digits=DIGITS, decimal_places=PLACES)

    reads = ("goal__year",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["goal", "at"], name="events_of_a_goal")]

    @property
    def about(self) -> str:
        """Its numbers, as in: From 260 to 600, before from 260 to 550."""
        if self.start is None or self.target is None:
            return ""
        said = self.goal.course.said
        now = f"From {said(Fraction(self.start))} to {said(Fraction(self.target))}"
        if self.start_was is None or self.target_was is None:
            return f"{now}."
        return f"{now}, before from {said(Fraction(self.start_was))} to {said(Fraction(self.target_was))}."


class GoalNoteQuerySet(models.QuerySet["GoalNote"]):
    def told(self) -> Self:
        """As a page tells them: the newest day first, with who wrote them and who took them back."""
        return self.select_related("by", "taken_back__by").order_by("-day", "-at", "-pk")

    def standing(self) -> Self:
        """Those nobody took back."""
        return self.filter(taken_back=None)


class GoalNote(models.Model):
    """How far a goal was on a day: a number, words, or both. Written once; a wrong one is taken back and stays."""

    goal = models.ForeignKey(SchoolGoal, on_delete=models.PROTECT, related_name="notes")
    day = models.DateField()
    number = models.DecimalField(
        null=True, blank=True, validators=NOTHING, max_digits=DIGITS, decimal_places=PLACES
    )
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GoalNoteQuerySet.as_manager()

    class Meta:
        ordering = ["day", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=False) | ~Q(words=""), name="a_note_says_a_number_or_words"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=0), name="a_note_counts_from_0"
            ),
        ]
        indexes = [models.Index(fields=["goal", "day"], name="notes_of_a_goal")]
        triggers = [append_only("notes_of_goals_stay")]

    def __str__(self) -> str:
        return f"{self.goal}, {self.day}"


class NoteTakenBack(models.Model):
    """A note of a goal was wrong: why, and who says so. It counts no longer and stays readable."""

    note = models.OneToOneField(GoalNote, on_delete=models.PROTECT, related_name="taken_back")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "note taken back"
        verbose_name_plural = "notes taken back"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_note_is_taken_back_for_a_reason")
        ]
        triggers = [append_only("notes_taken_back_stay")]

    def __str__(self) -> str:
        return f"{self.note}, taken back"
