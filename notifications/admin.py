"""The outbox is read here, never written: mails are owed by what happens, and moved by services."""

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Heartbeat, Message, MessageEvent, ReminderRule


class ReadOnly(admin.ModelAdmin):
    """Nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ["created_at", "subject", "to_email", "state", "attempts", "sent_at"]
    list_filter = ["state", "template"]
    search_fields = ["to_email", "subject", "topic"]
    show_full_result_count = False
    exclude = ["body"]
    readonly_fields = ["text"]

    @admin.display(description="text")
    def text(self, message: Message) -> str:
        """A one-time code is nobody's to read but the addressee's."""
        return "Held back: it carries a one-time code or link." if message.secret else message.body


@admin.register(MessageEvent)
class MessageEventAdmin(ReadOnly):
    list_display = ["at", "message", "action", "by"]
    list_filter = ["action"]
    list_select_related = ["message", "by"]


@admin.register(ReminderRule)
class ReminderRuleAdmin(admin.ModelAdmin):
    list_display = ["what", "days_before", "active"]
    list_filter = ["what", "active"]
    search_fields = ["what"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly):
    list_display = ["job", "ran_at", "every_seconds", "result"]
    search_fields = ["job"]
