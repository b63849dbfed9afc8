"""What was paid above what was earned: an open item with an end, what was taken off later payments for it, and what
came back of it before."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.clock import day_in_words
from common.fields import DeedField
from common.guards import Guard, Stay, append_only, said_once
from common.models import Event
from common.money import dollars
from common.states import choices
from pathways.models import Placement
from people.models import User
from people.queries import hats
from stipends.models.runs import StipendLine
from stipends.states import OverpaymentAction, OverpaymentState

PERSON = settings.AUTH_USER_MODEL
STATES = choices(OverpaymentState)
OPEN = str(OverpaymentState.OPEN)
WORDS = 200


class OverpaymentQuerySet(models.QuerySet["Overpayment"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; their own for others."""
        if hats(user).money:
            return self
        return self.filter(placement__person=user) if user.is_authenticated else self.none()

    def waiting(self) -> "OverpaymentQuerySet":
        """Those that have not ended."""
        return self.filter(state=OverpaymentState.OPEN)

    def agreed(self) -> "OverpaymentQuerySet":
        """Those that may be taken off: their person's word is on record."""
        return self.waiting().filter(agreed_at__isnull=False)

    def to_end(self, by: User) -> "OverpaymentQuerySet":
        """Those that somebody of finance has to see to the end of, but for their own."""
        return self.waiting().filter(waiver_by=None).exclude(placement__person=by)

    def to_waive(self, by: User) -> "OverpaymentQuerySet":
        """Those that somebody else asks to waive."""
        asked = self.waiting().exclude(waiver_by=None)
        return asked.exclude(waiver_by=by).exclude(placement__person=by)


class Overpayment(models.Model):
    """Approved runs paid more for a placement than was earned. `found_cents` as it was first found; `open_cents` is
    open still; `ended_cents` what was settled or waived when it ended. What came back before are its `parts`.

    Nobody takes it back without its person's word: `agreed_at`, by the person or by whoever recorded their `paper`.
    """

    class How(models.TextChoices):
        CHECK = "check", "paid back by check"
        TRANSFER = "transfer", "paid back by transfer"
        CASH = "cash", "paid back in cash"
        PAYROLL = "payroll", "taken off by payroll, as the person agreed there"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="overpayments")
    # Of the run that found it.
    line = models.ForeignKey(StipendLine, on_delete=models.PROTECT, related_name="overpayments")
    state = models.CharField(max_length=12, choices=STATES, default=OPEN)
    found_at = models.DateTimeField()
    found_cents = models.BigIntegerField()
    open_cents = models.BigIntegerField()
    ended_cents = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    paper = models.CharField(max_length=WORDS, blank=True, help_text="Where the paper they signed is kept")
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    reference = models.CharField(max_length=WORDS, blank=True)
    settled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waiver_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waiver_at = models.DateTimeField(null=True, blank=True)
    waiver_cents = models.BigIntegerField(null=True, blank=True)
    waiver_reason = models.TextField(blank=True)
    waived_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OverpaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(state=OPEN), name="one_open_overpayment_per_placement"
            ),
            models.CheckConstraint(
                condition=Q(state=OPEN, open_cents__gt=0, ended_at__isnull=True)
                | (~Q(state=OPEN) & Q(open_cents=0, ended_at__isnull=False)),
                name="an_overpayment_ends_with_its_last_cent",
            ),
            models.CheckConstraint(
                condition=Q(found_cents__gt=0, ended_cents__gte=0), name="overpaid_amounts_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True)
                | (Q(waiver_by__isnull=False) & ~Q(waived_by=F("waiver_by"))),
                name="two_people_waive",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(OverpaymentState.WAIVED))
                | (
                    Q(waived_by__isnull=False, waiver_at__isnull=False, ended_cents__gt=0)
                    & ~Q(waiver_reason="")
                ),
                name="a_waiver_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(OverpaymentState.SETTLED))
                | (Q(settled_by__isnull=False, ended_cents__gt=0) & ~Q(how="") & ~Q(reference="")),
                name="what_is_settled_says_how_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(ended_cents=0)
                | Q(state__in=[str(OverpaymentState.SETTLED), str(OverpaymentState.WAIVED)]),
                name="only_people_end_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="who_agreed_and_when_go_together",
            ),
        ]
        triggers = [
            said_once("found_at", "ended_at", "settled_by", "waived_by"),
            Stay(name="overpayments_stay", operation=pgtrigger.Delete),
            Stay(
                name="what_was_found_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("placement", "line", "found_cents"),
            ),
            Stay(
                name="what_has_ended_stays",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=OPEN),
            ),
            Guard(
                name="nobody_decides_about_their_own",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                # Only saying yes to their own is theirs, without a paper. It is asked when it is said: an account that
                # was merged since is still its person's.
                func=(
                    "IF EXISTS (SELECT 1 FROM pathways_placement p WHERE p.id = NEW.placement_id AND p.person_id IN"
                    " (NEW.settled_by_id, NEW.waiver_by_id, NEW.waived_by_id)) OR (NEW.agreed_at IS NOT NULL AND"
                    " NEW.agreed_at IS DISTINCT FROM OLD.agreed_at AND"
                    " EXISTS (SELECT 1 FROM pathways_placement p WHERE p.id = NEW.placement_id AND"
                    " (p.person_id = NEW.agreed_by_id) <> (NEW.paper = ''))) THEN"
                    " RAISE EXCEPTION 'nobody decides about what they were paid too much'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.person}, {self.placement.role} {self.placement.year}"

    @property
    def agreed(self) -> bool:
        """Whether it is taken off the next payment of its person."""
        return self.state == OverpaymentState.OPEN and self.agreed_at is not None


class OverpaymentEvent(Event):
    """A line of the history of an overpayment, with its amount."""

    overpayment = models.ForeignKey(Overpayment, on_delete=models.PROTECT, related_name="events")
    action = DeedField(OverpaymentAction)
    # What the deed is about; after it `open_cents` stand open.
    cents = models.BigIntegerField(null=True, blank=True)
    open_cents = models.BigIntegerField()
    # Of the run that found it, changed it, or was paid less by it.
    line = models.ForeignKey(StipendLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=Overpayment.How.choices, blank=True)
    reference = models.CharField(max_length=WORDS, blank=True)

    reads = ("line__run__year",)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["overpayment", "at"], name="events_of_an_overpayment")]

    @property
    def about(self) -> str:
        """Its facts: "$187.50, line 12 of Final run 1 of 2026-27, $0.00 open after it"."""
        facts = (
            "" if self.cents is None else dollars(self.cents),
            str(self.get_how_display()),
            self.reference,
            f"line {self.line_id} of {self.line.run}" if self.line else "",
            f"{dollars(self.open_cents)} open after it",
        )
        return ", ".join(filter(None, facts))


