"""The outbox is read here, never written: mails are owed by what happens, and moved by services."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from notifications.forms import ReminderRuleForm
from notifications.models import Heartbeat, Hold, Message, MessageEvent, ReminderRule
from notifications.verbs import MESSAGE


class MessageEventInline(ReadOnlyInline):
    model = MessageEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "note")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "subject", "to_email", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "template"]
    search_fields = ["to_email", "subject", "topic", "to_person__search_name"]
    date_hierarchy = "created_at"
    exclude = ["body"]
    readonly_fields = ["text"]
    inlines = [MessageEventInline]
    life = MESSAGE

    @admin.display(description="text")
    def text(self, message: Message) -> str:
        """A one-time code is nobody's to read but the addressee's."""
        return "Held back: it carries a one-time code or link." if message.secret else message.body

    def view_on_site(self, obj: Message) -> str:
        return f"/messages/{obj.pk}/"


@admin.register(MessageEvent)
class MessageEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "message", "action", "from_state", "to_state", "by"]
    list_filter = ["action"]
    list_select_related = ["message", "by"]
    search_fields = ["message__subject", "message__to_email", "by__search_name"]
    date_hierarchy = "at"


@admin.register(ReminderRule)
class ReminderRuleAdmin(ServiceAdmin):
    form = ReminderRuleForm
    list_display = ["what", "days_before", "active"]
    list_filter = ["what", "active"]
    search_fields = ["what"]


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["job", "ran_at", "result"]
    search_fields = ["job", "result"]


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ["since"]
