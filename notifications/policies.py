"""Who may see the outbox and act on it, and who keeps the rules of reminders."""

from common.errors import DomainError, NotAllowed
from common.states import no_move
from notifications.models import Message, ReminderRule
from notifications.states import MOVES, RULE_MOVES, Action, RuleAction, State
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


def keeps_reminders(user: User) -> bool:
    """Registrars and program managers; a rule holds for every year and pathway."""
    return hats(user).registrar or hats(user).manager


def why_not_rule(user: User, action: RuleAction, rule: ReminderRule | None = None) -> DomainError | None:
    """Why this person may not do this with a rule of reminders, in words; None when they may. `rule` is None for one
    that is to be added."""
    if not keeps_reminders(user):
        return NotAllowed("Only registrars and program managers change who is reminded when.")
    if rule is None or action is RuleAction.CHANGE_DAYS:
        return None
    return no_move(RULE_MOVES, rule.state, action)
