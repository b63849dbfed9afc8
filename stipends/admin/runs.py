"""Stipend runs: prepared, calculated, approved by another person, exported, confirmed or set aside."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline
from common.doors import SignedIn
from common.money import dollars
from people.models import User
from stipends import services
from stipends.forms import RunAskForm
from stipends.models import RefusedLine, RunChunk, RunRefusal, StipendRun, StipendRunEvent
from stipends.policies import why_not, why_not_approved
from stipends.queries import progress, totals, unconfirmed
from stipends.states import RunAction, RunState
from stipends.verbs import RUN, count_of, unpaid

SHOWN = [
    *("year", "kind", "number", "in_words", "state", "how_far", "total", "lines_link", "unpaid"),
    "payroll",
    *("prepared_by", "prepared_at", "calculated_at", "approved_by", "approved_at", "snapshot_sha256"),
]


class RunEvents(ReadOnlyInline):
    model = StipendRunEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(StipendRun)
class StipendRunAdmin(MadeByService):
    asks = ["year", "kind", "number", "pays", "share"]
    ask_form = RunAskForm
    by_number = True
    list_display = ["__str__", "state", "total", "lines_count", "prepared_by", "approved_by"]
    list_filter = ["state", "kind", "year"]
    list_select_related = ["year", "prepared_by", "approved_by"]
    search_fields = [
        "year__label",
        "snapshot_sha256",
        "prepared_by__search_name",
        "approved_by__search_name",
    ]
    readonly_fields = ["in_words", "how_far", "total", "lines_link", "unpaid", "payroll"]
    inlines = [RunEvents]
    life = RUN

    def get_fields(self, request: HttpRequest, obj: StipendRun | None = None) -> Any:
        return SHOWN if obj else self.asks

    @admin.display(description="total", ordering="total_cents")
    def total(self, run: StipendRun) -> str:
        return dollars(run.total_cents)

    @admin.display(description="it pays")
    def in_words(self, run: StipendRun) -> str:
        return run.in_words

    @admin.display(description="calculated so far")
    def how_far(self, run: StipendRun) -> str:
        if run.state != RunState.CALCULATING:
            return "–"
        at = progress(run)
        given_up = f" Given up: {' '.join(at.errors)} Calculate it again." if at.failed else ""
        return f"{at.done} of {at.total} parts.{given_up}"

    @admin.display(description="lines")
    def lines_link(self, run: StipendRun) -> str:
        address = f"{reverse('admin:stipends_stipendline_changelist')}?run__id__exact={run.pk}"
        return format_html('<a href="{}">{}</a>', address, count_of(run.lines_count))

    @admin.display(description="not paid, or paid above what was earned")
    def unpaid(self, run: StipendRun) -> str:
        sums = totals(run)
        over = f"Paid above: {count_of(sums.overpaid)}; finance settles it, no run takes it back."
        return f"Not paid: {unpaid(sums) or 'nobody'}. {over if sums.overpaid else ''}"

    @admin.display(description="payroll")
    def payroll(self, run: StipendRun) -> str:
        if run.state == RunState.EXPORTED:
            return f"{unconfirmed(run.pk)}."
        return "confirmed all of it" if run.state == RunState.CONFIRMED else "has no file yet"

    def may_make(self, user: User) -> bool:
        return why_not(user, RunAction.PREPARE) is None

    def make(self, request: SignedIn, data: dict[str, Any]) -> StipendRun:
        given = {name: data[name] for name in ("year", "kind", "number", "step")}
        return services.prepare_run(**given, by=request.user)

    def not_here(self, request: HttpRequest, obj: StipendRun) -> list[str]:
        refusal = why_not_approved(obj) if obj.state == RunState.CALCULATED else ""
        return [refusal] if refusal else super().not_here(request, obj)

    def view_on_site(self, obj: StipendRun) -> str:
        return f"/stipends/runs/{obj.pk}/"


@admin.register(RunChunk)
class RunChunkAdmin(ReadOnlyAdmin):
    list_display = ["run", "round", "number", "state", "attempts", "error", "next_try_at", "done_at"]
    list_filter = ["state", "run__year", "run__kind"]
    list_select_related = ["run__year"]
    search_fields = ["error", "run__year__label"]


@admin.register(StipendRunEvent)
class StipendRunEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "run", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "run__kind", "run__year"]
    list_select_related = ["run__year", "by"]
    search_fields = ["run__year__label", "note", "by__search_name"]


class RefusedLines(ReadOnlyInline):
    model = RefusedLine
    fields = readonly_fields = ("placement", "causes_in_words")


@admin.register(RunRefusal)
class RunRefusalAdmin(ReadOnlyAdmin):
    """Approvals that were refused, and the lines that stood in the way."""

    list_display = ["at", "run", "round", "by", "words"]
    list_filter = ["run__year", "run__kind"]
    list_select_related = ["run__year", "by"]
    search_fields = ["by__search_name", "words", "run__year__label"]
    inlines = [RefusedLines]


@admin.register(RefusedLine)
class RefusedLineAdmin(ReadOnlyAdmin):
    list_display = ["refusal", "placement", "causes_in_words"]
    list_filter = ["refusal__run__year", "refusal__run__kind"]
    list_select_related = [
        "refusal__run__year",
        "placement__person",
        "placement__role",
        "placement__school",
    ]
    search_fields = ["placement__person__search_name"]
