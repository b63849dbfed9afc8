"""Reviews on four criteria, and decisions staged on a panel and released together."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from applications.models.applications import Application
from applications.states import READING, ReviewState, State
from common.guards import Both, Stay, said_once
from common.states import choices
from people.models import User

PERSON = settings.AUTH_USER_MODEL

NOT_GIVEN = Q(state=ReviewState.ASSIGNED, application__state=State.IN_REVIEW)


def not_given(day: date) -> Q:
    """Asked for and not answered; of a group interview from its day on."""
    return NOT_GIVEN & (Q(interview=None) | Q(interview__day__lte=day))


def score_field() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )


class ReviewQuerySet(models.QuerySet["Review"]):
    def to_give(self, reader: User, day: date) -> "ReviewQuerySet":
        """What `reader` was asked to score and has not answered, while it can still be decided; what they saw in a
        group interview from its day on."""
        return self.filter(not_given(day), reviewer=reader)

    def of_reading(self) -> "ReviewQuerySet":
        """What readers score, not what was seen in an interview."""
        return self.filter(interview=None)


class Review(models.Model):
    """What one reader thinks of an application: scores with comments, or why they stepped aside."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reviews")
    # What is scored: the text, or a group interview.
    interview = models.ForeignKey(
        "applications.GroupInterview", null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    state = models.CharField(
        max_length=10, choices=choices(ReviewState, READING.__getitem__), default=str(ReviewState.ASSIGNED)
    )
    time = score_field()
    mindset = score_field()
    skillset = score_field()
    experience = score_field()
    comment = models.TextField(blank=True)
    assigned_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=Q(interview=None),
                name="one_review_per_application_and_reviewer",
            ),
            models.UniqueConstraint(
                fields=["application", "reviewer", "interview"],
                name="one_score_per_interview_applicant_and_reviewer",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(ReviewState.SUBMITTED))
                | Q(
                    time__range=(1, 4),
                    mindset__range=(1, 4),
                    skillset__range=(1, 4),
                    experience__range=(1, 4),
                    submitted_at__isnull=False,
                ),
                name="a_submitted_review_has_four_scores_of_1_to_4",
            ),
        ]
        indexes = [models.Index(fields=["reviewer", "state"], name="reviews_of_a_reviewer")]
        triggers = [said_once("assigned_at", "reviewer")]

    def __str__(self) -> str:
        return f"{self.reviewer} on {self.application}"


class Decision(models.Model):
    """An offer, a place on the waitlist or a decline, with its reason: staged first, then released."""

    class Outcome(models.TextChoices):
        OFFER = "offer"
        WAITLIST = "waitlist"
        DECLINE = "decline"

    class Reason(models.TextChoices):
        STRONGEST = "strongest", "among the strongest for this school"
        RENEWED = "renewed", "the role goes on from the year before"
        PLACES = "places", "all places at this school are taken"
        # Of the fellowship, whose places count over the network.
        NETWORK = "network", "among the strongest of the network"
        COHORT = "cohort", "all places of the cohort are taken"
        TIME = "time", "the time needed is not there yet"
        EXPERIENCE = "experience", "more experience is needed first"
        OTHER = "other"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    words = models.TextField(blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Order on the waitlist")
    # Of an offer, as chosen; empty until its release when nobody chose one.
    starts = models.DateField("first day", null=True, blank=True, help_text="The day the offered role begins")
    staged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    staged_at = models.DateTimeField()
    released_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["staged_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="other") | ~Q(words=""), name="other_needs_words"),
            models.CheckConstraint(
                condition=Q(outcome="offer") | Q(starts__isnull=True), name="only_an_offer_says_a_first_day"
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(released_at__isnull=True),
                name="one_staged_decision_per_application",
            ),
        ]
        triggers = [
            said_once("released_at", "released_by"),
            Stay(
                name="staged_by_stays_once_released",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__released_at__isnull=False), pgtrigger.AnyChange("staged_at", "staged_by")
                ),
                words="who did what, and when, stays as it was said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.application}"
