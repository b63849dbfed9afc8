"""What the Partnership pays toward a fellow's studies: awards, and when each part is paid."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery

from common.clock import day_in_words
from common.fields import DeedField
from common.guards import Both, Guard, Stay, moves_with, said_once
from common.models import Event, one_of
from common.money import dollars
from common.states import choices, in_words
from fellows.models.fellows import Fellow
from fellows.models.guards import (
    BY_SOMEBODY_ELSE,
    HAS_SIGNED,
    IS_ASSISTED,
    IS_ITS_SCHEDULE,
    MOVES_WITH_ITS_EVENT,
    PAYS_AGAIN_ONCE,
    PROPOSED_AHEAD,
    WITHIN_THE_BUDGET,
    WRITTEN_AS_A_DRAFT,
)
from fellows.states import (
    ASSISTED,
    AWARD_MOVES,
    DISBURSEMENT_MOVES,
    PENDING,
    SENT,
    TOLD_OF,
    WROTE,
    AwardAction,
    AwardState,
    DisbursementState,
    State,
)
from people.models import User, accounts_of
from people.queries import hats

PERSON = settings.AUTH_USER_MODEL
A, D = AwardState, DisbursementState
STOOD_UP = [str(A.PROPOSED), str(A.APPROVED), str(A.ENDED)]
ALLOWED = [str(A.APPROVED), str(A.ENDED)]


def _goes_on(moves: Mapping[tuple[Any, Any], Any]) -> pgtrigger.Condition:
    """Where a state becomes another one that the table of moves does not lead to."""
    pairs = {(str(was), str(after)) for (was, _), after in moves.items() if was != after}
    allowed = [pgtrigger.Q(old__state=was) & pgtrigger.Q(new__state=after) for was, after in sorted(pairs)]
    known = allowed[0]
    for one in allowed[1:]:
        known = known | one
    return Both(pgtrigger.Q(old__state__df=pgtrigger.F("new__state")), ~known)


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; one’s own once it is approved."""
        if not user.is_authenticated:
            return self.none()
        if hats(user).money:
            return self
        return self.filter(fellow__person=user, state__in=TOLD_OF)

    def to_approve(self, by: User) -> Self:
        """Those that were proposed by others, for others."""
        mine = accounts_of(by)
        wrote = AwardEvent.objects.filter(award=OuterRef("pk"), by__in=mine, action__in=WROTE)
        return self.filter(~Exists(wrote), state=A.PROPOSED).exclude(fellow__person__in=mine)

    def sent_back_to(self, by: User) -> Self:
        """Drafts that were proposed once, by this person."""
        return self.filter(state=A.DRAFT, proposed_by=by)


