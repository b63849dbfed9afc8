"""Who proposes assistance, who approves it, and what it waits for."""

from common.errors import DomainError, NotAllowed, SomeoneElse
from common.states import in_words, no_move
from fellows.models import Award, Fellow
from fellows.policies.fellows import why_not_unsigned
from fellows.states import ASSISTED, AWARD_MOVES, WROTE, AwardAction, AwardState, State
from people.models import Hat, User, accounts_of
from people.queries import hats

BY_MANAGERS = "Only a program manager proposes assistance, and nobody their own."
BY_A_SECOND = "Only a program manager or a finance approver approves assistance, and nobody their own."
OF_A_SECOND = (AwardAction.APPROVE, AwardAction.SEND_BACK)


def sees_assistance(user: User) -> bool:
    """Whether everybody's assistance is this user's to see: program managers and finance."""
    return hats(user).money


def why_not_budget(user: User) -> NotAllowed | None:
    """Why this person may not write what a cohort's assistance may cost, in words; None when they may."""
    words = "Only a program manager or finance writes the budget of a cohort."
    return None if hats(user).money else NotAllowed(words)


def why_not_award(user: User, action: AwardAction, row: Award | Fellow | None = None) -> DomainError | None:
    """Why this person may not do this with this award, in words; None when they may. Of a fellow: with one that is to
    be drafted for them. Whoever wrote an award does not approve it, and nobody what they get.

    What depends on the budget is for the service to say.
    """
    fellow = row.fellow if isinstance(row, Award) else row
    worn = hats(user)
    second = action in OF_A_SECOND
    may = worn.manager or (second and worn.has(Hat.Kind.APPROVER))
    own = fellow is not None and accounts_of(user).filter(pk=fellow.person_id).exists()
    if own or not may:
        return NotAllowed(BY_A_SECOND if second else BY_MANAGERS)
    if not isinstance(row, Award):
        return why_not_assisted(row) if row is not None else None
    if stands := no_move(AWARD_MOVES, AwardState(row.state), action):
        return stands
    if action is AwardAction.APPROVE:
        return _second(user, row)
    if action is AwardAction.MOVE_DAY and not row.disbursements.to_move().exists():
        return DomainError("Payroll was asked to pay all of it already, so no day is left to move.")
    if action is AwardAction.AGAIN and not row.disbursements.to_pay_again().exists():
        return DomainError("Nothing of it came back that is not paid again already.")
    again = (AwardAction.PROPOSE, AwardAction.AGAIN)
    return why_not_assisted(row.fellow) if action in again else None


def why_not_assisted(fellow: Fellow) -> DomainError | None:
    """Why nothing more is given to this fellow, in words: they were not selected yet, or it is over."""
    if State(fellow.state) in ASSISTED:
        return None
    return DomainError(
        f"{fellow.person} is “{in_words(fellow.state)}”. Assistance is for fellows who are selected, study or serve."
    )


def _second(user: User, award: Award) -> DomainError | None:
    wrote = award.events.filter(by__in=accounts_of(user), action__in=WROTE)
    if wrote.exists():
        return SomeoneElse("You wrote this award, so someone else must approve it.")
    return why_not_assisted(award.fellow) or why_not_unsigned(award.fellow, "Assistance")
