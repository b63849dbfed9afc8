"""Assistance of fellows as payroll pays it: numbered files of a year, each part of an award in one of them at most, and
what payroll said of it.

Its lines are in tables of their own, not among those of runs: a line of a run is a statement of a placement, calculated
and frozen with its inputs, and all that is asked of lines (what was earned, caps, overpayments) would have to leave
these out. The files are the same: `Paid` lines, in the same layouts, kept the same way.
"""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.guards import Guard, append_only
from common.money import dollars
from fellows.models import Disbursement
from fellows.states import SENT, DisbursementState
from pathways.models import ProgramYear
from people.models import Post, School, User
from people.queries import hats
from stipends.models.exports import OFFICE, Download, KeptFile
from stipends.models.layouts import PayrollLayout

PERSON = settings.AUTH_USER_MODEL
D = DisbursementState
# Asked when the transaction ends: the file is written first, then its lines.
IS_ITS_LINES = """
    IF EXISTS (
        SELECT 1 FROM stipends_assistancebatch b LEFT JOIN stipends_assistanceline l ON l.batch_id = b.id
        WHERE b.id = NEW.{0} GROUP BY b.id
        HAVING count(l.id) <> b.lines_count OR coalesce(sum(l.amount_cents), 0) <> b.total_cents)
    THEN
        RAISE EXCEPTION 'a file of assistance is the sum of its lines' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
IS_ITS_PART = """
    IF NOT EXISTS (SELECT 1 FROM fellows_disbursement d WHERE d.id = NEW.disbursement_id
                   AND d.state IN ('approved', 'exported') AND d.cents = NEW.amount_cents) THEN
        RAISE EXCEPTION 'a line pays an approved part of an award, and all of it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# What fellows show as sent, paid or come back is what stands in a file here, and what payroll said of it.
