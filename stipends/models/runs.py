"""A run, its chunks and its lines. Rows carry all state, so a killed worker loses nothing."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from common.guards import Both, Guard, Stay, moves_with, said_once
from common.money import dollars
from common.reading import Fields
from common.states import choices
from pathways.models import Placement, ProgramYear, Role
from people.models import Post, School, User, accounts_of
from people.queries import hats
from stipends.models.locked import AFTER_APPROVAL, LOCKED_STATES, SQL_LOCKED, line_guard
from stipends.models.policies import StipendPolicy
from stipends.rules import BALANCE, Kept, Step, parse_step, reasons, run_in_words, why_nothing
from stipends.states import LOCKED, STAGES_SAID, ChunkState, OverpaymentState, RunState

PERSON = settings.AUTH_USER_MODEL
RUN_STATES = choices(RunState)
CHUNK_STATES = choices(ChunkState)
# What the amount of a line is called, by the state of its run; before approval nothing is promised yet.
AMOUNT_WORDS: dict[str, str] = {
    RunState.APPROVED: "approved to be paid by this run",
    RunState.EXPORTED: "paid by this run",
    RunState.CONFIRMED: "paid by this run",
    RunState.VOID: "not paid, as this run is void",
}


class StipendRunQuerySet(models.QuerySet["StipendRun"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()

    def live(self) -> Self:
        """All but the void ones."""
        return self.exclude(state=RunState.VOID)

    def locked(self) -> Self:
        """Approved, exported or confirmed: what they paid, and by what, is nobody's to change."""
        return self.filter(state__in=LOCKED)

    def to_settle(self) -> Self:
        """Those that pay something once they are approved, and are neither that nor void."""
        return self.live().exclude(state__in=LOCKED).exclude(kind=StipendRun.Kind.PROJECTION)

    def unfinished(self) -> Self:
        """Those that workers should be calculating."""
        return self.filter(state=RunState.CALCULATING)

    def paying(self) -> "StipendRunQuerySet":
        """All but projections, which pay nothing and need no further hand."""
        return self.exclude(kind=StipendRun.Kind.PROJECTION)

    def to_calculate(self) -> "StipendRunQuerySet":
        return self.paying().filter(state=RunState.DRAFT)

    def to_approve(self, by: User) -> "StipendRunQuerySet":
        """Calculated by somebody else, with something to pay, or to say of what was paid too much; what was refused
        waits for its preparer first."""
        over = StipendLine.objects.of_overpayments().filter(run=OuterRef("pk"))
        says = Q(total_cents__gt=0) | Exists(over)
        ready = self.paying().filter(says, state=RunState.CALCULATED).exclude(prepared_by=by)
        return ready.exclude(refusals__round=F("round"))

    def to_export(self) -> "StipendRunQuerySet":
        return self.paying().filter(state=RunState.APPROVED, total_cents__gt=0)

    def to_confirm(self) -> "StipendRunQuerySet":
        """Payroll has their files and did not say yet what was paid."""
        return self.paying().filter(state=RunState.EXPORTED)


