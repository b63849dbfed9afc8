"""What a school claims for the substitutes of its teachers: a claim, its lines, and what was done with it."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from common.clock import day_in_words, local_date
from common.fields import DeedField, DerivedField, Deriving, DerivingQuerySet, NameField
from common.guards import Guard, Stay, moves_with, said_once
from common.models import Event
from common.money import dollars
from common.names import same_key
from common.states import choices
from pathways.models import ProgramYear
from people.models import School, User, accounts_of
from people.queries import desks_now, hats, today, voices_now
from seminars.models import Session
from stipends.models.batches import IS_THEIR_SUM, ClaimBatch
from stipends.models.guards import ALL_UNDER_TERMS, ONCE, STANDS, UNDER_TERMS
from stipends.models.substitutes import SubstituteTerms, accounts_in_sql, of_its_school, schools_of
from stipends.states import AT_SCHOOL, CLAIMED, FILLED_IN, SETTLED, ClaimAction, ClaimState

PERSON = settings.AUTH_USER_MODEL
APPROVED = [str(state) for state in SETTLED]
OVER = [*APPROVED, str(ClaimState.DISCARDED)]
S = ClaimState
IN_A_FILE = [str(S.EXPORTED), str(S.PAID)]
ACCOUNTS = accounts_in_sql("NEW.approved_by_id")
IS_OF_THE_SCHOOL = of_its_school("NEW.approved_by_id", "NEW.approved_at")


def claims_for(user: User) -> frozenset[int]:
    """Ids of the schools whose claims `user` fills in today: those they sign for, or whose clerk they are. Asked once
    per request."""
    return desks_now(user) | voices_now(user).keys()


class ClaimQuerySet(models.QuerySet["SubstituteClaim"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; those of their schools for clerks and whoever signs."""
        if not user.is_authenticated:
            return self.none()
        return self if hats(user).money else self.filter(school__in=claims_for(user))

    def begun(self) -> "ClaimQuerySet":
        """Those the school filled in and did not send yet."""
        return self.filter(state=ClaimState.DRAFT)

    def come_back(self) -> "ClaimQuerySet":
        """Those that were sent back with words."""
        return self.filter(state=ClaimState.RETURNED)

    def claimed(self) -> "ClaimQuerySet":
        """Those that count against what the school may claim."""
        return self.filter(state__in=CLAIMED)

    def to_approve(self, by: User, day: date | None = None) -> "ClaimQuerySet":
        """Those that were sent, but those of schools that are theirs on `day` (today), that they filled in, or that
        claim for them as a teacher: others approve those."""
        mine = accounts_of(by)
        filled = ClaimEvent.objects.filter(claim=OuterRef("pk"), by__in=mine, action__in=FILLED_IN)
        taught = ClaimLine.objects.filter(claim=OuterRef("pk"), teacher__in=mine)
        sent = self.filter(~Exists(filled), ~Exists(taught), state=ClaimState.SUBMITTED)
        return sent.exclude(school__in=schools_of(by, day or today()))

    def to_export(self) -> "ClaimQuerySet":
        """Those that wait for a file; of what comes to nothing, nothing is paid."""
        return self.filter(state=ClaimState.APPROVED, total_cents__gt=0)

    def settled(self) -> "ClaimQuerySet":
        """Those that were approved, whatever came after."""
        return self.filter(state__in=SETTLED)

    def to_pay(self) -> "ClaimQuerySet":
        """Those in a file that nobody said was paid."""
        return self.filter(state=ClaimState.EXPORTED)


