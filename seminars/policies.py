"""Who may mark rosters and take a session through its life."""

from datetime import datetime

from django.utils import timezone

from common.errors import DomainError, NotAllowed
from common.states import no_move
from people.models import User
from people.queries import hats
from seminars.models import Session
from seminars.states import MOVES, Action, State


def may_mark(user: User, session: Session) -> bool:
    """Its facilitators and program managers lead a session: they mark its roster and take its steps."""
    if hats(user).manager:
        return True
    asked = getattr(session, "leads", None)
    return session.facilitators.filter(pk=user.pk).exists() if asked is None else bool(asked)


def may_plan(user: User) -> bool:
    """Who adds and edits sessions: program managers, and whom an administrator lets."""
    return hats(user).manager or user.has_perm("seminars.change_session")


def why_not(user: User, action: Action, session: Session, now: datetime | None = None) -> DomainError | None:
    """Why this person may not take this step with a session as it stands, in words; None when they may. NotAllowed is a
    refusal whatever the state."""
    if not may_mark(user, session):
        return NotAllowed("Only this session's facilitators and program managers may do this.")
    return not_now(action, session, now or timezone.now())


def not_now(action: Action, session: Session, now: datetime) -> DomainError | None:
    """Why this step is not to be taken with the session as it stands, whoever asks; None when it may be."""
    if action is Action.CLOSE and session.state in {State.PLANNED, State.HELD}:
        over = now >= session.ends_at
        return (
            None if over else DomainError("This session is not over yet. Close its roster once it has ended.")
        )
    return no_move(MOVES, State(session.state), action)
