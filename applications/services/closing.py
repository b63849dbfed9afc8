"""What ends when the account of an applicant is closed."""

from datetime import datetime

from applications.models import Application
from applications.services.moves import record
from applications.states import MOVES, Action, State
from common.states import step
from people.models import User


def end_drafts_of(*, person: User, by: User, now: datetime) -> int:
    """The drafts of somebody whose account is closed are withdrawn: nobody else reads them. Begun again, they are as
    they were. Answers how many."""
    drafts = Application.objects.select_for_update(of=("self",)).filter(person=person, state=State.DRAFT)
    found = list(drafts)
    for draft in found:
        draft.state = step(MOVES, State.DRAFT, Action.WITHDRAW)
        draft.save(update_fields=["state", "changed_at"])
        record(draft, Action.WITHDRAW, by=by, now=now, before=str(State.DRAFT))
    return len(found)
