"""A role offered in a year. Publishing freezes a version; people keep the version they signed."""

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from common.fields import DeedField
from common.guards import append_only
from common.models import Event
from pathways.models.catalogue import Pathway, Role, managed
from pathways.models.years import ProgramYear
from pathways.rules.late import MOST_DAYS
from pathways.rules.windows import window_errors
from pathways.states import OfferingAction
from people.models import School, User

# So long before people can apply, schools are asked what they expect.
BEFORE_IT_OPENS = timedelta(days=30)
LATER = "Choose that day or a later one."


class OfferingQuerySet(models.QuerySet["Offering"]):
    def open_on(self, day: date) -> Self:
        """Published and taking applications on that local day (the closing day included)."""
        return self._opening_by(day, day)

    def asking_schools(self, day: date) -> Self:
        """Published and open on that local day, or within the month that follows: schools say what they expect of a
        leader before people sign for it."""
        return self._opening_by(day + BEFORE_IT_OPENS, day).to_leaders()

    def still_to_open(self, day: date) -> Self:
        """Published and opening after that local day, the first one first."""
        ahead = self.filter(published_version__isnull=False, opens__gt=day)
        return ahead.order_by("opens", "role__position", "pk")

    def _opening_by(self, opens: date, day: date) -> Self:
        closes = Q(closes__gte=day) | Q(extended_to__gte=day)
        return self.filter(closes, published_version__isnull=False, opens__lte=opens)

    def to_leaders(self) -> Self:
        """Those that make leaders; the fellowship's makes fellows."""
        return self.filter(role__pathway__kind=Pathway.Kind.LEADERSHIP)

    def managed_by(self, user: User) -> Self:
        """Those whose pathway the user manages."""
        covered = managed(user)
        return self if covered is None else self.filter(role__pathway__in=covered)


class Offering(models.Model):
    """A role offered in a program year: its window, its places, its texts and what it asks for."""

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="offerings")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="offerings")
    opens = models.DateField()
    priority_by = models.DateField(null=True, blank=True)
    closes = models.DateField(help_text="The last day to apply")
    extended_to = models.DateField(null=True, blank=True)
    cosign_by = models.DateField()
    answer_by = models.DateField(help_text="The last day to answer an offer")
    places_per_school = models.PositiveSmallIntegerField(default=1)
    eligibility = models.TextField(blank=True)
    prompts = models.JSONField(
        default=dict, help_text="time, mindset, skillset, experience: the question of each"
    )
    rubric = models.JSONField(
        default=dict,
        blank=True,
        help_text="What each score means, by question and score; empty: as the guide says",
    )
    most_words = models.PositiveSmallIntegerField(default=250)
    expectations = models.TextField(blank=True)
    teacher_commitment = models.TextField()
    principal_commitment = models.TextField()
    late_days = models.PositiveSmallIntegerField(
        "days late work is taken",
        null=True,
        blank=True,
        help_text="So many days after its day work still counts in full; later a program manager has to allow it. "
        "Empty: late work counts in full whenever it comes",
    )
    published_version = models.ForeignKey(
        "pathways.OfferingVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["-year__starts", "role__pathway__position", "role__position"]
        constraints = [
            models.UniqueConstraint(fields=["role", "year"], name="one_offering_per_role_and_year"),
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")),
                name="offering_closes_after_it_opens",
                violation_error_message="The last day to apply lies before the first. Put the days in order.",
            ),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("closes")),
                name="extension_is_later",
                violation_error_message="An extension ends after the last day it extends.",
            ),
            models.CheckConstraint(
                condition=Q(late_days__isnull=True) | Q(late_days__lte=MOST_DAYS),
                name="late_work_is_taken_for_a_year_at_most",
                violation_error_message=f"Write {MOST_DAYS} days at most, or leave it empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.year}"

    def clean(self) -> None:
        """Days in and before the program year that follow each other, and numbers that let somebody apply."""
        errors = self.window_errors()
        last = self.closes and self.last_day
        for name, what in (("cosign_by", "sign"), ("answer_by", "answer")):
            day = getattr(self, name)
            if last and day and day < last:
                errors[name] = f"People apply until {last:%B %-d, %Y}, so nobody can {what} before. {LATER}"
        if last and self.opens and self.priority_by and not self.opens <= self.priority_by <= last:
            errors["priority_by"] = "Choose a day on which people can apply, or leave it empty."
        for name in ("places_per_school", "most_words"):
            if getattr(self, name) == 0:
                errors[name] = "Write 1 or more."
        if errors:
            raise ValidationError(errors)

    def window_errors(self) -> dict[str, str]:
        """What cannot be about the days between which people apply, by the name of the field."""
        if self.year_id is None or not self.closes:
            return {}
        days = {"opens": self.opens, "closes": self.last_day}
        return window_errors(days, self.year.starts, self.year.last_day)

    @property
    def is_held(self) -> bool:
        """Whether a leader was placed by it."""
        return self.role.placements.filter(year=self.year_id).exists()

    @property
    def last_day(self) -> date:
        """The last day to apply, an extension included."""
        return self.extended_to or self.closes

    @property
    def fills(self) -> Any:
        """The cohort of fellows it fills; None of a role of leaders. Fellows stand above this room, so the cohort is
        asked by the name of the link."""
        return getattr(self, "fellow_cohort", None) if self.role.pathway.makes_fellows else None


class OfferingVersion(models.Model):
    """What was published, word for word. Never changed, never deleted."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["offering", "number"]
        constraints = [models.UniqueConstraint(fields=["offering", "number"], name="one_version_per_number")]
        triggers = [append_only("versions_stay")]

    def __str__(self) -> str:
        return f"{self.offering}, version {self.number}"


class SchoolPlaces(models.Model):
    """How many leaders of a role one school takes in a year, where that is not the usual number."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="school_places")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField(help_text="0: the role is not offered there")

    class Meta:
        verbose_name_plural = "school places"
        ordering = ["offering", "school"]
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "school"], name="one_number_of_places_per_offering_and_school"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offering} at {self.school}: {self.places}"


