"""Who was asked to renew their role, and who said no; both on pages of their own."""

from django.contrib import admin

from applications.models import RenewalDeclined, RenewalInvitation
from common.admin import ReadOnlyAdmin


@admin.register(RenewalInvitation)
class RenewalInvitationAdmin(ReadOnlyAdmin):
    list_display = ["placement", "offering", "invited_by", "invited_at"]
    list_filter = ["offering__year", "offering__role"]
    list_select_related = [
        "placement__person",
        "placement__role",
        "placement__school",
        "offering__role",
        "offering__year",
        "invited_by",
    ]
    search_fields = ["placement__person__search_name"]


@admin.register(RenewalDeclined)
class RenewalDeclinedAdmin(ReadOnlyAdmin):
    list_display = ["invitation", "at"]
    list_filter = ["invitation__offering__year", "invitation__offering__role"]
    list_select_related = [
        "invitation__placement__person",
        "invitation__placement__role",
        "invitation__placement__school",
        "invitation__placement__year",
        "invitation__offering__role",
        "invitation__offering__year",
    ]
    search_fields = ["invitation__placement__person__search_name"]