class Award(models.Model):
    """An amount for a fellow: what for, and why. It is proposed by one person and approved by another, and paid in the
    parts of its schedule."""

    class Purpose(models.TextChoices):
        TUITION = "tuition", "tuition"
        FEES = "fees", "fees"
        BOOKS = "books", "books and materials"
        EXAM = "exam", "exam or credential fee"
        TRAVEL = "travel", "travel"
        OTHER = "other", "something else"

    fellow = models.ForeignKey(Fellow, on_delete=models.PROTECT, related_name="awards")
    purpose = models.CharField("what for", max_length=10, choices=Purpose.choices)
    reason = models.TextField("why")
    cents = models.BigIntegerField("amount", help_text="The sum of its schedule")
    # A payment that came back, which this one makes again.
    replaces = models.ForeignKey(
        "fellows.Disbursement", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )
    state = models.CharField(max_length=10, choices=choices(AwardState), default=str(A.DRAFT))
    proposed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["fellow", "state"], name="awards_of_a_fellow")]
        constraints = [
            one_of("state", AwardState, "an_award_is_in_a_state_there_is"),
            one_of(
                "purpose",
                ("tuition", "fees", "books", "exam", "travel", "other"),
                "an_award_is_for_what_there_is",
            ),
            models.CheckConstraint(condition=Q(cents__gt=0), name="an_award_is_above_0"),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(state__in=[str(state) for state in PENDING]),
                name="a_payment_is_proposed_again_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_award_says_why"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="nobody_approves_the_award_they_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=STOOD_UP) | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="a_proposed_award_names_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ALLOWED, approved_by__isnull=False, approved_at__isnull=False)
                | ~Q(state__in=ALLOWED) & Q(approved_by__isnull=True, approved_at__isnull=True),
                name="an_approved_award_names_who_and_when",
            ),
        ]
        triggers = [
            said_once("approved_at", "approved_by", "fellow"),
            Stay(
                name="what_an_award_pays_again_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("replaces"),
                words="an award pays again what it was proposed for",
            ),
            Guard(
                name="a_payment_is_made_again_once",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__replaces__isnull=False),
                func=PAYS_AGAIN_ONCE,
            ),
            moves_with("proposed_at", "proposed_by"),
            Stay(name="awards_stay", operation=pgtrigger.Delete, words="an award is canceled, not deleted"),
            Stay(
                name="awards_only_go_on",
                operation=pgtrigger.Update,
                condition=_goes_on(AWARD_MOVES),
                words="an award goes on as it does",
            ),
            Stay(
                name="proposed_awards_keep_their_words",
                operation=pgtrigger.Update,
                condition=Both(
                    ~pgtrigger.Q(old__state=str(A.DRAFT)), pgtrigger.AnyChange("cents", "purpose", "reason")
                ),
                words="an award is written while it is a draft",
            ),
            Guard(
                name="an_award_is_its_schedule",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=IS_ITS_SCHEDULE.format(award="NEW.id"),
            ),
            Guard(
                name="awards_are_for_who_studies_or_serves",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state__in=[str(A.PROPOSED), str(A.APPROVED)]),
                declare=[("stands", "text")],
                func=f"{IS_ASSISTED.format(fellow='NEW.fellow_id')} {HAS_SIGNED} RETURN NEW;",
            ),
            Guard(
                name="an_award_is_proposed_before_it_is_due",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state__in=[str(A.PROPOSED), str(A.APPROVED)])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=PROPOSED_AHEAD,
            ),
            Guard(
                name="an_award_is_approved_by_somebody_else",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=BY_SOMEBODY_ELSE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display().capitalize()} for {self.fellow.person}"


def _pays_again() -> "models.QuerySet[Award]":
    """The award in place of a part: proposed or approved, or ended after payroll was asked to pay of it."""
    sent = Disbursement.objects.filter(award=OuterRef("pk"), state__in=[*SENT, D.CAME_BACK])
    return Award.objects.filter(Q(state__in=PENDING) | Exists(sent), replaces=OuterRef("pk"))


class DisbursementQuerySet(models.QuerySet["Disbursement"]):
    def told_again(self) -> "DisbursementQuerySet":
        """Each with `again`, the number of the award that pays it again, and None while there is none."""
        return self.annotate(again=Subquery(_pays_again().order_by("-pk").values("pk")[:1]))

    def to_pay_again(self) -> "DisbursementQuerySet":
        """Those that came back and that no award pays again."""
        return self.filter(~Exists(_pays_again()), state=D.CAME_BACK)

    def to_pay_again_by(self, user: User) -> "DisbursementQuerySet":
        """Of those the ones this program manager may propose again: nobody their own, and none of who left."""
        found = self.to_pay_again().filter(award__fellow__state__in=ASSISTED)
        return found.exclude(award__fellow__person__in=accounts_of(user))

    def to_move(self) -> "DisbursementQuerySet":
        """Those approved and in no file: their day may still be another."""
        return self.filter(state=D.APPROVED)

    def visible_to(self, user: User) -> Self:
        return self.filter(award__in=Award.objects.visible_to(user))

    def to_export(self, until: date | Func) -> "DisbursementQuerySet":
        """Those due by that day which payroll was not asked to pay yet."""
        return self.filter(state=D.APPROVED, due__lte=until)

    def to_pay(self) -> Self:
        """Those in a file that nobody said were paid."""
        return self.filter(state=D.EXPORTED)


