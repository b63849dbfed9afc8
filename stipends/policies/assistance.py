"""Who has assistance of fellows paid: a finance preparer, once a second person has approved it."""

from common.errors import DomainError, DoneAlready
from people.models import User
from stipends.models import AssistanceBatch
from stipends.policies.pay import PREPARER, not_theirs
from stipends.states import AssistanceAction

WORDS = {
    AssistanceAction.EXPORT: "Only a finance preparer makes the file of assistance.",
    AssistanceAction.CONFIRM: "Only a finance preparer records what payroll paid of assistance.",
    AssistanceAction.CONFIRM_ALL: "Only a finance preparer records what payroll paid of assistance.",
    AssistanceAction.COME_BACK: "Only a finance preparer records what came back of assistance.",
}


def why_not_assistance(
    user: User, action: AssistanceAction, batch: AssistanceBatch | None = None
) -> DomainError | None:
    """Why this person may not do this with this file of assistance, in words; None when they may."""
    if theirs := not_theirs(user, PREPARER, WORDS[action]):
        return theirs
    if batch is None or action is AssistanceAction.EXPORT:
        return None
    if action is AssistanceAction.COME_BACK:
        return None if batch.lines.can_come_back().exists() else DoneAlready("All of this file came back.")
    return None if batch.lines.open().exists() else DoneAlready("All of this file is paid, or came back.")
