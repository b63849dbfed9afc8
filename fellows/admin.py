"""Fellows in the administration. States and history are read here; they change through services."""

from django.contrib import admin
from django.http import HttpRequest

from fellows.models import (
    Fellow,
    FellowCohort,
    FellowEvent,
    Milestone,
    SchoolSimilarity,
    ServiceAgreement,
    ServiceLink,
    ServiceRecord,
    ServiceRecordEvent,
    Suspension,
)


class ReadOnly(admin.ModelAdmin):
    """Evidence: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(FellowCohort)
class FellowCohortAdmin(admin.ModelAdmin):
    list_display = ["name", "starts", "ends", "places"]
    search_fields = ["name"]


class MilestoneInline(admin.TabularInline):
    model = Milestone
    extra = 0


@admin.register(Fellow)
class FellowAdmin(admin.ModelAdmin):
    list_display = ["person", "cohort", "state", "graduated_on"]
    list_filter = ["state", "cohort"]
    list_select_related = ["person", "cohort"]
    search_fields = ["person__search_name"]
    readonly_fields = ["person", "cohort", "state", "graduated_on"]
    inlines = [MilestoneInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Milestone)
class MilestoneAdmin(admin.ModelAdmin):
    list_display = ["fellow", "kind", "attempt", "due", "reached_on", "expires_on"]
    list_filter = ["kind"]
    list_select_related = ["fellow__person", "fellow__cohort"]
    search_fields = ["fellow__person__search_name"]
    autocomplete_fields = ["fellow"]


@admin.register(ServiceRecord)
class ServiceRecordAdmin(ReadOnly):
    list_display = ["fellow", "position", "site", "starts", "ends", "state"]
    list_filter = ["state"]
    list_select_related = ["fellow__person", "fellow__cohort"]
    search_fields = ["fellow__person__search_name", "site", "employer"]


@admin.register(ServiceAgreement)
class ServiceAgreementAdmin(ReadOnly):
    list_display = ["fellow", "version", "typed_name", "signed_at"]
    list_select_related = ["fellow__person", "fellow__cohort"]
    search_fields = ["fellow__person__search_name", "sha256"]


@admin.register(ServiceLink)
class ServiceLinkAdmin(ReadOnly):
    list_display = ["record", "sent_to", "created_at", "expires_at", "used_at"]
    list_select_related = ["record"]
    search_fields = ["sent_to"]


@admin.register(SchoolSimilarity)
class SchoolSimilarityAdmin(ReadOnly):
    list_display = ["school_name", "similar", "decided_on", "decided_by"]
    list_filter = ["similar"]
    list_select_related = ["decided_by"]
    search_fields = ["school_name"]


@admin.register(Suspension)
class SuspensionAdmin(ReadOnly):
    list_display = ["fellow", "category", "starts", "months", "approved_by"]
    list_filter = ["category"]
    list_select_related = ["fellow__person", "fellow__cohort", "approved_by"]


@admin.register(FellowEvent)
class FellowEventAdmin(ReadOnly):
    list_display = ["at", "fellow", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["fellow__person", "fellow__cohort", "by"]


@admin.register(ServiceRecordEvent)
class ServiceRecordEventAdmin(ReadOnly):
    list_display = ["at", "record", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["record", "by"]
