"""The files of assistance, their lines, and what payroll said of each: read only."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.money import dollars
from stipends.models import AssistanceBatch, AssistanceConfirmation, AssistanceLine, AssistanceReturn
from stipends.verbs import ASSISTANCE

OF_FELLOW = "disbursement__award__fellow__person"


class AssistanceLines(ReadOnlyInline):
    model = AssistanceLine
    fields = readonly_fields = ("id", "disbursement", "amount", "channel", "school")

    @admin.display(description="amount")
    def amount(self, line: AssistanceLine) -> str:
        return dollars(line.amount_cents)


@admin.register(AssistanceBatch)
class AssistanceBatchAdmin(ReadOnlyAdmin):
    """Made, and recorded as paid, on its page."""

    list_display = ["__str__", "lines_count", "total", "made_by", "made_at"]
    list_filter = ["year", "made_at"]
    list_select_related = ["year", "made_by"]
    search_fields = ["year__label", "lines_sha256", "made_by__search_name"]
    fields = readonly_fields = (
        *("year", "number", "lines_count", "total", "lines_sha256", "made_by", "made_at"),
    )
    inlines = [AssistanceLines]
    life = ASSISTANCE

    @admin.display(description="total", ordering="total_cents")
    def total(self, batch: AssistanceBatch) -> str:
        return dollars(batch.total_cents)

    def view_on_site(self, obj: AssistanceBatch) -> str:
        return ASSISTANCE.page_of(obj)


@admin.register(AssistanceLine)
class AssistanceLineAdmin(ReadOnlyAdmin):
    """Digits in the search box are the number of a line, as in the files of payroll."""

    by_number = True
    list_display = ["id", "batch", "fellow", "amount", "channel", "school"]
    list_filter = ["batch__year", "channel"]
    list_select_related = ["batch__year", OF_FELLOW, "school"]
    search_fields = [f"{OF_FELLOW}__search_name", "school__name"]
    fields = readonly_fields = ("batch", "disbursement", "fellow", "amount", "channel", "school")

    @admin.display(description="fellow", ordering=f"{OF_FELLOW}__sort_name")
    def fellow(self, line: AssistanceLine) -> str:
        return line.disbursement.award.fellow.person.name

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, line: AssistanceLine) -> str:
        return dollars(line.amount_cents)


@admin.register(AssistanceConfirmation)
class AssistanceConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["line", "amount", "reference", "by", "at"]
    list_filter = ["line__batch__year"]
    list_select_related = ["line", "by"]
    search_fields = ["reference", f"line__{OF_FELLOW}__search_name", "by__search_name"]

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, paid: AssistanceConfirmation) -> str:
        return dollars(paid.amount_cents)


@admin.register(AssistanceReturn)
class AssistanceReturnAdmin(ReadOnlyAdmin):
    list_display = ["line", "reason", "by", "at"]
    list_filter = ["line__batch__year"]
    list_select_related = ["line", "by"]
    search_fields = ["reason", f"line__{OF_FELLOW}__search_name", "by__search_name"]
