"""Sessions are planned here; states, marks and their history are read here and moved by services."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from common.errors import DomainError
from notifications.admin import ReadOnly
from seminars import services
from seminars.models import (
    Attendance,
    AttendanceChange,
    CalendarAddress,
    Event,
    ScanFailure,
    Session,
    SessionEvent,
)
from seminars.states import State


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "year", "school"]
    list_filter = ["year", "kind"]
    list_select_related = ["year", "school"]
    search_fields = ["title"]
    raw_id_fields = ["school"]


class SessionEventInline(admin.TabularInline):
    model = SessionEvent
    fields = ("at", "action", "from_state", "to_state", "by", "note")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    """What a session is can be edited until its roster is closed; its state moves through services only."""

    list_display = ["title", "event", "starts_at", "required", "state"]
    list_filter = ["state", "event__kind", "event__year", "required"]
    list_select_related = ["event"]
    search_fields = ["title", "event__title", "place", "content_code"]
    date_hierarchy = "starts_at"
    filter_horizontal = ["roles", "cohorts"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    raw_id_fields = ["facilitators", "scope_item"]
    readonly_fields = ["state", "closed_at", "closed_by"]
    inlines = [SessionEventInline]
    actions = ["close_rosters"]

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        # Its length and audience are what people were paid by.
        closed = obj is not None and obj.state == State.CLOSED.value
        return not closed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    @admin.action(description="Close the rosters of the chosen sessions")
    def close_rosters(self, request: HttpRequest, queryset: "QuerySet[Session]") -> None:
        """Closes one after another; a refusal names its session and leaves the others closed."""
        for session in queryset:
            try:
                count = services.close(pk=session.pk, by=request.user)
            except DomainError as error:
                self.message_user(request, f"{session.title}: {error}", messages.ERROR)
            else:
                self.message_user(request, f"{session.title} is closed; {count} marked absent.")


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    list_display = ["session", "person", "mark", "minutes", "source", "marked_by", "marked_at"]
    list_filter = ["mark", "source", "session__event__year"]
    list_select_related = ["session", "person", "marked_by"]
    search_fields = ["person__search_name", "session__title"]


@admin.register(AttendanceChange)
class AttendanceChangeAdmin(ReadOnly):
    list_display = ["at", "attendance", "old_mark", "new_mark", "new_minutes", "source", "by"]
    list_filter = ["new_mark", "source"]
    list_select_related = ["attendance__person", "by"]
    search_fields = ["attendance__person__search_name", "reason"]


@admin.register(SessionEvent)
class SessionEventAdmin(ReadOnly):
    list_display = ["at", "session", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["session", "by"]
    search_fields = ["session__title", "note"]


@admin.register(ScanFailure)
class ScanFailureAdmin(ReadOnly):
    list_display = ["at", "session", "person", "reason"]
    list_filter = ["reason"]
    list_select_related = ["session", "person"]
    search_fields = ["person__search_name", "session__title"]


@admin.register(CalendarAddress)
class CalendarAddressAdmin(ReadOnly):
    """Only that an address exists. Deleting it ends the feed."""

    list_display = ["person", "made_at"]
    list_select_related = ["person"]
    search_fields = ["person__search_name"]
    exclude = ["token_sha256"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)
