"""Group interviews, to be read; they are planned and moved on their pages."""

from django.contrib import admin

from applications.models import GroupInterview
from common.admin import ReadOnlyAdmin


@admin.register(GroupInterview)
class GroupInterviewAdmin(ReadOnlyAdmin):
    list_display = ["offering", "day", "begins", "place", "planned_by", "called_off_at"]
    list_filter = ["offering__year", ("called_off_at", admin.EmptyFieldListFilter)]
    list_select_related = ["offering__role", "offering__year", "planned_by"]
    search_fields = ["place", "planned_by__search_name", "called_off_by__search_name"]
    date_hierarchy = "day"
