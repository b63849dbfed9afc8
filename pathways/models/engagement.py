"""How a school engages families, answered from time to time: never changed, taken back when it was wrong."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Stay, append_only, said_once
from common.models import one_of
from pathways.models.goals import schools_read_by
from pathways.models.years import ProgramYear
from pathways.rules.engagement import SCALE, STATEMENTS
from people.models import School, User

PERSON = settings.AUTH_USER_MODEL


class AssessmentQuerySet(models.QuerySet["EngagementAssessment"]):
    def visible_to(self, user: User) -> Self:
        """Those of schools whose goals one reads."""
        return self.filter(school__in=schools_read_by(user, School.objects.order_by()).values("pk"))

    def standing(self) -> Self:
        """Those nobody took back."""
        return self.filter(taken_back_at=None)


class EngagementAssessment(models.Model):
    """The answers of a school on a day of a program year, with a line in words."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="assessments")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="assessments")
    day = models.DateField()
    words = models.CharField("in words", max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("what was wrong", max_length=300, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "day"],
                condition=Q(taken_back_at=None),
                name="one_assessment_of_a_school_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, reason="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(reason="")),
                name="an_assessment_is_taken_back_with_a_reason",
            ),
        ]
        triggers = [
            said_once(
                "day", "school_id", "year_id", "words", "by_id", "at", "taken_back_at", "taken_back_by_id"
            ),
            Stay(name="assessments_stay", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Engagement of families, {self.school}, {self.day:%b} {self.day.day}, {self.day.year}"


class EngagementAnswer(models.Model):
    """What an assessment says of one statement, on a scale of four."""

    assessment = models.ForeignKey(EngagementAssessment, on_delete=models.PROTECT, related_name="answers")
    statement = models.CharField(max_length=10, choices=STATEMENTS.items())
    score = models.PositiveSmallIntegerField(choices=SCALE.items())

    class Meta:
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "statement"], name="one_answer_to_a_statement"),
            one_of("statement", STATEMENTS, "statement_is_one_there_is"),
            models.CheckConstraint(
                condition=Q(score__gte=min(SCALE), score__lte=max(SCALE)), name="an_answer_is_on_the_scale"
            ),
        ]
        triggers = [append_only("answers_are_append_only")]

    def __str__(self) -> str:
        return f"{self.statement}: {self.score}"