class SubstituteClaim(models.Model):
    """What a school asks back for substitutes in a year: filled in by the school, approved by finance (rules.md §4)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="substitute_claims")
    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="substitute_claims")
    state = models.CharField(max_length=10, choices=choices(ClaimState), default=str(ClaimState.DRAFT))
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # As it was sent, and from approval on what is paid.
    total_cents = models.BigIntegerField(default=0)
    # Over all that its lines say, as they were approved.
    lines_sha256 = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(
        ClaimBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["school", "year", "state"], name="claims_of_a_school")]
        constraints = [
            models.CheckConstraint(condition=Q(total_cents__gte=0), name="claim_is_not_negative"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("opened_by")) & ~Q(approved_by=F("submitted_by")),
                name="nobody_approves_their_own_claim",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="approved_claim_names_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(state) for state in CLAIMED])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="sent_claim_names_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED) | Q(lines_sha256__regex=r"^[0-9a-f]{64}$"),
                name="approved_claim_has_the_hash_of_its_lines",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_A_FILE, batch__isnull=False, total_cents__gt=0)
                | ~Q(state__in=IN_A_FILE) & Q(batch__isnull=True),
                name="an_exported_claim_is_in_one_file",
            ),
        ]
        triggers = [
            said_once("opened_at", "opened_by", "approved_at", "approved_by", "school", "year", "batch"),
            moves_with("submitted_at", "submitted_by"),
            Stay(name="claims_stay", operation=pgtrigger.Delete, words="a claim is discarded, not deleted"),
            Stay(
                name="approved_claims_keep_their_money",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=OVER)
                & (
                    pgtrigger.Q(old__total_cents__df=pgtrigger.F("new__total_cents"))
                    | pgtrigger.Q(old__lines_sha256__df=pgtrigger.F("new__lines_sha256"))
                ),
                words="an approved claim does not change",
            ),
            Stay(
                name="approved_claims_only_go_on",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=str(S.APPROVED))
                & ~pgtrigger.Q(new__state__in=[str(S.APPROVED), str(S.EXPORTED)])
                | pgtrigger.Q(old__state=str(S.EXPORTED))
                & ~pgtrigger.Q(new__state__in=[str(S.EXPORTED), str(S.PAID)])
                | pgtrigger.Q(old__state__in=[str(S.PAID), str(S.DISCARDED)])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                words="an approved claim only goes on",
            ),
            Guard(
                name="a_claim_in_a_file_is_in_its_sum",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(old__batch__df=pgtrigger.F("new__batch")),
                func=IS_THEIR_SUM.format("batch_id"),
            ),
            Guard(
                name="a_paid_claim_is_confirmed",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state=str(S.PAID)),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM stipends_claimconfirmation p WHERE p.claim_id = NEW.id) THEN
                        RAISE EXCEPTION 'a claim is paid once its payment is confirmed'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            Guard(
                name="approved_under_terms_in_force",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state__in=APPROVED) & ~pgtrigger.Q(old__state__in=APPROVED),
                func=ALL_UNDER_TERMS,
            ),
            Guard(
                name="school_staff_never_approve",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.approved_by_id IS NULL OR (TG_OP = 'UPDATE' AND OLD.approved_by_id IS NOT NULL) THEN
                        RETURN NEW;
                    END IF;
                    IF {IS_OF_THE_SCHOOL}
                    OR EXISTS (SELECT 1 FROM stipends_claimline l WHERE l.claim_id = NEW.id
                               AND l.teacher_id IN {ACCOUNTS})
                    OR EXISTS (SELECT 1 FROM stipends_claimevent e WHERE e.claim_id = NEW.id
                               AND e.by_id IN {ACCOUNTS} AND e.action IN ('open', 'fill', 'submit')) THEN
                        RAISE EXCEPTION 'whoever approves a claim is not of its school and did not fill it in'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Claim {self.pk} of {self.school}, {self.year}"

    @property
    def at_school(self) -> bool:
        """Whether the school still writes it."""
        return self.state in AT_SCHOOL

    @property
    def stands(self) -> str:
        """Since its approval, as a school reads it: "Paid on Nov 24, 2026"; else empty. Select its batch and
        confirmation with the query."""
        if self.state == S.PAID:
            return f"Paid on {day_in_words(self.confirmation.paid_on)}"
        if self.batch is not None:
            return f"On its way: sent to be paid on {day_in_words(local_date(self.batch.made_at))}"
        return "Approved: paid with the next file" if self.state == S.APPROVED else ""


class ClaimLineQuerySet(DerivingQuerySet):
    def live(self) -> Self:
        """All but those of discarded claims: a teacher and a session are among them once."""
        return self.filter(live=True)

    def visible_to(self, user: User) -> Self:
        return self.filter(claim__in=SubstituteClaim.objects.visible_to(user))


class ClaimLine(Deriving):
    """A teacher who was at a session, and who taught in their place. What comes back is worked out when the claim is
    sent, and frozen at its approval with its reasons and terms."""

    claim = models.ForeignKey(SubstituteClaim, on_delete=models.PROTECT, related_name="lines")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="claim_lines")
    teacher = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="claim_lines")
    day = models.DateField()
    substitute = NameField(max_length=120, blank=True)
    substitute_key = DerivedField(max_length=400, blank=True, derive="_key", of=["substitute"])
    number = models.CharField(
        "number of the substitute", max_length=40, blank=True, help_text="Tells two of one name apart"
    )
    units = models.DecimalField("days", max_digits=3, decimal_places=2)
    actual_cents = models.BigIntegerField("cost in cents", null=True, blank=True)
    proof = models.FileField(max_length=200, blank=True)
    # False once its claim is discarded.
    live = models.BooleanField(default=True, editable=False)
    terms = models.ForeignKey(
        SubstituteTerms, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    paid_units = models.DecimalField("days paid", max_digits=3, decimal_places=2, null=True, blank=True)
    reimbursed_cents = models.BigIntegerField(null=True, blank=True)
    reasons: "ArrayField[list[str], list[str]]" = ArrayField(models.TextField(), default=list, blank=True)

    objects = ClaimLineQuerySet.as_manager()

    class Meta:
        ordering = ["day", "session", "teacher__sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["teacher", "session"],
                condition=Q(live=True),
                name="a_teacher_and_session_are_claimed_once",
            ),
            models.CheckConstraint(condition=Q(units__gt=0, units__lte=1), name="covered_for_a_day_at_most"),
            models.CheckConstraint(
                condition=Q(actual_cents__isnull=True) | Q(actual_cents__gt=0), name="cost_is_above_0"
            ),
            models.CheckConstraint(
                condition=Q(reimbursed_cents__isnull=True) | Q(reimbursed_cents__gte=0),
                name="reimbursed_is_not_negative",
            ),
        ]
        indexes = [
            models.Index(
                fields=["day"], include=["substitute_key", "number", "units"], name="claim_lines_of_a_day"
            )
        ]
        triggers = [
            said_once("teacher"),
            Guard(
                name="lines_follow_their_claim",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("stands", "text")],
                func=STANDS,
            ),
            Guard(
                name="lines_stand_under_terms_in_force",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=UNDER_TERMS,
            ),
            Guard(
                name="covered_once_a_day",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                func=ONCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.teacher}, {self.session}"

    @property
    def days(self) -> str:
        """ "0.5", "1"."""
        return f"{self.units.normalize():f}"

    @property
    def written(self) -> str:
        """All that the school wrote in it, as one text."""
        cost = "" if self.actual_cents is None else self.actual_cents
        return f"{self.substitute}|{self.number}|{self.units.normalize():f}|{cost}|{self.proof.name}"

    def _key(self) -> str:
        return same_key(self.substitute)


class ClaimEvent(Event):
    """A line of the history of a claim."""

    claim = models.ForeignKey(SubstituteClaim, on_delete=models.PROTECT, related_name="events")
    action = DeedField(ClaimAction)
    lines = models.PositiveIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(null=True, blank=True)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["claim", "at"], name="events_of_a_claim")]

    @property
    def about(self) -> str:
        """ "8 lines, $777.98"."""
        facts = (
            "" if self.lines is None else f"{self.lines:,} line{'' if self.lines == 1 else 's'}",
            "" if self.cents is None else dollars(self.cents),
        )
        return ", ".join(filter(None, facts))