class StipendLineQuerySet(models.QuerySet["StipendLine"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers; one's own once they are approved."""
        if hats(user).money:
            return self
        return self.locked().of(user) if user.is_authenticated else self.none()

    def of_overpayments(self) -> "StipendLineQuerySet":
        """Those that find something paid too much, take something off for it, or may close what is open."""
        open_one = Q(placement__overpayments__state=OverpaymentState.OPEN)
        return self.filter(open_one | Q(overpaid_cents__gt=0) | Q(taken_cents__gt=0))

    def of(self, person: User) -> Self:
        """Those of a person, under whichever account they stand: a line names the account of then, and no merge moves
        it, since its hash and the approver's snapshot are over it."""
        return self.filter(person__in=accounts_of(person))

    def locked(self) -> Self:
        """Lines that are paid or about to be: approved and nobody's to change. A projection pays nothing."""
        paying = self.exclude(run__kind=StipendRun.Kind.PROJECTION)
        return paying.filter(run__state__in=LOCKED)

    def unconfirmed(self) -> Self:
        """Payable, and payroll did not say yet that they were paid."""
        return self.filter(status=StipendLine.Status.PAYABLE, confirmation=None)


class StipendRun(models.Model):
    """Everybody of a year paid at once: prepared by one person, approved by another (rules.md §3)."""

    class Kind(models.TextChoices):
        PROJECTION = "projection"
        INSTALMENT = "instalment", "Installment"
        FINAL = "final"
        SUPPLEMENTARY = "supplementary"

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="stipend_runs")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=1, help_text="Which installment or supplement")
    state = models.CharField(max_length=12, choices=RUN_STATES, default=str(RunState.DRAFT))
    prepared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # What the approver saw: the hash over all lines, and their total in cents.
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    total_cents = models.BigIntegerField(default=0)
    lines_count = models.PositiveIntegerField(default=0)
    chunks_total = models.PositiveIntegerField(default=0)
    calculated_at = models.DateTimeField(null=True, blank=True)
    # Calculating again makes a new round; chunks of an older one are ignored.
    round = models.PositiveSmallIntegerField(default=0)
    # When this round began. What is past or still ahead is judged by this day, however late a worker comes.
    calculating_at = models.DateTimeField(null=True, blank=True)
    step = models.JSONField(
        default=dict, blank=True, help_text="As stipends.rules.instalments reads it; empty pays the balance"
    )

    objects = StipendRunQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "number"],
                condition=~Q(state=str(RunState.VOID)),
                name="one_live_run_per_year_kind_and_number",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="approver_is_not_preparer",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[str(RunState.APPROVED), str(RunState.EXPORTED), str(RunState.CONFIRMED)]
                )
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(snapshot_sha256="")),
                name="approved_names_who_when_and_what",
            ),
            models.CheckConstraint(condition=Q(total_cents__gte=0), name="run_total_is_not_negative"),
        ]
        triggers = [
            Guard(
                name="a_line_is_corrected_once",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                # Of a void run a line corrects nothing, and two runs that wait may both mean to.
                func=(
                    f"IF NEW.state IN {SQL_LOCKED} AND EXISTS"
                    " (SELECT 1 FROM stipends_stipendline l"
                    " JOIN stipends_stipendline o ON o.reverses_id = l.reverses_id"
                    " JOIN stipends_stipendrun r ON r.id = o.run_id"
                    f" WHERE l.run_id = NEW.id AND o.run_id <> NEW.id AND r.state IN {SQL_LOCKED}) THEN"
                    " RAISE EXCEPTION 'a line is corrected once' USING ERRCODE = 'check_violation';"
                    " END IF; RETURN NEW;"
                ),
            ),
            said_once("prepared_at", "prepared_by"),
            moves_with("approved_at", "approved_by"),
            moves_with("calculated_at", "calculating_at", state=("state", "round")),
            Stay(name="runs_stay", operation=pgtrigger.Delete, words="a run is made void, not deleted"),
            # Whoever approved it, when, and what: as it is in the history, and as little to be changed.
            Stay(
                name="approved_runs_keep_their_money",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__state__in=[*LOCKED_STATES, str(RunState.VOID)]),
                    pgtrigger.AnyChange(exclude=["state"]),
                ),
                words="an approved run does not change",
            ),
            Stay(
                name="approved_runs_only_go_on",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=str(RunState.APPROVED))
                & ~pgtrigger.Q(new__state__in=AFTER_APPROVAL)
                | pgtrigger.Q(old__state=str(RunState.EXPORTED))
                & ~pgtrigger.Q(new__state__in=[str(RunState.EXPORTED), str(RunState.CONFIRMED)])
                | pgtrigger.Q(old__state__in=[str(RunState.CONFIRMED), str(RunState.VOID)])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                words="an approved run only goes on",
            ),
            Guard(
                name="nobody_handles_their_own_pay",
                operation=pgtrigger.Update | pgtrigger.Insert,
                when=pgtrigger.Before,
                func=(
                    # A line stays under the account of then; one that was merged since is still its person's.
                    f"IF NEW.state IN {SQL_LOCKED} AND EXISTS"
                    " (SELECT 1 FROM stipends_stipendline l WHERE l.run_id = NEW.id"
                    " AND l.person_id IN (SELECT id FROM people_user WHERE id IN (NEW.prepared_by_id,"
                    " NEW.approved_by_id) OR merged_into_id IN (NEW.prepared_by_id, NEW.approved_by_id))) THEN"
                    " RAISE EXCEPTION 'preparer and approver are not paid on their run'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} run {self.number} of {self.year}"

    @property
    def pays(self) -> Step:
        """What the run pays. Raises FieldError for a step that cannot be read."""
        return parse_step(Fields(self.step)) if self.step else BALANCE

    @property
    def hopes(self) -> bool:
        """A projection counts on all that may still come, and pays nobody."""
        return self.kind == self.Kind.PROJECTION

    @property
    def in_words(self) -> str:
        """What it pays, in a sentence."""
        return run_in_words(self.pays, self.hopes)

    @property
    def amount_words(self) -> str:
        """What the amount of a line is called."""
        return "may still be paid" if self.hopes else AMOUNT_WORDS.get(self.state, "this run would pay")


class RunChunk(models.Model):
    """A part of a run that one worker takes in one transaction."""

    run = models.ForeignKey(StipendRun, on_delete=models.CASCADE, related_name="chunks")
    round = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    placement_ids = ArrayField(models.BigIntegerField())
    state = models.CharField(max_length=10, choices=CHUNK_STATES, default=str(ChunkState.WAITING))
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    # Since when nothing but passing faults (no room, no connection, a lock) keeps it from being done.
    hindered_since = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "round", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "round", "number"], name="one_chunk_per_run_round_and_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run}, chunk {self.number}"


class StipendLine(models.Model):
    """One statement on one run: amount, inputs, their hash, policy and reasons, frozen together."""

    class Status(models.TextChoices):
        PAYABLE = "payable"
        EXCLUDED = "excluded"

    class Exclusion(models.TextChoices):
        UNSIGNED = "unsigned", "the commitment is not signed by both"
        ROSTER_OPEN = "roster_open", "a roster is still open or lacks a mark"
        ATTESTATION_PENDING = "attestation_pending", "the principal has not attested yet"
        DISPUTED = "disputed", "its person disputes it, and waits for an answer"
        NO_POLICY = "no_policy", "no stipend policy is published"
        SET_AGAINST = "set_against", "all of it is set against what was paid too much before"
        # By the facts of a line it is said more exactly: `why_unpaid`.
        ZERO = "zero", "nothing was left to pay"

    # Indexes cost a run more than anything but its JSON, so only those stand that a page asks for.
    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="lines", db_index=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="stipend_lines", db_index=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="stipend_lines")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+", db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    policy = models.ForeignKey(
        StipendPolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="lines", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Post.Channel.choices, default=Post.Channel.DISTRICT)
    status = models.CharField(max_length=10, choices=Status.choices)
    exclusion = models.CharField(max_length=20, choices=Exclusion.choices, blank=True)
    earned_cents = models.BigIntegerField()
    already_paid_cents = models.BigIntegerField(default=0)
    amount_cents = models.BigIntegerField(help_text="What this run pays")
    # Both are kept uncompressed and beside the row (migration 0004), so that totals of a run read little.
    cells = models.JSONField(help_text="Per segment and component: cents and reasons")
    inputs = models.TextField(help_text="JSON, letter by letter what its hash was taken of")
    inputs_sha256 = models.CharField(max_length=64)
    # The whole amount of the year, when the run pays a share of it; how much was paid above what was earned.
    whole_cents = models.BigIntegerField(null=True, blank=True)
    overpaid_cents = models.BigIntegerField(default=0)
    # Taken off what was due, for open overpayments of this person; `overpayments` name which.
    taken_cents = models.BigIntegerField(default=0)
    nothing_to_deliver = models.BooleanField(default=False, help_text="Paid in full, and to be reviewed")
    sha256 = models.CharField(max_length=64, help_text="Over everything this line says")
    # Of a supplementary run: the last line that paid this placement before. What it pays is the difference.
    reverses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    objects = StipendLineQuerySet.as_manager()

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "placement"], name="one_line_per_statement_and_run"),
            models.CheckConstraint(
                condition=Q(amount_cents__gte=0, earned_cents__gte=0), name="amounts_are_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(overpaid_cents__gte=0, taken_cents__gte=0)
                & (Q(whole_cents=None) | Q(whole_cents__gte=0)),
                name="amounts_beside_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(status="payable") | Q(amount_cents=0), name="excluded_pays_nothing"
            ),
            models.CheckConstraint(
                condition=Q(status="payable") | ~Q(exclusion=""), name="excluded_says_why"
            ),
            models.CheckConstraint(
                condition=Q(inputs_sha256__regex=r"^[0-9a-f]{64}$"), name="line_names_its_inputs"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="line_has_its_hash"),
        ]
        indexes = [
            models.Index(fields=["person", "run"], name="lines_of_a_person"),
            models.Index(fields=["run", "id"], name="lines_of_a_run"),
        ]
        triggers = [
            line_guard("locked_runs_take_no_line", pgtrigger.Insert, new="new_lines"),
            # Calculating again deletes a line and writes another.
            Stay(name="lines_are_never_edited", operation=pgtrigger.Update, words="a line is written once"),
            line_guard("locked_lines_stay", pgtrigger.Delete, old="old_lines"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {dollars(self.amount_cents)}"

    @property
    def why_unpaid(self) -> str:
        """Its exclusion in words, by its facts. Select its run with the query."""
        if self.exclusion != self.Exclusion.ZERO:
            return str(self.get_exclusion_display())
        paid_up = self.already_paid_cents >= max(self.earned_cents, 1)
        return why_nothing(self.run.pays, not self.earned_cents, paid_up).words(self.run.pays)

    @property
    def reasons(self) -> tuple[str, ...]:
        """How its amount follows from what was earned. Select its run with the query."""
        kept = Kept(
            step=self.run.pays,
            hopes=self.run.hopes,
            exclusion=self.exclusion,
            earned_cents=self.earned_cents,
            whole_cents=self.whole_cents,
            paid_cents=self.already_paid_cents,
            pay_cents=self.amount_cents,
            taken_cents=self.taken_cents,
            waived_cents=max(self.already_paid_cents - self.earned_cents, 0) - self.overpaid_cents,
        )
        return (*reasons(kept), *([f"It {self.corrects}."] if self.corrects else []))

    @property
    def stage(self) -> str:
        """How far it came: the state of its run, and confirmed once payroll said that it was paid, though of others it
        did not yet. Select run and confirmation with the query."""
        return RunState.CONFIRMED if hasattr(self, "confirmation") else str(self.run.state)

    @property
    def stage_said(self) -> str:
        """The same as whoever is paid says it."""
        return STAGES_SAID.get(self.stage, str(self.run.get_state_display()))

    @property
    def corrects(self) -> str:
        """ "corrects line 123 of the final run"; empty where it corrects none. Select the run of `reverses` too."""
        if self.reverses is None:
            return ""
        before = self.reverses.run
        number = f" {before.number}" if before.number > 1 else ""
        return f"corrects line {self.reverses_id} of the {before.get_kind_display().lower()} run{number}"
