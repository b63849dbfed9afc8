"""Files for payroll, kept byte for byte; downloading again gives the same bytes and is recorded."""

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.clock import LOS_ANGELES
from common.guards import append_only
from people.models import User
from stipends.models.batches import ClaimBatch
from stipends.models.layouts import PayrollLayout
from stipends.models.runs import StipendRun

# Beside those every run has.
OFFICE = "office"


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(run__in=StipendRun.objects.visible_to(user))


class ClaimExportQuerySet(models.QuerySet["ClaimExport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(batch__in=ClaimBatch.objects.visible_to(user))


class KeptFile(models.Model):
    """A file for payroll or bookkeeping, kept byte for byte: what of, its kind says."""

    class Layout(models.TextChoices):
        GENERIC = "generic", "file for payroll, one row a line"
        WORKBOOK = "workbook", "the same as a workbook for Excel"
        JOURNAL = "journal", "general-ledger journal for bookkeeping"

    layout = models.CharField(max_length=10, choices=Layout.choices)
    file_name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    lines_count = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_whole(self) -> bool:
        """Whether its bytes are those that were made."""
        return sha256(bytes(self.content)).hexdigest() == self.sha256


class Export(KeptFile):
    """A file of a run: in a layout every run has, or in one of the payroll office's own."""

    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="exports")
    layout = models.CharField(
        max_length=10, choices=[*KeptFile.Layout.choices, (OFFICE, "file in a layout of payroll's own")]
    )
    office_layout = models.ForeignKey(
        PayrollLayout, null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["run", "layout"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "layout", "office_layout"],
                nulls_distinct=False,
                name="one_file_per_run_and_layout",
            ),
            models.CheckConstraint(
                condition=Q(layout=OFFICE, office_layout__isnull=False)
                | ~Q(layout=OFFICE) & Q(office_layout__isnull=True),
                name="office_files_name_their_layout",
            ),
        ]
        triggers = [append_only("exports_stay")]


class ClaimExport(KeptFile):
    """A file of claims for substitutes that are paid together."""

    batch = models.ForeignKey(ClaimBatch, on_delete=models.PROTECT, related_name="exports")

    objects = ClaimExportQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "layout"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "layout"], name="one_file_per_batch_and_layout")
        ]
        triggers = [append_only("claim_exports_stay")]


class Download(models.Model):
    """Who took such a file, and when."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.by} {self.at.astimezone(LOS_ANGELES):%Y-%m-%d %H:%M}"


class ExportDownload(Download):
    """Who took a file of a run, and when."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="downloads")

    class Meta:
        ordering = ["at"]
        triggers = [append_only("downloads_stay")]


class ClaimExportDownload(Download):
    """Who took a file of claims, and when."""

    export = models.ForeignKey(ClaimExport, on_delete=models.PROTECT, related_name="downloads")

    class Meta:
        ordering = ["at"]
        triggers = [append_only("claim_downloads_stay")]
