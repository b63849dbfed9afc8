"""That coaching happened, and when. What was said is shown to nobody here."""

from datetime import date

from django.contrib import admin
from django.http import HttpRequest

from coaching import services
from coaching.forms import StepForm
from coaching.models import CoachingCycle, CycleEvent
from coaching.policies import may
from coaching.states import MOVES, Action, State
from common.admin import ReadOnlyAdmin, service_action
from common.states import actions_from


@admin.register(CoachingCycle)
class CoachingCycleAdmin(ReadOnlyAdmin):
    list_display = ["leader", "window", "coach", "due", "state"]
    list_filter = ["due", "window", "state", "placement__year", "placement__role"]
    list_select_related = ["placement__person", "coach"]
    search_fields = ["placement__person__search_name", "coach__search_name"]
    actions = ["record"]
    # Private to coach and leader, administrators included.
    exclude = ["goal", "action_steps", "notes"]

    def not_here(self, request: HttpRequest, obj: CoachingCycle) -> list[str]:
        return [
            f"Goal, action steps and notes are between {obj.coach} and {obj.placement.person}: nobody else reads or "
            "writes them. A cycle is closed once the coach has written goal and action steps."
        ]

    @service_action(
        "Record the next step…",
        done="Recorded",
        form=StepForm,
        when=lambda user, cycle: cycle.state != State.CLOSED.value and may(user, "record", cycle),
        lead="That the next step took place, on the word of its coach: observation, feedback, conversation, closing.",
    )
    def record(self, request: HttpRequest, row: CoachingCycle, *, on: date) -> str:
        action = next(iter(actions_from(MOVES, State(row.state))), Action.CLOSE)
        cycle = services.move(pk=row.pk, action=action, by=request.user, on=on, on_behalf=True)
        return f"{cycle}: recorded, now {cycle.state}."

    @admin.display(description="leader", ordering="placement__person__family_name")
    def leader(self, cycle: CoachingCycle) -> str:
        return str(cycle.placement.person)


@admin.register(CycleEvent)
class CycleEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "cycle_id", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["by"]
    search_fields = ["cycle__placement__person__search_name", "by__search_name"]
