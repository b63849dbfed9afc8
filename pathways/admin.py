"""The program in the administration. What services write is read-only here; actions call services."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline, for_each
from pathways import services
from pathways.forms import ProgramYearForm
from pathways.models import (
    Attestation,
    Cohort,
    Deliverable,
    DeliverableEvent,
    DeliverableRecord,
    IltExpectation,
    Leave,
    Offering,
    OfferingEvent,
    OfferingVersion,
    Pathway,
    PathwayManager,
    Placement,
    PlacementEvent,
    ProgramYear,
    Role,
    SchoolAssignment,
    ScopeItem,
    ServiceDay,
)
from pathways.states import Ending

EVENT = ["at", "action", "from_state", "to_state", "by", "note"]


@admin.register(ProgramYear)
class ProgramYearAdmin(admin.ModelAdmin):
    form = ProgramYearForm
    list_display = ["label", "starts", "ends"]
    search_fields = ["label"]

    def save_model(self, request: HttpRequest, obj: ProgramYear, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        services.set_service_days(year=obj, days=form.cleaned_data["days"])


@admin.register(ServiceDay)
class ServiceDayAdmin(admin.ModelAdmin):
    list_display = ["day", "year"]
    list_filter = ["year"]
    list_select_related = ["year"]
    search_fields = ["day"]
    date_hierarchy = "day"


@admin.register(ScopeItem)
class ScopeItemAdmin(admin.ModelAdmin):
    list_display = ["month", "focus", "role", "year"]
    list_filter = ["year", "role"]
    list_select_related = ["year", "role"]
    search_fields = ["focus", "text"]


@admin.register(Pathway)
class PathwayAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "goal_area", "position"]
    list_filter = ["kind"]
    search_fields = ["name", "short"]
    prepopulated_fields = {"slug": ["name"]}


class CohortInline(admin.TabularInline):
    model = Cohort
    extra = 0


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    list_display = ["name", "pathway", "after_role", "after_years", "position"]
    list_filter = ["pathway"]
    list_select_related = ["pathway", "after_role"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [CohortInline]


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "grades", "footnote_mark", "footnote"]
    list_filter = ["role"]
    list_select_related = ["role"]
    search_fields = ["name"]


@admin.register(PathwayManager)
class PathwayManagerAdmin(admin.ModelAdmin):
    list_display = ["hat", "pathway"]
    list_filter = ["pathway"]
    list_select_related = ["hat__person", "pathway"]
    search_fields = ["hat__person__search_name"]
    autocomplete_fields = ["hat", "pathway"]


class DeliverableInline(admin.TabularInline):
    model = Deliverable
    extra = 0
    fields = ["title", "asks", "evidence", "due", "weight", "accepted_by", "required"]

    def _begun(self, obj: Model | None) -> bool:
        """Once leaders owe them, deliverables are what was signed and stay as they are."""
        return obj is not None and DeliverableRecord.objects.filter(deliverable__offering=obj).exists()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and not self._begun(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._begun(obj)


class OfferingEventInline(ReadOnlyInline):
    model = OfferingEvent
    fields = readonly_fields = ["at", "action", "by", "note"]


@admin.register(Offering)
class OfferingAdmin(admin.ModelAdmin):
    """What is edited here reaches applicants when it is published, as a new version."""

    list_display = ["role", "year", "opens", "closes", "extended_to", "published_version"]
    list_filter = ["year", "role"]
    list_select_related = [
        "role",
        "year",
        "published_version__offering__role",
        "published_version__offering__year",
    ]
    search_fields = ["role__name", "year__label"]
    readonly_fields = ["extended_to", "published_version"]
    inlines = [DeliverableInline, OfferingEventInline]
    actions = ["publish"]
    show_full_result_count = False

    @admin.action(description="Publish what they say now", permissions=["change"])
    def publish(self, request: HttpRequest, rows: "QuerySet[Offering]") -> None:
        for_each(request, rows, lambda row: services.publish(pk=row.pk, by=request.user), "Published")


@admin.register(OfferingVersion)
class OfferingVersionAdmin(ReadOnlyAdmin):
    list_display = ["offering", "number", "published_by", "published_at"]
    list_filter = ["offering__year", "offering__role"]
    list_select_related = ["offering__role", "offering__year", "published_by"]
    search_fields = ["offering__role__name"]


@admin.register(OfferingEvent)
class OfferingEventAdmin(ReadOnlyAdmin):
    list_display = ["offering", *EVENT]
    list_filter = ["action"]
    list_select_related = ["offering__role", "offering__year", "by"]
    search_fields = ["offering__role__name", "note"]


@admin.register(IltExpectation)
class IltExpectationAdmin(admin.ModelAdmin):
    list_display = ["school", "offering"]
    list_filter = ["offering__year", "school"]
    list_select_related = ["school", "offering__role", "offering__year"]
    search_fields = ["school__name", "text"]
    autocomplete_fields = ["school", "offering"]


@admin.register(Deliverable)
class DeliverableAdmin(admin.ModelAdmin):
    list_display = ["title", "offering", "due", "weight", "accepted_by", "required"]
    list_filter = ["offering__year", "offering__role", "accepted_by"]
    list_select_related = ["offering__role", "offering__year"]
    search_fields = ["title"]
    autocomplete_fields = ["offering"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Once leaders owe it, what was signed stays as it is."""
        if obj is not None and obj.records.exists():
            return ["offering", "title", "asks", "evidence", "due", "weight", "accepted_by", "required"]
        return []


