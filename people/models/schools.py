"""Schools and when each was part of the network."""

from typing import TypeAlias

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from common.fields import DerivedField, Deriving, DerivingQuerySet, FoldedField
from common.models import Period, PeriodQuerySet, ends_after_it_starts, one_of, period
from common.names import folded, sort_key

GRADES = "Grades go from -1 (TK) and 0 (K) to 12, the lowest first."


def grade_name(grade: int) -> str:
    """A grade as schools write it: TK, K, 1 … 12."""
    return {-1: "TK", 0: "K"}.get(grade, str(grade))


def grades_in_words(lowest: int, highest: int) -> str:
    """A span of grades: "TK–6", or one grade alone."""
    ends = dict.fromkeys((grade_name(lowest), grade_name(highest)))
    return "–".join(ends)


class Levels(models.TextChoices):
    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    SPAN = "span"


class School(Deriving):
    """A school of the network, or one that was: its grades, its community and its state code."""

    Level: TypeAlias = Levels

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)
    lowest_grade = models.SmallIntegerField(help_text="TK is -1, K is 0")
    highest_grade = models.SmallIntegerField()
    community = models.CharField(max_length=100, blank=True)
    cds_code = models.CharField(
        "CDS code",
        max_length=14,
        unique=True,
        validators=[RegexValidator(r"^\d{14}$", "A CDS code has 14 digits, leading zeros included.")],
    )
    search_name = FoldedField(max_length=400, derive="searchable", of=("name",))
    # Compared by code points, whatever the server's language is.
    sort_name = DerivedField(max_length=300, db_collation="C", derive="sorted_by", of=("name",))

    objects = DerivingQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            one_of("level", Levels, "level_is_one_there_is"),
            models.CheckConstraint(
                condition=Q(cds_code__regex=r"^\d{14}$"),
                name="cds_code_has_14_digits",
                violation_error_message="A CDS code has 14 digits, leading zeros included.",
            ),
            models.CheckConstraint(
                condition=Q(
                    lowest_grade__gte=-1, highest_grade__lte=12, lowest_grade__lte=models.F("highest_grade")
                ),
                name="grades_from_tk_to_12",
                violation_error_message=GRADES,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What `search_name` holds."""
        return folded(self.name)

    def sorted_by(self) -> str:
        """What `sort_name` holds."""
        return sort_key(self.name)

    @property
    def grades(self) -> str:
        """ "K–5", as people say it."""
        return grades_in_words(self.lowest_grade, self.highest_grade)


class SchoolMembership(Period):
    """When a school was part of the network."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="The first day it was no longer a member")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["school", "starts"]
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_membership_of_a_school_at_a_time",
                violation_error_message="This school is a member in that time already.",
                expressions=[("school", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} from {self.starts:%B %-d, %Y}"
