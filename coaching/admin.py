"""That coaching happened, and when. What was said is shown to nobody here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from coaching import services
from coaching.models import (
    ActionStep,
    CoachedPeer,
    CoachedTeacher,
    CoachingCycle,
    Consent,
    CycleEvent,
    HostedSeminar,
    LeadersCoach,
    PeerVisit,
    Recording,
    ReleaseTime,
    SchoolwidePD,
    SeenInRecording,
    SeminarVisitor,
    SupportEvent,
    SupportRequest,
    SupportWord,
    TeacherCycle,
    Visit,
)
from coaching.policies import why_not
from coaching.queries import coaches
from coaching.states import Beside
from coaching.verbs import CYCLE, SUPPORT
from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline, label_of
from common.doors import SignedIn
from common.verbs import Life
from people.queries import today


class CycleEventInline(ReadOnlyInline):
    model = CycleEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "note")


@admin.register(CoachingCycle)
class CoachingCycleAdmin(MadeByService):
    asks = ["placement", "window", "coach", "due"]
    help_texts = {"due": "The last day on which it should be closed. The leader gets a mail."}
    autocomplete_fields = ["placement"]
    list_display = ["leader", "window", "coach", "due", "state"]
    list_filter = ["due", "window", "state", "placement__year", "placement__role"]
    list_select_related = [*(f"placement__{name}" for name in ("person", "role", "school")), "coach"]
    search_fields = [
        "placement__person__search_name",
        "coach__search_name",
        "placement__school__search_name",
        "window_in_words",
    ]
    inlines = [CycleEventInline]
    ordering = ["-due", "-pk"]
    life = CYCLE
    # Private to coach and leader, administrators included.
    exclude = [*services.TEXTS]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CoachingCycle]":
        words = label_of(CoachingCycle._meta.get_field("window"))
        return super().get_queryset(request).annotate(window_in_words=words)

    def may_make(self, user: Any) -> bool:
        return why_not(user, Beside.PLAN) is None

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "coach":
            kwargs["queryset"] = coaches(today())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def make(self, request: SignedIn, data: dict[str, Any]) -> CoachingCycle:
        placement = data.pop("placement")
        return services.plan(placement_pk=placement.pk, **data, by=request.user)

    def not_here(self, request: HttpRequest, obj: CoachingCycle) -> list[str]:
        return [
            f"Goal, words and action steps are between {obj.coach} and {obj.placement.person}: nobody else reads or "
            "writes them. A cycle is closed once the coach has written a goal and an action step."
        ]

    @admin.display(description="leader", ordering="placement__person__sort_name")
    def leader(self, cycle: CoachingCycle) -> str:
        return str(cycle.placement.person)


@admin.register(CycleEvent)
class CycleEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "cycle", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["by", *(f"cycle__placement__{name}" for name in ("person", "role", "school"))]
    search_fields = ["cycle__placement__person__search_name", "by__search_name", "coach__search_name"]


@admin.register(LeadersCoach)
class LeadersCoachAdmin(ReadOnlyAdmin):
    list_display = ["placement", "coach", "since", "until", "by"]
    list_filter = ["since", "placement__year"]
    list_select_related = [*(f"placement__{name}" for name in ("person", "role", "school")), "coach", "by"]
    search_fields = ["placement__person__search_name", "coach__search_name"]


@admin.register(Visit)
class VisitAdmin(ReadOnlyAdmin):
    """That a visit took place; its words are between the two, administrators included."""

    list_display = ["on", "placement", "coach", "where", "taken_back_at"]
    list_filter = ["on", "where", "placement__year"]
    list_select_related = [*(f"placement__{name}" for name in ("person", "role", "school")), "coach"]
    search_fields = ["placement__person__search_name", "coach__search_name"]
    exclude = ["words", "look_again"]


OF_PLACEMENT = [f"placement__{name}" for name in ("person", "role", "school")]


@admin.register(ReleaseTime)
class ReleaseTimeAdmin(ReadOnlyAdmin):
    list_display = [
        "placement",
        "minutes",
        "since",
        "periods",
        "confirmed_by",
        "confirmed_at",
        "set_aside_at",
    ]
    list_filter = ["since", "placement__year"]
    list_select_related = [*OF_PLACEMENT, "confirmed_by"]
    search_fields = ["placement__person__search_name", "placement__school__search_name"]


@admin.register(CoachedTeacher)
class CoachedTeacherAdmin(ReadOnlyAdmin):
    """Whom a Peer Coach coaches, for those who read it on pages."""

    list_display = ["called", "placement", "starts", "ends", "taken_back_at"]
    list_filter = ["starts", "placement__year"]
    list_select_related = [*OF_PLACEMENT, "person"]
    search_fields = ["placement__person__search_name", "person__search_name", "name"]


@admin.register(TeacherCycle)
class TeacherCycleAdmin(ReadOnlyAdmin):
    list_display = ["observed_on", "talked_on", "focus", "teacher", "taken_back_at"]
    list_filter = ["observed_on"]
    list_select_related = ["teacher__person"]
    search_fields = ["teacher__placement__person__search_name"]
    # The Peer Coach alone reads it.
    exclude = ["own_focus"]


@admin.register(SchoolwidePD)
class SchoolwidePDAdmin(ReadOnlyAdmin):
    list_display = ["day", "title", "placement", "came", "minutes", "taken_back_at"]
    list_filter = ["day", "placement__year"]
    list_select_related = OF_PLACEMENT
    search_fields = ["title", "placement__person__search_name", "placement__school__search_name"]


@admin.register(ActionStep)
class ActionStepAdmin(ReadOnlyAdmin):
    """That the two look back at something, and when; what it is stays between them."""

    list_display = ["look_back", "cycle", "came_of", "looked_on", "looked_by"]
    list_filter = ["look_back", "came_of"]
    list_select_related = [
        *(f"cycle__placement__{name}" for name in ("person", "role", "school")),
        "looked_by",
    ]
    search_fields = ["cycle__placement__person__search_name", "cycle__coach__search_name"]
    exclude = ["words"]


class SupportEventInline(ReadOnlyInline):
    model = SupportEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(SupportRequest)
class SupportRequestAdmin(ReadOnlyAdmin):
    """What leaders ask for is read on its page by whoever assigns; what closes it by the two alone."""

    life: Life | None = SUPPORT
    list_display = ["asked_at", "placement", "coach", "needed_by", "state"]
    list_filter = ["state", "asked_at", "placement__year", "placement__role"]
    list_select_related = [*(f"placement__{name}" for name in ("person", "role", "school")), "coach"]
    search_fields = ["placement__person__search_name", "placement__school__search_name", "coach__search_name"]
    exclude = ["about", "words"]
    inlines = [SupportEventInline]

    def not_here(self, request: HttpRequest, obj: SupportRequest) -> list[str]:
        return ["A leader asks on the page of support; coach and leader close it there, each with a word."]

    def view_on_site(self, obj: SupportRequest) -> str:
        return f"/support/{obj.pk}/"


@admin.register(SupportEvent)
class SupportEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "request", "action", "from_state", "to_state", "by", "coach", "note"]
    list_filter = ["action", "at"]
    list_select_related = ["request__placement__person", "by", "coach"]
    search_fields = [
        "request__placement__person__search_name",
        "by__search_name",
        "coach__search_name",
        "note",
    ]


@admin.register(SupportWord)
class SupportWordAdmin(ReadOnlyAdmin):
    """That something was said; never what."""

    list_display = ["event", "coach"]
    list_filter = ["event__action", "event__at"]
    list_select_related = ["event__request__placement__person", "event__by", "coach"]
    search_fields = ["event__request__placement__person__search_name", "coach__search_name"]
    exclude = ["words"]


@admin.register(HostedSeminar)
class HostedSeminarAdmin(ReadOnlyAdmin):
    list_display = ["day", "title", "placement", "taken_back_at"]
    list_filter = ["day", "placement__year"]
    list_select_related = OF_PLACEMENT
    search_fields = ["title", "placement__person__search_name", "placement__school__search_name"]


@admin.register(SeminarVisitor)
class SeminarVisitorAdmin(ReadOnlyAdmin):
    """Only visitors themselves say whether they were there."""

    list_display = ["person", "seminar", "was_there", "answered_at", "taken_back_at"]
    list_filter = ["was_there", "seminar__day"]
    list_select_related = ["person", "seminar"]
    search_fields = ["person__search_name", "seminar__title", "seminar__placement__person__search_name"]


@admin.register(CoachedPeer)
class CoachedPeerAdmin(ReadOnlyAdmin):
    list_display = ["placement", "peer", "since", "taken_back_at"]
    list_filter = ["since", "placement__year"]
    list_select_related = [*OF_PLACEMENT, *(one.replace("placement", "peer", 1) for one in OF_PLACEMENT)]
    search_fields = ["placement__person__search_name", "peer__person__search_name"]


@admin.register(PeerVisit)
class PeerVisitAdmin(ReadOnlyAdmin):
    list_display = ["day", "coached", "taken_back_at"]
    list_filter = ["day"]
    list_select_related = ["coached__peer__person"]
    search_fields = ["coached__peer__person__search_name", "coached__placement__person__search_name"]


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    """That there is one; its link is opened on its page, while it is shown."""

    list_display = ["title", "placement", "audience", "recorded_at", "taken_back_at"]
    list_filter = ["audience", "recorded_at", "placement__year"]
    list_select_related = OF_PLACEMENT
    search_fields = ["title", "placement__person__search_name", "placement__school__search_name"]
    exclude = ["link"]


@admin.register(SeenInRecording)
class SeenInRecordingAdmin(ReadOnlyAdmin):
    list_display = ["called", "recording", "added_at"]
    list_filter = ["added_at"]
    list_select_related = ["person", "recording"]
    search_fields = ["person__search_name", "name", "recording__title"]


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    """A consent is withdrawn on the page of the recordings of its host, once and for all."""

    list_display = ["seen", "given_on", "paper", "by", "withdrawn_at", "withdrawn_by"]
    list_filter = ["given_on", "withdrawn_at"]
    list_select_related = ["seen__person", "by", "withdrawn_by"]
    search_fields = ["seen__person__search_name", "seen__name", "seen__recording__title", "paper"]
