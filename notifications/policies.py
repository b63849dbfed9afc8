"""Who may see the outbox and act on it."""

from common.errors import DomainError, NotAllowed
from common.states import no_move
from notifications.models import Message
from notifications.states import MOVES, Action, State
from people.models import User
from people.queries import hats


def sees_mails(user: User) -> bool:
    """Program managers; nobody else reads other people's mail."""
    return hats(user).manager


def why_not(user: User, action: Action, message: Message) -> DomainError | None:
    """Why this person may not do this with a mail as it stands, in words; None when they may. NotAllowed is a refusal
    whatever the state."""
    if not sees_mails(user):
        return NotAllowed("Only a program manager may change what the outbox sends.")
    return no_move(MOVES, State(message.state), action) or _code_is_gone(action, message)


def _code_is_gone(action: Action, message: Message) -> DomainError | None:
    if action is Action.RETRY and not message.body:
        return DomainError(
            "This mail held a one-time code or link that is gone. The person can ask for a new one."
        )
    return None
