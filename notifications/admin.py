"""The outbox is read here, never written: mails are owed by what happens, and moved by services, as are the rules of
reminders."""

from typing import Any

from django.contrib import admin

from common.admin import MadeByService, ReadOnlyAdmin, ReadOnlyInline
from common.doors import SignedIn
from notifications import services
from notifications.forms import ReminderRuleForm
from notifications.models import Heartbeat, Hold, Message, MessageEvent, ReminderRule, ReminderRuleEvent
from notifications.policies import keeps_reminders
from notifications.verbs import MESSAGE, REMINDER
from people.models import User


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


class ReminderRuleEvents(ReadOnlyInline):
    model = ReminderRuleEvent
    fields = readonly_fields = ("at", "action", "by", "was", "days_before")


@admin.register(ReminderRule)
class ReminderRuleAdmin(MadeByService):
    """Moved on its page, where another window's change is told."""

    asks = ["what", "days_before"]
    ask_form = ReminderRuleForm
    list_display = ["what", "days_before", "active"]
    list_filter = ["what", "active"]
    search_fields = ["what"]
    inlines = [ReminderRuleEvents]
    life = REMINDER

    def may_make(self, user: User) -> bool:
        return keeps_reminders(user)

    def make(self, request: SignedIn, data: dict[str, Any]) -> ReminderRule:
        return services.add_rule(**data, by=request.user)

    def view_on_site(self, obj: ReminderRule) -> str:
        return f"/reminders/{obj.pk}/"


@admin.register(ReminderRuleEvent)
class ReminderRuleEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "rule", "action", "was", "days_before", "by"]
    list_filter = ["action", "rule__what"]
    list_select_related = ["rule", "by"]
    search_fields = ["rule__what", "by__search_name"]
    date_hierarchy = "at"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["job", "ran_at", "result"]
    search_fields = ["job", "result"]


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ["since"]
