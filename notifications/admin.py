"""The outbox is read here, never written: mails are owed by what happens, and moved by services."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from common.admin import ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin, service_action
from notifications import queries, services
from notifications.forms import ReminderRuleForm
from notifications.models import Heartbeat, Hold, Message, MessageEvent, ReminderRule
from notifications.policies import may
from notifications.states import MOVES, Action, State
from notifications.tasks import send_soon
from people.models import User


class MessageEventInline(ReadOnlyInline):
    model = MessageEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


def ready(action: Action) -> Callable[[User, Message], bool]:
    """Whether this person may do this with a mail as it stands."""
    return lambda user, row: (State(row.state), action) in MOVES and may(user, action, row)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "subject", "to_email", "state", "attempts", "sent_at", "error"]
    list_filter = ["state", "template"]
    search_fields = ["to_email", "subject", "topic", "to_person__search_name"]
    date_hierarchy = "created_at"
    exclude = ["body"]
    readonly_fields = ["text"]
    inlines = [MessageEventInline]
    actions = ["cancel", "send_again"]

    @admin.display(description="text")
    def text(self, message: Message) -> str:
        """A one-time code is nobody's to read but the addressee's."""
        return "Held back: it carries a one-time code or link." if message.secret else message.body

    @service_action("Do not send", done="Mails stopped", when=ready(Action.CANCEL))
    def cancel(self, request: HttpRequest, row: Message) -> None:
        services.cancel_one(pk=row.pk, by=request.user)

    @service_action("Send again", done="Mails sent again", when=ready(Action.RETRY))
    def send_again(self, request: HttpRequest, row: Message) -> str:
        message = services.send_again(pk=row.pk, by=request.user)
        send_soon()
        return f"{row}: this mail leaves {queries.when_it_leaves(message, now=timezone.now())}."

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