class AssignmentInline(ReadOnlyInline):
    model = SchoolAssignment
    fields = readonly_fields = ["school", "starts", "ends"]


class LeaveInline(ReadOnlyInline):
    model = Leave
    fields = readonly_fields = ["category", "protected", "starts", "ends"]


class PlacementEventInline(ReadOnlyInline):
    model = PlacementEvent
    fields = readonly_fields = EVENT


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Begun by an accepted offer; moved, paused and ended on its own page."""

    list_display = ["person", "role", "school", "year", "starts", "ends", "end_reason"]
    list_filter = ["year", "role", "end_reason", "school"]
    list_select_related = ["person", "role", "school", "year"]
    search_fields = ["person__search_name", "commitment_sha256"]
    inlines = [AssignmentInline, LeaveInline, PlacementEventInline]
    actions = ["complete"]

    @admin.action(description="End as completed on the year's last day", permissions=["view"])
    def complete(self, request: HttpRequest, rows: "QuerySet[Placement]") -> None:
        def verb(row: Any) -> None:
            services.end_placement(pk=row.pk, by=request.user, ends=row.year.ends, reason=Ending.COMPLETED)

        for_each(request, rows.select_related("year"), verb, "Completed")

    def view_on_site(self, obj: Placement) -> str:
        return f"/placements/{obj.pk}/"


@admin.register(PlacementEvent)
class PlacementEventAdmin(ReadOnlyAdmin):
    list_display = ["placement", *EVENT]
    list_filter = ["action"]
    list_select_related = ["placement__person", "placement__role", "placement__school", "by"]
    search_fields = ["placement__person__search_name", "note"]


@admin.register(SchoolAssignment)
class SchoolAssignmentAdmin(ReadOnlyAdmin):
    list_display = ["placement", "school", "starts", "ends"]
    list_filter = ["school"]
    list_select_related = ["placement__person", "placement__role", "placement__school", "school"]
    search_fields = ["placement__person__search_name"]


@admin.register(Leave)
class LeaveAdmin(ReadOnlyAdmin):
    list_display = ["placement", "category", "protected", "starts", "ends"]
    list_filter = ["category", "protected"]
    list_select_related = ["placement__person", "placement__role", "placement__school"]
    search_fields = ["placement__person__search_name"]


class DeliverableEventInline(ReadOnlyInline):
    model = DeliverableEvent
    fields = readonly_fields = EVENT


@admin.register(DeliverableRecord)
class DeliverableRecordAdmin(ReadOnlyAdmin):
    """Decided one by one, or accepted together; returning and waiving need words and are done on the page."""

    list_display = ["placement", "deliverable", "state", "submitted_at", "decided_by"]
    list_filter = ["state", "deliverable__offering__year", "deliverable__offering__role"]
    list_select_related = [
        "placement__person",
        "placement__role",
        "placement__school",
        "deliverable",
        "decided_by",
    ]
    search_fields = ["placement__person__search_name", "deliverable__title"]
    # The file leaves through its page only, which knows who may have it.
    exclude = ["file"]
    inlines = [DeliverableEventInline]
    actions = ["accept"]

    @admin.action(description="Accept", permissions=["view"])
    def accept(self, request: HttpRequest, rows: "QuerySet[DeliverableRecord]") -> None:
        for_each(request, rows, lambda row: services.accept(pk=row.pk, by=request.user), "Accepted")

    def view_on_site(self, obj: DeliverableRecord) -> str:
        return f"/deliverables/{obj.pk}/"


@admin.register(DeliverableEvent)
class DeliverableEventAdmin(ReadOnlyAdmin):
    list_display = ["record", *EVENT]
    list_filter = ["action"]
    list_select_related = ["record__deliverable", "by"]
    search_fields = ["record__placement__person__search_name", "note"]


@admin.register(Attestation)
class AttestationAdmin(ReadOnlyAdmin):
    """Given once by the school; corrected, with a reason, on its page."""

    list_display = ["placement", "met", "by", "at"]
    list_filter = ["met", "placement__year"]
    list_select_related = ["placement__person", "placement__role", "placement__school", "by"]
    search_fields = ["placement__person__search_name", "words"]

    def view_on_site(self, obj: Attestation) -> str:
        return f"/attestations/{obj.placement_id}/"
