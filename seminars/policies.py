"""Who may see sessions and mark rosters."""

from datetime import datetime

from common.errors import NoSuchMove
from common.states import step
from people.models import User
from people.queries import hats
from seminars.models import Session
from seminars.states import MOVES, Action, State


def may(user: User, action: str, session: Session) -> bool:
    """`mark`, `close`, `reopen`, `approve`, `cancel`, `move`: its facilitators and program managers."""
    if hats(user).manager:
        return True
    asked = getattr(session, "leads", None)
    return session.facilitators.filter(pk=user.pk).exists() if asked is None else bool(asked)


def may_plan(user: User) -> bool:
    """Who adds and edits sessions: program managers, and whom an administrator lets."""
    return hats(user).manager or user.has_perm("seminars.change_session")


NOT_OVER = "This session is not over yet. Close its roster once it has ended."


def not_now(action: Action, session: Session, now: datetime) -> str:
    """Why this step is not to be taken with the session as it stands, whoever asks; nothing when it may be."""
    if action is Action.CLOSE and session.state in {State.PLANNED, State.HELD}:
        return NOT_OVER if now < session.ends_at else ""
    try:
        step(MOVES, State(session.state), action)
    except NoSuchMove as refusal:
        return str(refusal)
    return ""
