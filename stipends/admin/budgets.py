"""Budgets, to read: versions are written and published on their page."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.money import dollars
from stipends.models import Budget, BudgetRow


class BudgetRows(ReadOnlyInline):
    model = BudgetRow
    fields = readonly_fields = ("role", "school", "fund", "cents")


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ["year", "version", "written_by", "written_at", "published_by", "published_at"]
    list_filter = ["year", "published_at"]
    list_select_related = ["year", "written_by", "published_by"]
    search_fields = ["year__label", "written_by__search_name", "published_by__search_name"]
    inlines = [BudgetRows]

    def view_on_site(self, obj: Budget) -> str:
        return f"/stipends/budget/versions/{obj.pk}/"


@admin.register(BudgetRow)
class BudgetRowAdmin(ReadOnlyAdmin):
    list_display = ["budget", "role", "school", "fund", "amount"]
    list_filter = ["budget__year", "fund", "role"]
    list_select_related = ["budget__year", "role", "school", "fund"]
    search_fields = ["role__name", "school__name"]

    @admin.display(description="amount", ordering="cents")
    def amount(self, row: BudgetRow) -> str:
        return dollars(row.cents)
