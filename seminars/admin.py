"""Sessions are planned here; states, marks and their history are read here and moved by services."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from common.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from common.clock import local_date
from common.verbs import Life
from seminars.forms import SessionForm
from seminars.models import (
    Attendance,
    AttendanceChange,
    CalendarAddress,
    Event,
    Resource,
    ResourceEvent,
    ScanFailure,
    Session,
    SessionEvent,
)
from seminars.policies import OPEN
from seminars.states import State
from seminars.verbs import RESOURCE, SESSION

MARKED = "People are marked in this session, so it keeps its event: their pay is reckoned by it."
WITH_SESSIONS = (
    "This event has sessions, so it keeps its year. Add an event to the other year for other sessions."
)
COUNTS = (
    "A roster of this event is closed and counts for pay, so its year and kind stay as they are. "
    "Open the roster again, with a reason, to change them."
)


@admin.register(Event)
class EventAdmin(ServiceAdmin):
    """With its first session an event keeps its year, and once a roster of it is closed its kind: people are paid
    by them."""

    list_display = ["title", "kind", "year", "school"]
    list_filter = ["year", "kind"]
    list_select_related = ["year", "school"]
    search_fields = ["title"]
    autocomplete_fields = ["school"]

    def _counts(self, obj: Event | None) -> bool:
        return obj is not None and obj.sessions.filter(state=State.CLOSED).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> list[str]:
        if self._counts(obj):
            return ["year", "kind"]
        return ["year"] if obj is not None and obj.sessions.exists() else []

    def not_here(self, request: HttpRequest, obj: Event) -> list[str]:
        if self._counts(obj):
            return [COUNTS]
        return [WITH_SESSIONS] if obj.sessions.exists() else []


class SessionEventInline(ReadOnlyInline):
    model = SessionEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(Session)
class SessionAdmin(ServiceAdmin):
    """What a session is can be edited until its roster is closed; its state moves through services only."""

    life = SESSION
    form = SessionForm
    list_display = ["title", "event", "starts_at", "required", "state"]
    list_filter = ["state", "event__kind", "event__year", "required"]
    list_select_related = ["event"]
    search_fields = ["title", "event__title", "place", "content_code", "facilitators__search_name"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-pk"]
    filter_horizontal = ["roles", "cohorts"]
    autocomplete_fields = ["facilitators", "scope_item"]
    inlines = [SessionEventInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Session | None = None) -> list[str]:
        # "Move to another time" tells everyone invited; an edited time would tell nobody.
        told = ["state", "closed_at", "closed_by"]
        if obj is None:
            return told
        kept = ["event"] if obj.attendance.exists() else []
        return ["starts_at", "ends_at", *kept, *told, "marks"]

    @admin.display(description="marks")
    def marks(self, session: Session) -> str:
        """The way to its marks, in the list of all of them."""
        address = f"{reverse('admin:seminars_attendance_changelist')}?session__id__exact={session.pk}"
        count = session.attendance.count()
        return format_html('<a href="{}">{} mark{}</a>', address, count, "" if count == 1 else "s")

    def not_here(self, request: HttpRequest, obj: Session) -> list[str]:
        return [MARKED] if obj.state in OPEN and obj.attendance.exists() else []

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        # Its length and audience are what people were paid by.
        closed = obj is not None and obj.state == State.CLOSED
        return not closed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin):
    list_display = ["session", "day", "person", "mark", "minutes", "source", "marked_by", "marked_at"]
    list_filter = ["mark", "source", "session__event__year"]
    list_select_related = ["session", "person", "marked_by"]
    search_fields = ["person__search_name", "session__title"]

    @admin.display(description="day", ordering="session__starts_at")
    def day(self, mark: Attendance) -> date:
        return local_date(mark.session.starts_at)


@admin.register(AttendanceChange)
class AttendanceChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "attendance", "old_mark", "new_mark", "new_minutes", "source", "by"]
    list_filter = ["new_mark", "source"]
    list_select_related = ["attendance__person", "by"]
    search_fields = ["attendance__person__search_name", "reason"]


@admin.register(SessionEvent)
class SessionEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "session", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action"]
    list_select_related = ["session__moved_from", "by", "event_school", "event_school_was"]
    search_fields = ["session__title", "note"]


@admin.register(ScanFailure)
class ScanFailureAdmin(ReadOnlyAdmin):
    list_display = ["at", "session", "person", "reason"]
    list_filter = ["reason"]
    list_select_related = ["session", "person"]
    search_fields = ["person__search_name", "session__title"]


@admin.register(CalendarAddress)
class CalendarAddressAdmin(ReadOnlyAdmin):
    """Only that an address exists. Deleting it ends the feed."""

    list_display = ["person", "made_at"]
    list_filter = ["made_at"]
    list_select_related = ["person"]
    search_fields = ["person__search_name"]
    exclude = ["token_sha256"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return bool(request.user.is_superuser)


class ResourceEventInline(ReadOnlyInline):
    """Who reported it, and why, is read by managers on its page."""

    model = ResourceEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state")


@admin.register(Resource)
class ResourceAdmin(ReadOnlyAdmin):
    """What leaders and staff share; shared on its page, moved by its verbs."""

    life: Life | None = RESOURCE
    list_display = ["title", "pathway", "cohort", "person", "shared_at", "state"]
    list_filter = ["state", "pathway", "cohort"]
    list_select_related = ["pathway", "cohort", "person"]
    search_fields = ["title", "good_for", "person__search_name"]
    inlines = [ResourceEventInline]
    exclude = ["file"]

    def not_here(self, request: HttpRequest, obj: Resource) -> list[str]:
        return ["A resource is shared on its own page, and its file is opened there."]

    def view_on_site(self, obj: Resource) -> str:
        return f"/resources/{obj.pk}/"


@admin.register(ResourceEvent)
class ResourceEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "resource", "action", "from_state", "to_state"]
    list_filter = ["action"]
    list_select_related = ["resource"]
    search_fields = ["resource__title"]
    exclude = ["by", "note"]
