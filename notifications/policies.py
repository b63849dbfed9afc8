"""Who may see the outbox and act on it."""

from django.db.models import QuerySet

from notifications.models import Message
from people.models import User
from people.queries import hats


def messages_visible_to(messages: "QuerySet[Message]", user: User) -> "QuerySet[Message]":
    """All for program managers; nobody else reads other people's mail."""
    return messages if hats(user).manager else messages.none()


def may(user: User, action: str, message: Message | None = None) -> bool:
    """`see`, `cancel` and `send_again`: program managers."""
    return action in {"see", "cancel", "send_again"} and hats(user).manager