class TakenOff(models.Model):
    """What an approved line was paid less, for an overpayment its person agreed to. Once the run of the line is void
    it counts for nothing."""

    line = models.ForeignKey(StipendLine, on_delete=models.PROTECT, related_name="takings")
    overpayment = models.ForeignKey(Overpayment, on_delete=models.PROTECT, related_name="takings")
    cents = models.BigIntegerField()

    class Meta:
        verbose_name = "amount taken off"
        verbose_name_plural = "amounts taken off"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "overpayment"], name="taken_off_a_line_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="taken_off_is_above_0"),
        ]
        triggers = [
            append_only("takings_stay"),
            Guard(
                name="nothing_is_taken_without_a_word",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    "IF NOT EXISTS (SELECT 1 FROM stipends_overpayment o WHERE o.id = NEW.overpayment_id"
                    " AND o.state = 'open' AND o.agreed_at IS NOT NULL AND o.open_cents >= NEW.cents) THEN"
                    " RAISE EXCEPTION 'nothing is taken off without a word, nor more than is open'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.cents)} off line {self.line_id}"


class CameBack(models.Model):
    """A part of an overpayment that came back while the rest stays open. Writing it takes it off what is open: parts
    and what is open never add up to more than was open before."""

    overpayment = models.ForeignKey(Overpayment, on_delete=models.PROTECT, related_name="parts")
    cents = models.BigIntegerField()
    came_on = models.DateField()
    how = models.CharField(max_length=10, choices=Overpayment.How.choices)
    reference = models.CharField(max_length=WORDS)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "part that came back"
        verbose_name_plural = "parts that came back"
        ordering = ["came_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="what_came_back_is_above_0"),
            models.CheckConstraint(condition=~Q(how="") & ~Q(reference=""), name="what_came_back_says_how"),
        ]
        triggers = [
            append_only("parts_stay"),
            Guard(
                name="a_part_comes_back_after_it_was_paid",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                # Of a line that payroll did not confirm nobody knows the day: it left after its run was approved.
                func=(
                    "IF NEW.came_on < (SELECT min(COALESCE(c.paid_on,"
                    " (r.approved_at AT TIME ZONE 'America/Los_Angeles')::date))"
                    " FROM stipends_overpayment o JOIN stipends_stipendline l ON l.placement_id = o.placement_id"
                    " JOIN stipends_stipendrun r ON r.id = l.run_id"
                    " LEFT JOIN stipends_lineconfirmation c ON c.line_id = l.id WHERE o.id = NEW.overpayment_id"
                    " AND l.amount_cents > 0 AND r.state IN ('approved', 'exported', 'confirmed')) THEN"
                    " RAISE EXCEPTION 'nothing comes back before it was paid'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
            Guard(
                name="a_part_comes_off_what_is_open",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                # The last cent ends it, which is settled with its words. The row is locked here: of two parts at once
                # the second finds what the first left.
                func=(
                    "UPDATE stipends_overpayment o SET open_cents = o.open_cents - NEW.cents"
                    " FROM pathways_placement p WHERE o.id = NEW.overpayment_id AND p.id = o.placement_id"
                    " AND p.person_id <> NEW.by_id AND o.state = 'open' AND o.open_cents > NEW.cents;"
                    " IF NOT FOUND THEN RAISE EXCEPTION 'a part is less than what is open, and recorded by somebody"
                    " else' USING ERRCODE = 'check_violation'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{dollars(self.cents)} on {day_in_words(self.came_on)}"
