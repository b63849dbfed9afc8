"""Assistance in the administration: budgets of cohorts, awards with their schedule, and their histories."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.money import dollars
from fellows.models import AssistanceBudget, Award, AwardEvent, Disbursement
from fellows.verbs import AWARD


@admin.register(AssistanceBudget)
class AssistanceBudgetAdmin(ReadOnlyAdmin):
    list_display = ["cohort", "amount", "reason", "by", "at"]
    list_filter = ["cohort"]
    list_select_related = ["cohort", "by"]
    search_fields = ["cohort__name", "reason", "by__search_name"]
    fields = readonly_fields = ("cohort", "amount", "reason", "by", "at")

    @admin.display(description="budget", ordering="cents")
    def amount(self, budget: AssistanceBudget) -> str:
        return dollars(budget.cents)


class Parts(ReadOnlyInline):
    model = Disbursement
    fields = readonly_fields = ("due", "amount", "state", "paid_on", "came_back_on")

    @admin.display(description="amount")
    def amount(self, row: Disbursement) -> str:
        return dollars(row.cents)


class AwardEvents(ReadOnlyInline):
    model = AwardEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(Award)
class AwardAdmin(ReadOnlyAdmin):
    by_number = True
    list_display = ["fellow", "purpose", "amount", "state", "proposed_by", "approved_by"]
    list_filter = ["state", "purpose", "fellow__cohort"]
    list_select_related = ["fellow__person", "fellow__cohort", "proposed_by", "approved_by"]
    search_fields = [
        *("fellow__person__search_name", "reason", "proposed_by__search_name", "approved_by__search_name"),
    ]
    fields = readonly_fields = (
        *("fellow", "purpose", "reason", "amount", "state", "proposed_by", "proposed_at"),
        *("approved_by", "approved_at"),
    )
    inlines = [Parts, AwardEvents]
    life = AWARD

    @admin.display(description="amount", ordering="cents")
    def amount(self, award: Award) -> str:
        return dollars(award.cents)


@admin.register(Disbursement)
class DisbursementAdmin(ReadOnlyAdmin):
    list_display = ["award", "due", "amount", "state", "paid_on", "came_back_on"]
    list_filter = ["state", "award__fellow__cohort"]
    list_select_related = ["award__fellow__person"]
    search_fields = ["award__fellow__person__search_name"]
    date_hierarchy = "due"
    fields = readonly_fields = ("award", "due", "amount", "state", "paid_on", "came_back_on")

    @admin.display(description="amount", ordering="cents")
    def amount(self, row: Disbursement) -> str:
        return dollars(row.cents)


@admin.register(AwardEvent)
class AwardEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "award", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "award__fellow__cohort"]
    list_select_related = ["award__fellow__person", "by", "disbursement"]
    search_fields = ["award__fellow__person__search_name", "by__search_name", "note"]
    date_hierarchy = "at"