# Days of an offering, as a history and a refusal call them.
DAYS_IN_WORDS = {
    "opens": "The first day to apply",
    "priority_by": "The last day of priority",
    "closes": "The last day to apply",
    "last_day": "The last day to apply",
    "cosign_by": "The last day to sign for the school",
    "answer_by": "The last day to answer",
}
STAY = "The days to sign and to answer stay, for days were changed since it was published."


class OfferingEvent(Event):
    """Published, extended, its days changed: by whom, when and why."""

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="events")
    action = DeedField(OfferingAction)
    # Of publishing.
    version = models.ForeignKey(
        OfferingVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # By the name of each day that changed: what it was and what it is then, as in ["2026-10-01", "2026-10-08"]; None is
    # no day, and what it was is left out of lines older than these columns.
    days = models.JSONField(default=dict, blank=True)
    # The days to sign and to answer did not go back with a correction: somebody had changed days meanwhile.
    days_stayed = models.BooleanField(default=False)
    # Of a deliverable that leaders owe: what it weighed and weighs then; its day is among the days.
    deliverable = models.ForeignKey(
        "pathways.Deliverable", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    weights = models.JSONField(default=list, blank=True)

    reads = ("version", "deliverable")

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["offering", "at"], name="events_of_an_offering")]

    @property
    def about(self) -> str:
        """Its facts: "Version 2.", or each day that changed and what it was."""
        if self.version is not None:
            return f"Version {self.version.number}."
        if self.deliverable is not None:
            return f"{self.deliverable.title}: {'; '.join(_owed(self.days, self.weights))}."
        days = [(words, self.days[name]) for name, words in DAYS_IN_WORDS.items() if name in self.days]
        told = [f"{words}: {_changed(day)}." for words, day in days]
        return " ".join([*told, STAY] if self.days_stayed else told)


def _owed(days: dict[str, list[str]], weights: list[int]) -> list[str]:
    """What is other of a deliverable: "due March 10, 2027, was February 10, 2027", "weight 3, was 1"."""
    told = []
    if "due" in days:
        was, now = (date.fromisoformat(one).strftime("%B %-d, %Y") for one in days["due"])
        told.append(f"due {now}, was {was}")
    if weights:
        told.append(f"weight {weights[1]}, was {weights[0]}")
    return told


def _changed(day: list[str | None]) -> str:
    *was, now = (date.fromisoformat(one).strftime("%B %-d, %Y") if one else "none" for one in day)
    return ", now ".join([*was, now]) if was else f"now {now}"


class IltExpectation(models.Model):
    """What a school's Instructional Leadership Team expects of a role; part of what is signed."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="expectations")
    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="school_expectations")
    text = models.TextField()

    class Meta:
        verbose_name = "ILT expectation"
        verbose_name_plural = "ILT expectations"
        ordering = ["school", "offering"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "offering"], name="one_expectation_per_school_and_offering"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.offering}"
