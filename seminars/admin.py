"""Sessions are planned here; states, marks and their history are read here and moved by services."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from common.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin, service_action
from common.clock import local_date
from common.looking import SeenFields
from people.models import User
from seminars import services
from seminars.forms import PersonMarkForm, ReasonForm, SessionForm, SheetForm
from seminars.models import (
    Attendance,
    AttendanceChange,
    CalendarAddress,
    Event,
    ScanFailure,
    Session,
    SessionEvent,
)
from seminars.policies import may_mark, why_not
from seminars.queries import closing, corrected, reopening, roster, same_content
from seminars.states import Action, State

MOST_LISTED = 300
MARKING = (
    "Everyone who is expected or marked already, by name; nobody marks themselves. An excuse needs a reason. "
    "Minutes, make-ups and people who are not listed: “Mark one person”."
)
MARKING_ONE = (
    "Minutes count only when present; leave them and the times empty for the whole session. "
    "A make-up names another session of the same content that the person attended in full."
)
MARKING_REST = (
    "Everyone who is expected and has no mark yet becomes present for the whole session. "
    "A mark is put right one by one, until the roster is closed."
)
CLOSING = "Whoever has no mark yet becomes absent. From then on the roster counts for pay."
REOPENING = (
    "Until it is closed again it counts for nobody. "
    "What an approved run has paid stays as it is: a correction is paid by a supplementary run."
)
MARKED = "People are marked in this session, so it keeps its event: their pay is reckoned by it."
WITH_SESSIONS = (
    "This event has sessions, so it keeps its year. Add an event to the other year for other sessions."
)
COUNTS = (
    "A roster of this event is closed and counts for pay, so its year and kind stay as they are. "
    "Open the roster again, with a reason, to change them."
)
MOVING = "Everyone invited gets a mail with the new time. Times are those of Los Angeles."
CANCELLING = "It is then required of nobody. Everyone invited gets a mail."


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
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


def ready(action: Action) -> Callable[[User, Session], bool]:
    """Whether this person may take this step with a session as it stands."""
    return lambda user, session: why_not(user, action, session) is None


def markable(user: User, session: Session) -> bool:
    """Whether this person may mark this roster as it stands."""
    return session.state in {State.PLANNED, State.HELD} and may_mark(user, session)


def listed(request: HttpRequest, rows: list[Session]) -> dict[str, Any]:
    return {"rows": roster(rows[0], 0, MOST_LISTED).rows}


def marking(request: HttpRequest, rows: list[Session]) -> str:
    """What stands above a sheet; on a long roster also who is not on it."""
    whole = roster(rows[0], 0, 1).counts["total"]
    more = f"\n\nThese are the first {MOST_LISTED} of {whole:,} people." if whole > MOST_LISTED else ""
    return f"{MARKING}{more}"


def make_ups(request: HttpRequest, rows: list[Session]) -> dict[str, Any]:
    return {"attended": same_content(rows[0])}


def as_shown(request: HttpRequest, rows: list[Session]) -> dict[str, Any]:
    return {"initial": {"seen": " ".join(closing(row).seen for row in rows)}}


def closing_now(request: HttpRequest, rows: list[Session]) -> str:
    """What closing counts, roster by roster, and which marks differ from the last closing."""
    return "\n\n".join([CLOSING, *(_closing_now(row) for row in rows)])


def _closing_now(row: Session) -> str:
    now = closing(row)
    differ = [
        f"{one.person.name}: {one.was} → {one.now}" for one in corrected(row, reopening(row), now.waiting)
    ]
    more = len(differ) - MOST_LISTED
    named = [*differ[:MOST_LISTED], *([f"and {more:,} more"] if more > 0 else [])]
    since = f" Marks that differ from the last closing: {'; '.join(named)}." if named else ""
    return f"{row.title}: {now.in_numbers}.{since}"


@admin.register(Session)
class SessionAdmin(ServiceAdmin):
    """What a session is can be edited until its roster is closed; its state moves through services only. Rosters are
    closed through `door`."""

    door = staticmethod(services.close)
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
    # Moving and cancelling change what people are paid for: stipends.admin adds them.
    actions = ["mark_sheet", "mark_one", "mark_rest", "close_rosters", "reopen_rosters"]

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
        open_still = obj.state in {State.PLANNED, State.HELD}
        return [MARKED] if open_still and obj.attendance.exists() else []

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        # Its length and audience are what people were paid by.
        closed = obj is not None and obj.state == State.CLOSED
        return not closed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    @service_action(
        "Mark attendance…", done="Saved", form=SheetForm, given=listed, when=markable, one=True, lead=marking
    )
    def mark_sheet(
        self, request: HttpRequest, row: Session, *, sheets: list[services.Mark], seen: dict[int, str]
    ) -> str:
        count = services.save_roster(session_pk=row.pk, sheets=sheets, seen=seen, by=request.user)
        return f"Saved: {count} changed." if count else "Nothing was changed."

    @service_action(
        "Mark one person…",
        done="Saved",
        form=PersonMarkForm,
        given=make_ups,
        when=markable,
        one=True,
        lead=MARKING_ONE,
    )
    def mark_one(self, request: HttpRequest, row: Session, *, sheet: services.Mark) -> str:
        changed = services.mark(session_pk=row.pk, sheet=sheet, by=request.user)
        return "Saved the mark." if changed else "Nothing was changed."

    @service_action(
        "Mark the rest present…", done="Marked", form=forms.Form, when=markable, lead=MARKING_REST
    )
    def mark_rest(self, request: HttpRequest, row: Session, **typed: Any) -> str:
        count, elsewhere = services.mark_all(session_pk=row.pk, by=request.user)
        also = f" {elsewhere} left out: present in an overlapping session." if elsewhere else ""
        return f"{row.title}: {count} marked present.{also}"

    @service_action(
        "Close the roster…",
        done="Closed",
        form=SeenFields,
        given=as_shown,
        when=ready(Action.CLOSE),
        lead=closing_now,
    )
    def close_rosters(self, request: HttpRequest, row: Session, *, seen: str) -> str:
        count = self.door(pk=row.pk, by=request.user, seen=seen)
        return f"{row.title} is closed; {count} marked absent."

    @service_action(
        "Open the roster again…",
        done="Opened again",
        form=ReasonForm,
        when=ready(Action.REOPEN),
        lead=REOPENING,
    )
    def reopen_rosters(self, request: HttpRequest, row: Session, **typed: Any) -> None:
        services.reopen(pk=row.pk, by=request.user, **typed)


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
    list_display = ["at", "session", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["session", "by"]
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
