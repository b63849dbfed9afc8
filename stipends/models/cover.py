"""Whom a school means to have cover for its teachers, named before the day comes."""

from decimal import Decimal
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from common.fields import DerivedField, Deriving, DerivingQuerySet, NameField
from common.guards import Guard, Stay, said_once
from common.names import same_key
from people.models import School, User
from people.queries import hats
from seminars.models import Session
from stipends.models.claims import ClaimEvent, ClaimLine, claims_for
from stipends.states import ClaimAction

PERSON = settings.AUTH_USER_MODEL
HALF, DAY = Decimal("0.5"), Decimal(1)
# The lock is the one of lines of claims: two schools at once wait for each other here, a day each. A teacher who is
# claimed counts by the line, which says what was, and not by what was meant. `taking_time` says the same.
FREE = """
    PERFORM pg_advisory_xact_lock(720411, NEW.day - DATE '2000-01-01');
    IF EXISTS (SELECT 1 FROM stipends_claimline
               WHERE live AND day = NEW.day AND teacher_id = NEW.teacher_id) THEN
        RAISE EXCEPTION 'who is claimed for a day has their substitute in the claim'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ended_at IS NULL AND NEW.substitute_key <> '' AND (
        SELECT sum(units) FROM (
            SELECT n.units, n.number, n.substitute_key FROM stipends_namedsubstitute n
            WHERE n.ended_at IS NULL AND n.day = NEW.day AND NOT EXISTS (
                SELECT 1 FROM stipends_claimline l
                WHERE l.live AND l.day = n.day AND l.teacher_id = n.teacher_id)
            AND NOT EXISTS (
                SELECT 1 FROM stipends_claimline l
                JOIN stipends_substituteclaim c ON c.id = l.claim_id
                JOIN stipends_claimevent e ON e.claim_id = c.id
                WHERE l.day = n.day AND l.teacher_id = n.teacher_id AND c.school_id = n.school_id
                AND e.action = 'discard' AND e.at >= n.named_at)
            UNION ALL
            SELECT l.units, l.number, l.substitute_key FROM stipends_claimline l
            WHERE l.live AND l.day = NEW.day AND l.substitute_key <> '') used
        WHERE CASE WHEN used.number <> '' AND NEW.number <> '' THEN used.number = NEW.number
                   ELSE used.substitute_key = NEW.substitute_key END) > 1 THEN
        RAISE EXCEPTION 'a substitute is named for one day a date' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class NamedSubstituteQuerySet(DerivingQuerySet):
    def standing(self) -> Self:
        """Those that were not changed or taken away since."""
        return self.filter(ended_at=None)

    def unclaimed(self) -> Self:
        """Standing ones whose teacher is in no claim of that day: from then on the claim says who covered."""
        claimed = ClaimLine.objects.live().filter(teacher=OuterRef("teacher"), day=OuterRef("day"))
        return self.standing().filter(~Exists(claimed))

    def taking_time(self) -> Self:
        """Those that count against the day of their substitute: unclaimed, and not of a claim that their school
        discarded since. Such a one is only what that school begins its next claim with."""
        discarded = ClaimEvent.objects.filter(
            action=ClaimAction.DISCARD,
            at__gte=OuterRef("named_at"),
            claim__school=OuterRef("school"),
            claim__lines__teacher=OuterRef("teacher"),
            claim__lines__day=OuterRef("day"),
        )
        return self.unclaimed().filter(~Exists(discarded))

    def visible_to(self, user: User) -> Self:
        """As claims are: all for finance and managers, those of their schools for clerks and whoever signs."""
        if not user.is_authenticated:
            return self.none()
        return self if hats(user).money else self.filter(school__in=claims_for(user))


class NamedSubstitute(Deriving):
    """A substitute whom a school named for one of its teachers on a day. What is changed is ended and named anew, so
    that who named whom, and when, stays."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="named_substitutes")
    # For which they were named. Where it moves, the naming stays on its day until somebody says otherwise.
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="named_substitutes")
    teacher = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="named_substitutes")
    day = models.DateField()
    substitute = NameField(max_length=120)
    substitute_key = DerivedField(max_length=400, blank=True, derive="_key", of=["substitute"])
    number = models.CharField(
        "number of the substitute", max_length=40, blank=True, help_text="Tells two of one name apart"
    )
    units = models.DecimalField("days", max_digits=3, decimal_places=2)
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = NamedSubstituteQuerySet.as_manager()

    class Meta:
        ordering = ["day", "teacher__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "day"],
                condition=Q(ended_at__isnull=True),
                name="one_substitute_named_for_a_teacher_and_day",
            ),
            models.CheckConstraint(condition=~Q(substitute=""), name="a_named_substitute_has_a_name"),
            models.CheckConstraint(
                condition=Q(units__in=[HALF, DAY]), name="a_substitute_is_named_for_half_a_day_or_one"
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="an_ended_naming_says_by_whom_and_when",
            ),
        ]
        indexes = [models.Index(fields=["school", "day"], name="named_by_a_school")]
        triggers = [
            said_once("ended_at", "ended_by"),
            Stay(name="namings_stay", operation=pgtrigger.Delete, words="a naming is ended, not deleted"),
            Stay(
                name="namings_are_never_edited",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["ended_by", "ended_at"]),
                words="another one is named in its place",
            ),
            Guard(
                name="named_while_free",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                func=FREE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} for {self.teacher}"

    @property
    def days(self) -> str:
        """ "half a day", "a whole day"."""
        return "half a day" if self.units == HALF else "a whole day"

    @property
    def written(self) -> str:
        """All that the school wrote in it, as one text."""
        return f"{self.substitute}|{self.number}|{self.units.normalize():f}"

    def _key(self) -> str:
        return same_key(self.substitute)