class Disbursement(models.Model):
    """A part of an award: when it is due, and how much. Payroll pays it once."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="disbursements")
    due = models.DateField()
    cents = models.BigIntegerField("amount")
    state = models.CharField(max_length=10, choices=choices(DisbursementState), default=str(D.PLANNED))
    paid_on = models.DateField("date of payment", null=True, blank=True)
    came_back_on = models.DateField("came back on", null=True, blank=True)

    objects = DisbursementQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["due"], condition=Q(state=str(D.APPROVED)), name="disbursements_to_export")
        ]
        constraints = [
            one_of("state", DisbursementState, "a_disbursement_is_in_a_state_there_is"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_disbursement_is_above_0"),
            models.UniqueConstraint(fields=["award", "due"], name="one_disbursement_per_award_and_day"),
            models.CheckConstraint(
                condition=Q(state=str(D.PAID), paid_on__isnull=False, came_back_on__isnull=True)
                | Q(state=str(D.CAME_BACK), came_back_on__isnull=False)
                | ~Q(state__in=[str(D.PAID), str(D.CAME_BACK)])
                & Q(paid_on__isnull=True, came_back_on__isnull=True),
                name="a_payment_has_its_day",
            ),
        ]
        triggers = [
            Guard(
                name="a_schedule_is_written_with_its_draft",
                operation=pgtrigger.Insert | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("stands", "text")],
                func=WRITTEN_AS_A_DRAFT,
            ),
            Stay(
                name="a_schedule_stays_as_it_was_written",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("award", "cents"),
                words="a part of an award keeps its amount",
            ),
            Stay(
                name="a_day_moves_while_it_is_approved",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.AnyChange("due"),
                    ~(pgtrigger.Q(old__state=str(D.APPROVED)) & pgtrigger.Q(new__state=str(D.APPROVED))),
                ),
                words="the day of a part moves while it is approved and in no file",
            ),
            Guard(
                name="a_day_moves_with_its_event",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.AnyChange("due"),
                func=MOVES_WITH_ITS_EVENT,
            ),
            moves_with("paid_on", "came_back_on"),
            Stay(
                name="disbursements_only_go_on",
                operation=pgtrigger.Update,
                condition=_goes_on(DISBURSEMENT_MOVES),
                words="a part of an award goes on as it does",
            ),
            Guard(
                name="a_schedule_is_its_award",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=IS_ITS_SCHEDULE.format(
                    award="CASE WHEN TG_OP = 'DELETE' THEN OLD.award_id ELSE NEW.award_id END"
                ),
            ),
            Guard(
                name="approved_within_the_budget",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                condition=pgtrigger.Q(new__state=str(D.APPROVED)) & ~pgtrigger.Q(old__state=str(D.APPROVED)),
                declare=[("of_cohort", "bigint")],
                func=WITHIN_THE_BUDGET,
            ),
            Guard(
                name="nothing_is_sent_to_who_left",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state=str(D.EXPORTED)) & ~pgtrigger.Q(old__state=str(D.EXPORTED)),
                declare=[("stands", "text")],
                func=IS_ASSISTED.format(
                    fellow="(SELECT a.fellow_id FROM fellows_award a WHERE a.id = NEW.award_id)"
                )
                + " RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.cents)} on {day_in_words(self.due)}"

    @property
    def stands(self) -> str:
        """How far it came, as a fellow reads it: "Paid on Nov 24, 2026"."""
        if self.state == D.CAME_BACK and self.came_back_on is not None:
            return f"Came back on {day_in_words(self.came_back_on)}"
        if self.paid_on is not None:
            return f"Paid on {day_in_words(self.paid_on)}"
        said = {
            D.PLANNED: "Not approved yet",
            D.APPROVED: "Approved",
            D.EXPORTED: "On its way: sent to payroll",
        }
        return said.get(DisbursementState(self.state), "Not paid any more")


class AwardEvent(Event):
    """A line of the history of an award: of the whole, or of the part `disbursement`."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
    action = DeedField(AwardAction)
    cents = models.BigIntegerField(null=True, blank=True)
    disbursement = models.ForeignKey(
        Disbursement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(null=True, blank=True)
    # Where a day was moved: what it was before.
    was_day = models.DateField("day before", null=True, blank=True)
    # How the fellowship stood when it ended the award by itself.
    fellow_state = models.CharField(max_length=20, blank=True, choices=choices(State))

    reads = ("disbursement",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["award", "at"], name="events_of_an_award")]

    @property
    def about(self) -> str:
        """Its facts: "$2,500.00", "$2,500.00 on Sep 15, 2026", "$2,500.00 from Sep 15, 2026 to Oct 1, 2026"."""
        left = f"the fellowship is {in_words(self.fellow_state).lower()}" if self.fellow_state else ""
        sum_of = "" if self.cents is None else dollars(self.cents)
        on = f"{sum_of} {self._when(self.day)}" if self.day and sum_of else sum_of
        return ", ".join(filter(None, (on, left)))

    def _when(self, day: date) -> str:
        if self.was_day is None:
            return f"on {day_in_words(day)}"
        return f"from {day_in_words(self.was_day)} to {day_in_words(day)}"
