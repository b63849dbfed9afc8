"""That coaching happened, and when. What was said is shown to nobody here."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from coaching import services
from coaching.forms import StepForm
from coaching.models import CoachingCycle, CycleEvent
from coaching.policies import may, may_plan_any
from coaching.queries import coaches
from coaching.states import MOVES, Action, State
from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline, label_of, service_action
from common.states import actions_from
from people.queries import today


class CycleEventInline(ReadOnlyInline):
    model = CycleEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


@admin.register(CoachingCycle)
class CoachingCycleAdmin(MadeByService):
    asks = ["placement", "window", "coach", "due"]
    help_texts = {"due": "The last day on which it should be closed. The leader gets a mail."}
    autocomplete_fields = ["placement"]
    list_display = ["leader", "window", "coach", "due", "state"]
    list_filter = ["due", "window", "state", "placement__year", "placement__role"]
    list_select_related = ["placement__person", "coach"]
    search_fields = [
        "placement__person__search_name",
        "coach__search_name",
        "placement__school__search_name",
        "window_in_words",
    ]
    inlines = [CycleEventInline]
    ordering = ["-due", "-pk"]
    actions = ["record"]
    # Private to coach and leader, administrators included.
    exclude = ["goal", "action_steps", "notes"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[CoachingCycle]":
        words = label_of(CoachingCycle._meta.get_field("window"))
        return super().get_queryset(request).annotate(window_in_words=words)

    def may_make(self, user: Any) -> bool:
        return may_plan_any(user)

    def formfield_for_foreignkey(self, field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if field.name == "coach":
            kwargs["queryset"] = coaches(today())
        return super().formfield_for_foreignkey(field, request, **kwargs)

    def make(self, request: HttpRequest, data: dict[str, Any]) -> CoachingCycle:
        placement = data.pop("placement")
        return services.plan(placement_pk=placement.pk, **data, by=request.user)

    def not_here(self, request: HttpRequest, obj: CoachingCycle) -> list[str]:
        return [
            f"Goal, action steps and notes are between {obj.coach} and {obj.placement.person}: nobody else reads or "
            "writes them. A cycle is closed once the coach has written goal and action steps."
        ]

    @service_action(
        "Record the next step…",
        done="Recorded",
        form=StepForm,
        when=lambda user, cycle: cycle.state != State.CLOSED and may(user, "record", cycle),
        lead="That the next step took place, on the word of its coach: observation, feedback, conversation, closing.",
    )
    def record(self, request: HttpRequest, row: CoachingCycle, *, on: date) -> str:
        action = next(iter(actions_from(MOVES, State(row.state))), Action.CLOSE)
        cycle = services.move(pk=row.pk, action=action, by=request.user, on=on, on_behalf=True)
        return f"{cycle}: recorded, now {cycle.state}."

    @admin.display(description="leader", ordering="placement__person__sort_name")
    def leader(self, cycle: CoachingCycle) -> str:
        return str(cycle.placement.person)


@admin.register(CycleEvent)
class CycleEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "cycle", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["by", *(f"cycle__placement__{name}" for name in ("person", "role", "school"))]
    search_fields = ["cycle__placement__person__search_name", "by__search_name"]
