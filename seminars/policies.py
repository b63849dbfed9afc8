"""Who may plan sessions, mark rosters and take a session through its life."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from common.errors import DomainError, NotAllowed, SomeoneElse
from common.states import no_move
from people.models import User
from people.queries import hats
from seminars.models import Session
from seminars.states import MOVES, Action, Marking, Planning, State

OPEN = {State.PLANNED, State.HELD}
NOT_MARKED: dict[str, str] = {
    State.CLOSED: "The roster of this session is closed. Open it again first, with a reason.",
    State.CANCELLED: "This session was cancelled, so nobody can be marked.",
    State.MOVED: "This session was moved. Mark people on its new date.",
}


def leads_it(user: User, session: Session) -> bool:
    """Its facilitators and program managers lead a session: they mark its roster and take its steps."""
    if hats(user).manager:
        return True
    asked = getattr(session, "leads", None)
    return session.facilitators.filter(pk=user.pk).exists() if asked is None else asked


def why_not(
    user: User,
    action: Action | Marking | Planning,
    session: Session | None = None,
    now: datetime | None = None,
) -> DomainError | None:
    """Why this person may not do this with a session as it stands, in words; None when they may. NotAllowed is a
    refusal whatever the state. Sessions are planned without one."""
    if isinstance(action, Planning) or session is None:
        return _not_planned(user, session)
    if isinstance(action, Marking):
        words = "Only this session's facilitators and program managers mark its roster."
        return _not_theirs(user, session, words) or not_marked(session)
    words = "Only this session's facilitators and program managers may do this."
    return _not_theirs(user, session, words) or not_now(action, session, now or timezone.now())


def _not_theirs(user: User, session: Session, words: str) -> NotAllowed | None:
    return None if leads_it(user, session) else NotAllowed(words)


def _not_planned(user: User, session: Session | None) -> DomainError | None:
    """Program managers, and whom an administrator lets; what counts for pay stays as it is."""
    if not (hats(user).manager or user.has_perm("seminars.change_session")):
        return NotAllowed("Only program managers and administrators plan sessions.")
    if session is not None and session.state == State.CLOSED:
        return DomainError("This roster is closed and counts for pay. Open it again first, with a reason.")
    return None


def not_oneself(user: User, people: Iterable[int]) -> SomeoneElse | None:
    """Why these people may not be marked by this person: they are one of them. None where they are not."""
    if user.pk not in people:
        return None
    return SomeoneElse(
        "Somebody else must mark you: check in with the code on the screen, or ask a colleague."
    )


def not_marked(session: Session) -> DomainError | None:
    """Why the roster of this session takes no marks, whoever gives them; None when it does."""
    return DomainError(NOT_MARKED[session.state]) if session.state in NOT_MARKED else None


def not_now(action: Action, session: Session, now: datetime) -> DomainError | None:
    """Why this step is not to be taken with the session as it stands, whoever asks; None when it may be."""
    if action is Action.CLOSE and session.state in OPEN:
        over = now >= session.ends_at
        return (
            None if over else DomainError("This session is not over yet. Close its roster once it has ended.")
        )
    return no_move(MOVES, State(session.state), action)
