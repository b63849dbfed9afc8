"""The kept files of runs and of claims; who took one is on record."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from common.admin import ReadOnlyAdmin
from common.doors import signed_in
from common.downloads import kept_file
from common.errors import DomainError
from common.money import dollars
from stipends import services
from stipends.models import (
    AssistanceExport,
    AssistanceExportDownload,
    ClaimExport,
    ClaimExportDownload,
    Export,
    ExportDownload,
    KeptFile,
)
from stipends.policies import why_not_download


class KeptFileAdmin(ReadOnlyAdmin):
    """`of` is what a file is of; `takes` is the service that gives one out, `what` is what a refusal calls
    it; `beside` are columns of its own."""

    of: str
    what: str
    beside: tuple[str, ...] = ()
    takes: Callable[..., KeptFile]
    actions = ["download"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).defer("content")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        what = ("file_name", self.of, "layout", *self.beside, "lines_count", "total", "sha256")
        return (*what, "made_by", "made_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description="total", ordering="total_cents")
    def total(self, file: KeptFile) -> str:
        return dollars(file.total_cents)

    def buttons(self, request: HttpRequest, obj: Model) -> list[tuple[str, str]]:
        may = why_not_download(signed_in(request), self.what) is None
        return [("download", "Download")] if may else []

    @admin.action(description="Download", permissions=["act"])
    def download(self, request: HttpRequest, queryset: "QuerySet[Any]") -> HttpResponse | None:
        """The kept bytes of one file."""
        files = list(queryset[:2])
        if len(files) != 1:
            messages.error(request, "Choose one file: each is taken on its own.")
            return None
        try:
            file = type(self).takes(pk=files[0].pk, by=signed_in(request))
        except DomainError as refused:
            messages.error(request, str(refused))
            return None
        return kept_file(file.file_name, file.content)


@admin.register(Export)
class ExportAdmin(KeptFileAdmin):
    of, what, beside = "run", "the file of a run", ("office_layout",)
    takes = services.download
    list_display = [
        *("file_name", "run", "layout", "office_layout", "lines_count", "total", "made_by", "made_at"),
    ]
    list_filter = ["layout", "run__year", "run__kind"]
    list_select_related = ["run__year", "made_by", "office_layout"]
    search_fields = ["file_name", "sha256", "made_by__search_name"]


@admin.register(ClaimExport)
class ClaimExportAdmin(KeptFileAdmin):
    of, what = "batch", services.OF_CLAIMS
    takes = services.download_claims
    list_display = ["file_name", "batch", "layout", "lines_count", "total", "made_by", "made_at"]
    list_filter = ["layout", "batch__year"]
    list_select_related = ["batch__year", "made_by"]
    search_fields = ["file_name", "sha256", "made_by__search_name"]


@admin.register(AssistanceExport)
class AssistanceExportAdmin(KeptFileAdmin):
    of, what, beside = "batch", services.OF_ASSISTANCE, ("office_layout",)
    takes = services.download_assistance
    list_display = [
        *("file_name", "batch", "layout", "office_layout", "lines_count", "total", "made_by", "made_at"),
    ]
    list_filter = ["layout", "batch__year"]
    list_select_related = ["batch__year", "made_by", "office_layout"]
    search_fields = ["file_name", "sha256", "made_by__search_name"]


@admin.register(ExportDownload)
class ExportDownloadAdmin(ReadOnlyAdmin):
    list_display = ["export", "by", "at"]
    list_filter = ["export__layout", "export__run__year"]
    list_select_related = ["export", "by"]
    search_fields = ["export__file_name", "by__search_name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ExportDownload]":
        return super().get_queryset(request).defer("export__content")


@admin.register(ClaimExportDownload)
class ClaimExportDownloadAdmin(ReadOnlyAdmin):
    list_display = ["export", "by", "at"]
    list_filter = ["export__layout", "export__batch__year"]
    list_select_related = ["export", "by"]
    search_fields = ["export__file_name", "by__search_name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ClaimExportDownload]":
        return super().get_queryset(request).defer("export__content")


@admin.register(AssistanceExportDownload)
class AssistanceExportDownloadAdmin(ReadOnlyAdmin):
    list_display = ["export", "by", "at"]
    list_filter = ["export__layout", "export__batch__year"]
    list_select_related = ["export", "by"]
    search_fields = ["export__file_name", "by__search_name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[AssistanceExportDownload]":
        return super().get_queryset(request).defer("export__content")
