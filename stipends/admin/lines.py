"""The lines of runs with their reasons, and what payroll said it paid."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.admin import ReadOnlyAdmin
from common.money import dollars
from stipends.models import LineConfirmation, StipendLine

SHOWN = (
    *("person", "run", "role", "school", "policy", "channel", "status", "unpaid"),
    *(
        "earned",
        "paid_before",
        "amount",
        "why",
        "reasons",
        "paid_above",
        "nothing_to_deliver",
        "placement",
        "reverses",
    ),
    *("inputs_sha256", "sha256"),
)


@admin.register(StipendLine)
class StipendLineAdmin(ReadOnlyAdmin):
    """Digits in the search box are the number of a line, as in the files of payroll."""

    by_number = True
    list_display = ["person", "run", "role", "school", "status", "exclusion", "amount", "number"]
    list_filter = ["status", "exclusion", "channel", "run__kind", "run__year", "role"]
    list_select_related = ["person", "run__year", "role", "school"]
    search_fields = ["person__search_name", "inputs_sha256"]
    fields = readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> "QuerySet[StipendLine]":
        lines = super().get_queryset(request)
        at_list = request.resolver_match is not None and "changelist" in (
            request.resolver_match.url_name or ""
        )
        return lines.defer("cells", "inputs") if at_list else lines

    @admin.display(description="number", ordering="pk")
    def number(self, line: StipendLine) -> int:
        return int(line.pk)

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, line: StipendLine) -> str:
        return dollars(line.amount_cents)

    @admin.display(description="earned")
    def earned(self, line: StipendLine) -> str:
        return dollars(line.earned_cents)

    @admin.display(description="paid before")
    def paid_before(self, line: StipendLine) -> str:
        return dollars(line.already_paid_cents)

    @admin.display(description="paid above what was earned")
    def paid_above(self, line: StipendLine) -> str:
        return dollars(line.overpaid_cents)

    @admin.display(description="not paid because")
    def unpaid(self, line: StipendLine) -> str:
        return line.why_unpaid or "–"

    @admin.display(description="why this amount")
    def why(self, line: StipendLine) -> str:
        """How the amount follows from what was earned and paid before."""
        return " ".join(line.reasons) or "–"

    @admin.display(description="reasons")
    def reasons(self, line: StipendLine) -> str:
        """What the statement says: per segment and part, cents and why."""
        parts = [
            (segment["title"], part["component"].replace("_", " "), dollars(part["cents"]), _listed(part))
            for segment in line.cells
            for part in segment["parts"]
        ]
        return format_html_join("", "<p>{}, {}: {}</p>{}", parts) or "–"


def _listed(part: dict[str, list[str]]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((r,) for r in part["reasons"])))


@admin.register(LineConfirmation)
class LineConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["line_id", "person", "amount", "paid_on", "reference", "by", "at"]
    list_filter = ["paid_on", "line__run__year", "line__run__kind"]
    list_select_related = ["line__person", "by"]
    search_fields = ["reference", "line__person__search_name"]

    @admin.display(description="person", ordering="line__person__sort_name")
    def person(self, row: LineConfirmation) -> str:
        return str(row.line.person)

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, row: LineConfirmation) -> str:
        return dollars(row.amount_cents)
