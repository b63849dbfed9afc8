"""Feeder patterns: said and ended on their page."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from pathways.models import Feeder


@admin.register(Feeder)
class FeederAdmin(ReadOnlyAdmin):
    list_display = ["lower", "upper", "added_by", "added_at", "ended_at"]
    list_filter = ["added_at", "ended_at"]
    list_select_related = ["lower", "upper", "added_by"]
    search_fields = ["lower__search_name", "upper__search_name"]

    def view_on_site(self, obj: Feeder) -> str:
        return "/feeders/"
