"""Layouts of payroll offices, to read and to publish: they are drafted on their page."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from stipends.admin.claims import MADE
from stipends.models import LayoutColumn, PayrollLayout
from stipends.verbs import LAYOUT


class Columns(ReadOnlyInline):
    model = LayoutColumn
    fields = readonly_fields = ("place", "head", "fact", "constant")


@admin.register(PayrollLayout)
class PayrollLayoutAdmin(ReadOnlyAdmin):
    list_display = ["name", "version", "ending", "state", "drafted_by", "published_by", "published_at"]
    list_filter = ["state", "ending", "published_at"]
    list_select_related = ["drafted_by", "published_by"]
    search_fields = ["name", "drafted_by__search_name", "published_by__search_name", "ended_because"]
    fields = readonly_fields = (
        *("name", "version", "ending", "delimiter", "amounts", "dates", "key"),
        *MADE,
    )
    inlines = [Columns]
    life = LAYOUT

    def view_on_site(self, obj: PayrollLayout) -> str:
        return LAYOUT.page_of(obj)


@admin.register(LayoutColumn)
class LayoutColumnAdmin(ReadOnlyAdmin):
    list_display = ["layout", "place", "head", "fact", "constant"]
    list_filter = ["fact", "layout__state"]
    list_select_related = ["layout"]
    search_fields = ["layout__name", "head", "constant"]
