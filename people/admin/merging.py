"""Accounts that were merged, row by row, and those that are not one person's: read only, as it is history."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from people.models import Apart, Merge, MergedRow, PersonExport


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Which account went into which, by whom and why; done on the page of a person."""

    list_display = ["address", "kept", "by", "at"]
    list_filter = ["at"]
    list_select_related = ["kept", "by"]
    search_fields = ["address", "external_id", "kept__search_name", "gone__search_name"]


@admin.register(MergedRow)
class MergedRowAdmin(ReadOnlyAdmin):
    """What became of each row of an account that went."""

    list_display = ["merge", "link", "row", "became", "was"]
    list_filter = ["became", "link"]
    list_select_related = ["merge__kept", "merge__gone"]
    search_fields = ["link", "merge__address"]


@admin.register(Apart)
class ApartAdmin(ReadOnlyAdmin):
    """Accounts that look like one person's and are two people's."""

    list_display = ["first", "second", "by", "at"]
    list_filter = ["at"]
    list_select_related = ["first", "second", "by"]
    search_fields = ["first__search_name", "second__search_name"]


@admin.register(PersonExport)
class PersonExportAdmin(ReadOnlyAdmin):
    """Who asked for everything about whom, and what for. The file is fetched on the page of whoever asked."""

    list_display = ["person", "by", "state", "asked_at", "expires_at"]
    list_filter = ["state", "asked_at"]
    list_select_related = ["person", "by"]
    search_fields = ["person__search_name", "by__search_name"]
    exclude = ["file"]
