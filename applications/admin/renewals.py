"""Who was asked to renew their role; asked on a page of its own."""

from django.contrib import admin

from applications.models import RenewalInvitation
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
