"""Who works where as what, who signs for a school, and the hats of Partnership staff."""

from collections.abc import Collection
from datetime import date
from typing import Self, TypeAlias

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from common.guards import Guard, said_once
from common.models import Period, PeriodQuerySet, ends_after_it_starts, one_of, period
from people.models.schools import School

PERSON = settings.AUTH_USER_MODEL


class PostQuerySet(PeriodQuerySet):
    def led(self, day: date | Func) -> Self:
        """Principals of `day` whose account is open: whoever cannot sign in signs for no school."""
        return self.on(day).filter(position=Post.Position.PRINCIPAL, person__is_active=True)


class Positions(models.TextChoices):
    TEACHER = "teacher"
    COUNSELOR = "counselor"
    COORDINATOR = "coordinator"
    COACH = "coach"
    ASSISTANT_PRINCIPAL = "assistant_principal", "assistant principal"
    PRINCIPAL = "principal"
    # Fills in what the school claims for its substitutes, beside whoever signs for it.
    CLERK = "clerk", "office clerk"


class Channels(models.TextChoices):
    DISTRICT = "district", "district payroll"
    OWN = "own", "own payroll"
    VENDOR = "vendor", "vendor"


class Post(Period):
    """Somebody works at a school in a position, for a share of full time, from–to."""

    Position: TypeAlias = Positions
    Channel: TypeAlias = Channels

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="posts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="posts")
    position = models.CharField(max_length=20, choices=Position.choices, default=Position.TEACHER)
    fte = models.DecimalField("FTE", max_digits=4, decimal_places=3, default=1)
    channel = models.CharField(
        "paid through", max_length=10, choices=Channel.choices, default=Channel.DISTRICT
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["school", "position", "starts"]
        constraints = [
            one_of("position", Positions, "position_is_one_there_is"),
            one_of("channel", Channels, "channel_is_one_there_is"),
            ends_after_it_starts("post_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(fte__gt=0, fte__lte=2),
                name="fte_is_a_share_of_a_post",
                violation_error_message="Write a share of a full post above 0 and at most 2, like 0.5.",
            ),
            ExclusionConstraint(
                name="one_principal_of_a_school_on_any_day",
                expressions=[("school", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
                condition=Q(position="principal"),
                violation_error_message="This school has a principal in that time already.",
            ),
            ExclusionConstraint(
                name="one_post_of_a_kind_at_a_time",
                violation_error_message="This person holds this position at this school in that time already.",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_position_display()} at {self.school}"

    @property
    def share(self) -> str:
        """Of a full post: "1", "0.5"."""
        return f"{self.fte.normalize():f}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Who else holds a position can only be asked about one that exists."""
        if self.pk is not None or "position" not in (exclude or ()):
            super().validate_constraints(exclude)


class ActingSigner(Period):
    """Staff appoint who signs for a school that has no principal; always with an end."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="acting_signers")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="acts_for")
    appointed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["school", "starts"]
        constraints = [
            ends_after_it_starts("acting_signer_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_acting_signer_of_a_school_at_a_time",
                violation_error_message="Somebody is appointed for this school in that time already.",
                expressions=[("school", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]
        triggers = [
            # Of a new one alone: two accounts of one person may be merged later.
            Guard(
                name="nobody_appoints_themselves",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("NEW.person_id = NEW.appointed_by_id"),
                func="RAISE EXCEPTION 'Nobody appoints themselves to sign.' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.school} until {self.last_day:%B %-d, %Y}"


class Delegation(Period):
    """A principal names someone to act for them until a date."""

    principal = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="delegations_held")
    starts = models.DateField()
    ends = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["principal", "starts"]
        constraints = [
            ends_after_it_starts("delegation_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(principal=models.F("delegate")),
                name="nobody_delegates_to_themselves",
                violation_error_message="Choose somebody else to act for the principal.",
            ),
            ExclusionConstraint(
                name="one_delegate_of_a_principal_at_a_time",
                violation_error_message="Somebody acts for this principal in that time already.",
                expressions=[("principal", RangeOperators.EQUAL), (period(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} acts for {self.principal} until {self.last_day:%B %-d, %Y}"


# A hat that two people put on counts once the second one agreed.
COUNTS = ~Q(kind__in=("preparer", "approver")) | Q(given_by__isnull=True) | Q(agreed_by__isnull=False)


class HatQuerySet(PeriodQuerySet):
    def on(self, day: date | Func) -> Self:
        """Those that count on `day`: what waits for a second person counts for nothing."""
        return super().on(day).filter(COUNTS)

    def waiting(self, day: date) -> Self:
        """Those that wait for a second person, and are not over."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gt=day)).exclude(COUNTS)


class HatKinds(models.TextChoices):
    PROGRAM_MANAGER = "program_manager", "program manager"
    REGISTRAR = "registrar", "registrar"
    COACH = "coach", "academic-team coach"
    PREPARER = "preparer", "finance preparer"
    APPROVER = "approver", "finance approver"
    DIRECTOR = "director", "network director"


class Hat(Period):
    """What someone does for the Partnership. A person may wear several, with dates. Those of finance are put on by two
    people, for they are the two who keep an eye on each other."""

    Kind: TypeAlias = HatKinds

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="hats")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    schools = models.ManyToManyField(
        School, blank=True, related_name="directed_by", help_text="A network director's schools"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    # Nobody where an administrator gave it, or before it was kept: such a hat needs no second person.
    given_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = HatQuerySet.as_manager()

    class Meta:
        ordering = ["person", "kind", "starts"]
        triggers = [said_once("given_at", "given_by_id", "kind"), said_once("agreed_at", "agreed_by_id")]
        constraints = [
            one_of("kind", HatKinds, "kind_of_hat_is_one_there_is"),
            ends_after_it_starts("hat_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, given_by__isnull=False)
                & ~Q(agreed_by=F("given_by"))
                & ~Q(agreed_by=F("person")),
                name="a_second_person_agrees_to_a_hat",
                violation_error_message="Neither who gives a hat nor who is to wear it agrees: somebody else does.",
            ),
            ExclusionConstraint(
                name="one_hat_of_a_kind_at_a_time",
                violation_error_message="This person wears this hat in that time already.",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def waits(self) -> bool:
        """Whether it counts for nothing until a second person agrees."""
        two = self.kind in (Hat.Kind.PREPARER, Hat.Kind.APPROVER)
        return two and self.given_by_id is not None and self.agreed_by_id is None
