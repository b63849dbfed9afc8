"""The mid-year checks: when, who was asked, how it stands. What the two answered is shown to nobody here."""

from django.contrib import admin
from django.http import HttpRequest

from applications.models import CommitmentPulse, PulseAnswer, PulseEvent, PulsePair, PulsePairEvent
from applications.verbs import PULSE_PAIR
from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.verbs import Life

_PAIR = ("pair__placement__person", "pair__school")


class PulseEventInline(ReadOnlyInline):
    model = PulseEvent
    fields = readonly_fields = ("at", "action", "by", "about")


@admin.register(CommitmentPulse)
class CommitmentPulseAdmin(ReadOnlyAdmin):
    list_display = ["year", "starts", "ends"]
    list_filter = ["year"]
    list_select_related = ["year"]
    search_fields = ["year__label"]
    inlines = [PulseEventInline]

    def not_here(self, request: HttpRequest, obj: CommitmentPulse) -> list[str]:
        return ["Program managers set its days on the page of the mid-year check."]

    def view_on_site(self, obj: CommitmentPulse) -> str:
        return f"/pulse/years/{obj.year.label}/"


@admin.register(PulseEvent)
class PulseEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "pulse", "action", "by", "about"]
    list_filter = ["action", "pulse__year"]
    list_select_related = ["pulse__year", "by"]
    search_fields = ["pulse__year__label", "by__search_name"]


class PulsePairEventInline(ReadOnlyInline):
    model = PulsePairEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about")


@admin.register(PulsePair)
class PulsePairAdmin(ReadOnlyAdmin):
    life: Life | None = PULSE_PAIR
    list_display = ["placement", "school", "pulse", "teacher_sent_at", "school_sent_at", "state"]
    list_filter = ["pulse__year", "state", "placement__role", "school"]
    list_select_related = [
        "placement__person",
        "placement__role",
        "placement__school",
        "school",
        "pulse__year",
    ]
    search_fields = ["placement__person__search_name", "school__search_name"]
    inlines = [PulsePairEventInline]

    def not_here(self, request: HttpRequest, obj: PulsePair) -> list[str]:
        return [
            "The leader and whoever signs for the school answer it on its page; what they answered is read there."
        ]

    def view_on_site(self, obj: PulsePair) -> str:
        return f"/pulse/{obj.pk}/"


@admin.register(PulsePairEvent)
class PulsePairEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "pair", "action", "from_state", "to_state", "by", "about"]
    list_filter = ["action", "pair__pulse__year"]
    list_select_related = [*_PAIR, "by"]
    search_fields = ["pair__placement__person__search_name", "pair__school__search_name", "by__search_name"]
    # What staff wrote is for the managers of the pathway, on its page.
    exclude = ["note"]


@admin.register(PulseAnswer)
class PulseAnswerAdmin(ReadOnlyAdmin):
    """That a promise was answered; how is between the two and the managers of the pathway, administrators included."""

    list_display = ["at", "pair", "party", "promise", "by"]
    list_filter = ["party", "whose", "pair__pulse__year"]
    list_select_related = [*_PAIR, "by"]
    search_fields = ["pair__placement__person__search_name", "pair__school__search_name", "by__search_name"]
    exclude = ["kept", "words"]
