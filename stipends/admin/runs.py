"""Stipend runs: prepared, calculated, approved by another person, exported, confirmed or set aside."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline, service_action
from common.money import dollars
from common.tables import MOST_BYTES
from people.models import User
from stipends import services
from stipends.forms import ConfirmForm, LayoutForm, ReasonForm, RunAskForm, SeenForm, SendBackForm
from stipends.imports import confirmations_of, table_of
from stipends.models import RefusedLine, RunChunk, RunRefusal, StipendRun, StipendRunEvent
from stipends.policies import may, why_not_approved
from stipends.queries import Totals, progress, totals, unconfirmed
from stipends.states import LOCKED, RUN_MOVES, RunAction, RunState
from stipends.tasks import start

SHOWN = [
    *("year", "kind", "number", "in_words", "state", "how_far", "total", "lines_link", "unpaid"),
    "payroll",
    *("prepared_by", "prepared_at", "calculated_at", "approved_by", "approved_at", "snapshot_sha256"),
]


def possible(action: RunAction, asked: str) -> Callable[[User, StipendRun], bool]:
    """Whether a run stands where this may be done, and this person may do such a thing."""
    return lambda user, run: (RunState(run.state), action) in RUN_MOVES and may(user, asked)


def calculable(user: User, run: StipendRun) -> bool:
    known = {action for state, action in RUN_MOVES if state == RunState(run.state)}
    return bool(known & {RunAction.CALCULATE, RunAction.RECALCULATE}) and may(user, "calculate")


def approvable(user: User, run: StipendRun) -> bool:
    others = not why_not_approved(run) and run.prepared_by_id != user.pk
    return others and possible(RunAction.APPROVE, "approve")(user, run)


def seen_of(request: HttpRequest, rows: list[StipendRun]) -> dict[str, Any]:
    """What is shown now; it comes back with the approval, and is compared."""
    run = rows[0]
    return {"initial": {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}}


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _unpaid(sums: Totals) -> str:
    """How many are not paid, and why, in words."""
    return "; ".join(f"{row['people']:,} because {row['words']}" for row in sums.exclusions)


def _ahead(sums: Totals) -> str:
    """Who gets an advance over what is earned, and how much in all."""
    return f"Paid before it is earned: {dollars(sums.ahead_cents)} to {sums.ahead:,}. " if sums.ahead else ""


def what_is_approved(request: HttpRequest, rows: list[StipendRun]) -> str:
    run = rows[0]
    sums = totals(run)
    return (
        f"{run.in_words} {dollars(run.total_cents)} on {_lines(run.lines_count)}, prepared by {run.prepared_by}."
        f" Not paid: {_unpaid(sums) or 'nobody'}. {_ahead(sums)}Hash over all lines: "
        f"{run.snapshot_sha256 or 'none yet'}."
        " After this nobody can change its lines; later corrections are paid by a supplementary run."
    )


class RunEvents(ReadOnlyInline):
    model = StipendRunEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


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
    actions = ["calculate", "approve", "send_back", "export", "confirm", "void"]

    def get_fields(self, request: HttpRequest, obj: StipendRun | None = None) -> list[str]:
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
        return format_html('<a href="{}">{}</a>', address, _lines(run.lines_count))

    @admin.display(description="not paid, or paid above what was earned")
    def unpaid(self, run: StipendRun) -> str:
        sums = totals(run)
        over = f"Paid above: {_lines(sums.overpaid)}; finance settles it, no run takes it back."
        return f"Not paid: {_unpaid(sums) or 'nobody'}. {over if sums.overpaid else ''}"

    @admin.display(description="payroll")
    def payroll(self, run: StipendRun) -> str:
        if run.state == RunState.EXPORTED:
            return f"{unconfirmed(run.pk)}."
        return "confirmed all of it" if run.state == RunState.CONFIRMED else "has no file yet"

    def may_make(self, user: User) -> bool:
        return may(user, "prepare")

    def make(self, request: HttpRequest, data: dict[str, Any]) -> StipendRun:
        given = {name: data[name] for name in ("year", "kind", "number", "step")}
        return services.prepare_run(**given, by=request.user)

    @service_action("Calculate", done="Runs being calculated", when=calculable)
    def calculate(self, request: HttpRequest, row: StipendRun) -> None:
        """Also when a chunk was given up: a new round begins."""
        services.calculate(pk=row.pk, by=request.user)
        start(row.pk)

    @service_action(
        "Approve…",
        done="Approved",
        form=SeenForm,
        given=seen_of,
        when=approvable,
        one=True,
        lead=what_is_approved,
    )
    def approve(self, request: HttpRequest, row: StipendRun, **typed: Any) -> None:
        """Names the hash and the total that were on the screen: nobody approves what they have not seen."""
        services.approve(
            pk=row.pk,
            by=request.user,
            snapshot_sha256=typed["snapshot_sha256"],
            total_cents=typed["total_cents"],
        )

    @service_action(
        "Send back, with words…",
        done="Sent back",
        form=SendBackForm,
        when=approvable,
        one=True,
        lead="It then stands first on the preparer's page. Its lines stay until it is calculated again.",
    )
    def send_back(self, request: HttpRequest, row: StipendRun, words: str) -> None:
        services.send_back(pk=row.pk, by=request.user, words=words)

    @service_action(
        "Make the file for payroll…",
        done="Files made",
        form=LayoutForm,
        when=lambda user, run: RunState(run.state) in LOCKED and may(user, "export"),
        lead="Once made a file stays byte for byte. It is taken from the list of exports.",
    )
    def export(self, request: HttpRequest, row: StipendRun, layout: str) -> str:
        made = services.export(pk=row.pk, layout=layout, by=request.user)
        return f"The file {made.file_name} is ready in the list of exports."

    @service_action(
        "Record what payroll paid…",
        done="Recorded",
        form=ConfirmForm,
        one=True,
        when=possible(RunAction.CONFIRM, "confirm"),
    )
    def confirm(self, request: HttpRequest, row: StipendRun, file: UploadedFile) -> str:
        table = table_of(file.read(MOST_BYTES + 1))
        services.confirm(pk=row.pk, rows=confirmations_of(table), by=request.user)
        return f"The file was {table.found}."

    @service_action(
        "Make it void…",
        done="Void",
        form=ReasonForm,
        when=possible(RunAction.VOID, "void"),
        lead="It is set aside for good, and another run of this kind can be prepared.",
    )
    def void(self, request: HttpRequest, row: StipendRun, reason: str) -> None:
        services.void(pk=row.pk, by=request.user, reason=reason)

    def not_here(self, request: HttpRequest, obj: StipendRun) -> list[str]:
        if obj.state != RunState.CALCULATED:
            return []
        refusal = why_not_approved(obj)
        if refusal:
            return [refusal]
        if obj.prepared_by_id != request.user.pk:
            return []
        return ["You prepared this run, so somebody else approves it."]

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
    list_display = ["at", "run", "action", "from_state", "to_state", "by", "note"]
    list_filter = ["action", "run__kind", "run__year"]
    list_select_related = ["run__year", "by"]
    search_fields = ["run__year__label", "note", "by__search_name"]


class RefusedLines(ReadOnlyInline):
    model = RefusedLine
    fields = readonly_fields = ["placement", "causes_in_words"]


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