STANDS_AS_PAID = """
    IF NEW.state IN ('exported', 'paid_out', 'came_back')
       AND NOT EXISTS (SELECT 1 FROM stipends_assistanceline l WHERE l.disbursement_id = NEW.id)
    OR NEW.state = 'paid_out' AND NOT EXISTS (
        SELECT 1 FROM stipends_assistanceline l JOIN stipends_assistanceconfirmation c ON c.line_id = l.id
        WHERE l.disbursement_id = NEW.id)
    OR NEW.state = 'came_back' AND NOT EXISTS (
        SELECT 1 FROM stipends_assistanceline l JOIN stipends_assistancereturn r ON r.line_id = l.id
        WHERE l.disbursement_id = NEW.id) THEN
        RAISE EXCEPTION 'a part of an award stands as its line in a file does' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class AssistanceBatchQuerySet(models.QuerySet["AssistanceBatch"]):
    def visible_to(self, user: User) -> Self:
        """All for finance and managers, none for others."""
        return self if hats(user).money else self.none()

    def to_confirm(self) -> "AssistanceBatchQuerySet":
        """Those with a line that nobody said was paid or came back."""
        return self.filter(lines__disbursement__state=D.EXPORTED).distinct()


class AssistanceBatch(models.Model):
    """The parts of awards that were due and in no file: written once. Its files are the same lines in several
    layouts."""

    year = models.ForeignKey(ProgramYear, on_delete=models.PROTECT, related_name="assistance_batches")
    number = models.PositiveSmallIntegerField()
    lines_count = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    lines_sha256 = models.CharField(max_length=64, help_text="Over all its lines")
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = AssistanceBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "assistance batches"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="one_file_of_assistance_per_year_and_number"
            ),
            models.CheckConstraint(
                condition=Q(lines_count__gt=0, total_cents__gt=0), name="a_file_of_assistance_pays_something"
            ),
            models.CheckConstraint(
                condition=Q(lines_sha256__regex=r"^[0-9a-f]{64}$"), name="a_file_of_assistance_has_its_hash"
            ),
        ]
        triggers = [
            append_only("files_of_assistance_stay"),
            Guard(
                name="a_file_of_assistance_is_its_lines",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=IS_ITS_LINES.format("id"),
            ),
        ]

    def __str__(self) -> str:
        return f"Assistance {self.year}, file {self.number}"


class AssistanceLineQuerySet(models.QuerySet["AssistanceLine"]):
    def open(self) -> Self:
        """Those nobody said anything of since they were sent."""
        return self.filter(disbursement__state=D.EXPORTED)

    def can_come_back(self) -> Self:
        """Those whose money may come back: sent, or said to be paid."""
        return self.filter(disbursement__state__in=SENT)


class AssistanceLine(models.Model):
    """A part of an award in a file for payroll, with how and where its fellow is paid, as it was then."""

    batch = models.ForeignKey(AssistanceBatch, on_delete=models.PROTECT, related_name="lines")
    # One: nothing is in two files.
    disbursement = models.OneToOneField(Disbursement, on_delete=models.PROTECT, related_name="line")
    amount_cents = models.BigIntegerField()
    channel = models.CharField(max_length=10, choices=Post.Channel.choices)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = AssistanceLineQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        triggers = [
            append_only("lines_of_assistance_stay"),
            Guard(
                name="a_line_of_assistance_is_its_part",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=IS_ITS_PART,
            ),
            Guard(
                name="a_line_of_assistance_is_in_its_sum",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=IS_ITS_LINES.format("batch_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"Line {self.pk}: {dollars(self.amount_cents)}"


class PaidDisbursement(Disbursement):
    """A part of an award is sent, paid or come back as its line is."""

    class Meta:
        proxy = True
        triggers = [
            Guard(
                name="a_part_stands_as_its_line",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=STANDS_AS_PAID,
            )
        ]


class AssistanceExport(KeptFile):
    """A file of assistance: in a layout every one has, or in one of the payroll office's own."""

    batch = models.ForeignKey(AssistanceBatch, on_delete=models.PROTECT, related_name="exports")
    layout = models.CharField(
        max_length=10, choices=[*KeptFile.Layout.choices, (OFFICE, "file in a layout of payroll's own")]
    )
    office_layout = models.ForeignKey(
        PayrollLayout, null=True, blank=True, on_delete=models.PROTECT, related_name="files_of_assistance"
    )

    class Meta:
        ordering = ["batch", "layout"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "layout", "office_layout"],
                nulls_distinct=False,
                name="one_file_of_assistance_per_layout",
            ),
            models.CheckConstraint(
                condition=Q(layout=OFFICE, office_layout__isnull=False)
                | ~Q(layout=OFFICE) & Q(office_layout__isnull=True),
                name="office_files_of_assistance_name_their_layout",
            ),
        ]
        triggers = [append_only("assistance_exports_stay")]


class AssistanceExportDownload(Download):
    """Who took a file of assistance, and when."""

    export = models.ForeignKey(AssistanceExport, on_delete=models.PROTECT, related_name="downloads")

    class Meta:
        ordering = ["at"]
        triggers = [append_only("assistance_downloads_stay")]


class AssistanceConfirmation(models.Model):
    """Payroll says that a line was paid: its whole amount. The day stands with the part of the award."""

    line = models.OneToOneField(AssistanceLine, on_delete=models.PROTECT, related_name="confirmation")
    amount_cents = models.BigIntegerField()
    reference = models.CharField(max_length=100, blank=True, help_text="Payroll’s own number")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["line"]
        triggers = [
            append_only("assistance_confirmations_stay"),
            Guard(
                name="a_confirmation_of_assistance_is_of_its_line",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM stipends_assistanceline l WHERE l.id = NEW.line_id
                                   AND l.amount_cents = NEW.amount_cents) THEN
                        RAISE EXCEPTION 'a confirmation is of a line, and of its whole amount'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.amount_cents} cents"


class AssistanceReturn(models.Model):
    """A payment that came back, and why: it did not reach whom it was for. Nothing is owed by anybody."""

    line = models.OneToOneField(AssistanceLine, on_delete=models.PROTECT, related_name="came_back")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["line"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="what_came_back_says_why")]
        triggers = [append_only("assistance_returns_stay")]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.reason}"
