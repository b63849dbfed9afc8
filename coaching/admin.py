"""That coaching happened, and when. What was said is shown to nobody here."""

from django.contrib import admin

from coaching.models import CoachingCycle, CycleEvent
from common.admin import ReadOnlyAdmin


@admin.register(CoachingCycle)
class CoachingCycleAdmin(ReadOnlyAdmin):
    list_display = ["leader", "window", "coach", "due", "state"]
    list_filter = ["window", "state", "placement__year", "placement__role"]
    list_select_related = ["placement__person", "coach"]
    search_fields = ["placement__person__search_name", "coach__search_name"]
    # Private to coach and leader, administrators included.
    exclude = ["goal", "action_steps", "notes"]

    @admin.display(description="leader", ordering="placement__person__family_name")
    def leader(self, cycle: CoachingCycle) -> str:
        return str(cycle.placement.person)


@admin.register(CycleEvent)
class CycleEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "cycle_id", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["by"]
    search_fields = ["cycle__placement__person__search_name"]
