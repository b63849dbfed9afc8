"""The kept files of runs; who took one is on record."""

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from common.admin import ReadOnlyAdmin
from common.doors import signed_in
from common.downloads import kept_file
from common.errors import DomainError
from common.money import dollars
from stipends import services
from stipends.models import Export, ExportDownload
from stipends.policies import why_not_download


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = [
        "file_name",
        "run",
        "layout",
        "office_layout",
        "lines_count",
        "total",
        "made_by",
        "made_at",
    ]
    list_filter = ["layout", "run__year", "run__kind"]
    list_select_related = ["run__year", "made_by", "office_layout"]
    search_fields = ["file_name", "sha256", "made_by__search_name"]
    fields = readonly_fields = (
        *("file_name", "run", "layout", "office_layout", "lines_count", "total", "sha256"),
        *("made_by", "made_at"),
    )
    actions = ["download"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Export]":
        return super().get_queryset(request).defer("content")

    @admin.display(description="total", ordering="total_cents")
    def total(self, file: Export) -> str:
        return dollars(file.total_cents)

    def buttons(self, request: HttpRequest, obj: Model) -> list[tuple[str, str]]:
        return [("download", "Download")] if why_not_download(signed_in(request)) is None else []

    @admin.action(description="Download", permissions=["act"])
    def download(self, request: HttpRequest, queryset: "QuerySet[Export]") -> HttpResponse | None:
        """The kept bytes of one file."""
        files = list(queryset[:2])
        if len(files) != 1:
            messages.error(request, "Choose one file: each is taken on its own.")
            return None
        try:
            file = services.download(pk=files[0].pk, by=signed_in(request))
        except DomainError as refused:
            messages.error(request, str(refused))
            return None
        return kept_file(file.file_name, file.content)


@admin.register(ExportDownload)
class ExportDownloadAdmin(ReadOnlyAdmin):
    list_display = ["export", "by", "at"]
    list_filter = ["export__layout", "export__run__year"]
    list_select_related = ["export", "by"]
    search_fields = ["export__file_name", "by__search_name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ExportDownload]":
        return super().get_queryset(request).defer("export__content")
