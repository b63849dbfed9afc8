"""Runs and policies are begun here through services; money that was approved is read-only for everybody."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from common.errors import DomainError
from common.money import dollars
from people.models import User
from stipends import services
from stipends.forms import ConfirmForm, ReasonForm, RetireForm
from stipends.imports import MOST_BYTES, read_confirmations
from stipends.models import (
    Export,
    ExportDownload,
    LineConfirmation,
    RunChunk,
    StipendLine,
    StipendPolicy,
    StipendPolicyEvent,
    StipendRun,
    StipendRunEvent,
)
from stipends.policies import may
from stipends.states import RUN_MOVES, PolicyState, RunAction, RunState
from stipends.tasks import start


def possible(action: RunAction, asked: str) -> Callable[[User, StipendRun], bool]:
    """Whether a run stands where this may be done, and this person may do such a thing."""
    return lambda user, run: (RunState(run.state), action) in RUN_MOVES and may(user, asked)


class BegunByService(ReadOnlyAdmin):
    """A new row is made by a verb; after that only actions touch it. The verb's refusal is shown, not a crash."""

    action_name = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request.user, self.action_name)

    def begin(self, request: HttpRequest, data: dict[str, Any]) -> Any:
        """The row the service made."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if change:
            raise PermissionDenied
        try:
            obj.pk = self.begin(request, form.cleaned_data).pk
        except DomainError as refused:
            raise PermissionDenied(str(refused)) from refused
        obj.refresh_from_db()


class PolicyEvents(ReadOnlyInline):
    model = StipendPolicyEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


@admin.register(StipendPolicy)
class StipendPolicyAdmin(BegunByService):
    action_name = "draft_policy"
    list_display = ["role", "year", "version", "amount", "state", "drafted_by", "published_by"]
    list_filter = ["state", "year", "role"]
    list_select_related = ["role", "year", "drafted_by", "published_by"]
    search_fields = ["role__name", "year__label"]
    inlines = [PolicyEvents]
    actions = ["publish", "retire"]

    def get_fields(self, request: HttpRequest, obj: StipendPolicy | None = None) -> list[str]:
        made = ["version", "state", "drafted_by", "drafted_at", "published_by", "published_at"]
        return ["role", "year", "annual_cents", "rule", *(made if obj else [])]

    @admin.display(description="a year", ordering="annual_cents")
    def amount(self, policy: StipendPolicy) -> str:
        return dollars(policy.annual_cents)

    def begin(self, request: HttpRequest, data: dict[str, Any]) -> StipendPolicy:
        return services.draft_policy(**data, by=request.user)

    @service_action(
        "Publish the chosen drafts",
        done="Policies published",
        when=lambda user, policy: policy.state == PolicyState.DRAFT.value and may(user, "publish_policy"),
    )
    def publish(self, request: HttpRequest, row: StipendPolicy) -> None:
        services.publish_policy(pk=row.pk, by=request.user)

    @service_action(
        "Retire…",
        done="Policies retired",
        form=RetireForm,
        when=lambda user, policy: policy.state == PolicyState.PUBLISHED.value and may(user, "retire_policy"),
        lead="What was paid by a policy keeps it. Placements of its role are paid nothing until another is in force.",
    )
    def retire(self, request: HttpRequest, row: StipendPolicy, reason: str) -> None:
        services.retire_policy(pk=row.pk, by=request.user, reason=reason)


class RunEvents(ReadOnlyInline):
    model = StipendRunEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


@admin.register(StipendRun)
class StipendRunAdmin(BegunByService):
    action_name = "prepare"
    list_display = ["__str__", "state", "total", "lines_count", "prepared_by", "approved_by"]
    list_filter = ["state", "kind", "year"]
    list_select_related = ["year", "prepared_by", "approved_by"]
    search_fields = ["year__label", "snapshot_sha256", "prepared_by__search_name"]
    inlines = [RunEvents]
    actions = ["calculate", "approve", "export", "confirm", "void"]

    def get_fields(self, request: HttpRequest, obj: StipendRun | None = None) -> list[str]:
        begun = ["year", "kind", "number", "step"]
        return [field.name for field in StipendRun._meta.fields] if obj else begun

    @admin.display(description="total", ordering="total_cents")
    def total(self, run: StipendRun) -> str:
        return dollars(run.total_cents)

    def begin(self, request: HttpRequest, data: dict[str, Any]) -> StipendRun:
        return services.prepare_run(**data, by=request.user)

    @service_action(
        "Calculate",
        done="Runs being calculated",
        when=lambda user, run: (
            possible(RunAction.CALCULATE, "calculate")(user, run)
            or possible(RunAction.RECALCULATE, "calculate")(user, run)
        ),
    )
    def calculate(self, request: HttpRequest, row: StipendRun) -> None:
        """Also when a chunk was given up: a new round begins."""
        services.calculate(pk=row.pk, by=request.user)
        start(row.pk)

    @admin.action(description="Approve the chosen run…")
    def approve(self, request: HttpRequest, queryset: "QuerySet[StipendRun]") -> HttpResponseRedirect | None:
        """Leads to the page that shows total and hash: nobody approves what they have not seen."""
        run = queryset.first()
        if run is None or queryset.count() != 1:
            messages.error(request, "Choose one run: each is looked at before it is approved.")
            return None
        return redirect("stipends:run_approve", pk=run.pk)

    @service_action("Make the file for payroll", done="Files made", when=possible(RunAction.EXPORT, "export"))
    def export(self, request: HttpRequest, row: StipendRun) -> None:
        services.export(pk=row.pk, layout="generic", by=request.user)

    @service_action(
        "Record what payroll paid…",
        done="Confirmed",
        form=ConfirmForm,
        one=True,
        when=possible(RunAction.CONFIRM, "confirm"),
    )
    def confirm(self, request: HttpRequest, row: StipendRun, file: UploadedFile) -> None:
        services.confirm(pk=row.pk, rows=read_confirmations(file.read(MOST_BYTES + 1)), by=request.user)

    @service_action("Make it void…", done="Void", form=ReasonForm, when=possible(RunAction.VOID, "void"))
    def void(self, request: HttpRequest, row: StipendRun, reason: str) -> None:
        services.void(pk=row.pk, by=request.user, reason=reason)


@admin.register(StipendLine)
class StipendLineAdmin(ReadOnlyAdmin):
    list_display = ["person", "run", "role", "school", "status", "exclusion", "amount"]
    list_filter = ["status", "exclusion", "channel", "run__kind", "run__year"]
    list_select_related = ["person", "run__year", "role", "school"]
    search_fields = ["person__search_name", "inputs_sha256"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[StipendLine]":
        lines = super().get_queryset(request)
        at_list = request.resolver_match is not None and "changelist" in (
            request.resolver_match.url_name or ""
        )
        return lines.defer("cells", "inputs") if at_list else lines

    @admin.display(description="amount", ordering="amount_cents")
    def amount(self, line: StipendLine) -> str:
        return dollars(line.amount_cents)


@admin.register(RunChunk)
class RunChunkAdmin(ReadOnlyAdmin):
    list_display = ["run", "round", "number", "state", "attempts", "error", "done_at"]
    list_filter = ["state", "run__year", "run__kind"]
    list_select_related = ["run__year"]
    search_fields = ["error", "run__year__label"]


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ["file_name", "run", "layout", "lines_count", "made_by", "made_at"]
    list_filter = ["layout", "run__year"]
    list_select_related = ["run__year", "made_by"]
    search_fields = ["file_name", "sha256"]
    exclude = ["content"]


@admin.register(ExportDownload)
class ExportDownloadAdmin(ReadOnlyAdmin):
    list_display = ["export", "by", "at"]
    list_filter = ["export__layout"]
    list_select_related = ["export", "by"]
    search_fields = ["export__file_name", "by__search_name"]


@admin.register(LineConfirmation)
class LineConfirmationAdmin(ReadOnlyAdmin):
    list_display = ["line", "amount_cents", "reference", "by", "at"]
    list_filter = ["line__run__year", "line__run__kind"]
    list_select_related = ["line__person", "by"]
    search_fields = ["reference", "line__person__search_name"]


@admin.register(StipendRunEvent)
class StipendRunEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "run", "action", "from_state", "to_state", "by", "note"]
    list_filter = ["action", "run__kind"]
    list_select_related = ["run__year", "by"]
    search_fields = ["note", "by__search_name"]


@admin.register(StipendPolicyEvent)
class StipendPolicyEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "policy", "action", "from_state", "to_state", "by", "note"]
    list_filter = ["action"]
    list_select_related = ["policy__role", "policy__year", "by"]
    search_fields = ["note", "by__search_name"]
