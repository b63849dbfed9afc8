"""Who may plan sessions, mark rosters and take a session through its life."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from common.errors import DomainError, NotAllowed, SomeoneElse
from common.states import no_move
from pathways.models import Pathway, Role, managed
from people.models import User
from people.queries import hats
from seminars.models import Event, Resource, Session, circle, leads
from seminars.rules import Audience
from seminars.states import (
    MOVES,
    RESOURCE_MOVES,
    Action,
    Marking,
    Planning,
    ResourceAction,
    ResourceState,
    State,
)

OPEN = {State.PLANNED, State.HELD}
PLANNERS = "Only program managers and facilitators plan sessions."
OWN_PATHWAYS = (
    "You plan for the roles of your pathways. Choose some of these, and nobody else; a manager of all pathways plans "
    "what is for others."
)
SAME_PEOPLE = (
    "Whoever leads a session of an event plans more of it for the same people. "
    "Ask a program manager to plan it for others."
)
EVENT_PLANNERS = "Only program managers and who leads this session change its event."
EVENT_OF_OTHERS = (
    "This event also has sessions for people who are not yours to plan for. "
    "Ask a program manager of all pathways to change it."
)
NOT_MARKED: dict[str, str] = {
    State.CLOSED: "The roster of this session is closed. Open it again first, with a reason.",
    State.CANCELLED: "This session was cancelled, so nobody can be marked.",
    State.MOVED: "This session was moved. Mark people on its new date.",
}
NOT_PLANNED: dict[str, str] = {
    State.CANCELLED: "This session was cancelled, so its plan stays as it was.",
    State.MOVED: "This session was moved. Change the plan of its new date.",
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
    if action is Planning.CHANGE_EVENT and session is not None:
        return _event_not_theirs(user, session)
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
    """Without a session: whether they plan any at all. What counts for pay stays as it is."""
    if session is None:
        return None if plans_any(user) else NotAllowed(PLANNERS)
    if not leads_it(user, session) and (refusal := why_not_planned_for(user, session.event, session.asked)):
        return refusal
    # A hat that nobody narrowed is for all pathways, and asks nothing of the session.
    if hats(user).manager and managed(user) is not None:
        refusal = _not_their_pathways(user, session.asked)
        if refusal is not None:
            return refusal
    if session.state == State.CLOSED:
        return DomainError("This roster is closed and counts for pay. Open it again first, with a reason.")
    return DomainError(NOT_PLANNED[session.state]) if session.state in NOT_PLANNED else None


def _event_not_theirs(user: User, session: Session) -> NotAllowed | None:
    """An event is changed for all of its sessions, so each of them has to be theirs to plan."""
    if _plans_all(user) or (hats(user).manager and managed(user) is None):
        return None
    if not leads_it(user, session):
        return NotAllowed(EVENT_PLANNERS)
    rows = Session.objects.taking_place().filter(event=session.event_id).annotate(leads=leads(user))
    known = [(one.asked, one.leads) for one in rows.prefetch_related("roles", "cohorts")]
    asked = {whom for whom, _ in known}
    if hats(user).manager:
        theirs = _not_their_pathways(user, *asked) is None
    else:
        theirs = asked <= {whom for whom, led in known if led}
    return None if theirs else NotAllowed(EVENT_OF_OTHERS)


def plans_any(user: User) -> bool:
    """Whether they plan sessions of some kind: program managers, who leads a session, whom an administrator lets."""
    if _plans_all(user) or hats(user).manager:
        return True
    return bool(user.is_authenticated and Session.facilitators.through.objects.filter(user=user).exists())


def why_not_planned_for(user: User, event: Event | None, whom: Audience) -> NotAllowed | None:
    """Why this person may not plan a session for these people, in words; None when they may: program managers for the
    roles of their pathways, and of an event whoever leads a session of it, for the same people. `event`: None for a
    new one."""
    if hats(user).manager or _plans_all(user):
        return _not_their_pathways(user, whom)
    led = Session.objects.none()
    if user.is_authenticated and event is not None and event.pk is not None:
        led = Session.objects.filter(event=event, facilitators=user)
    known = [one.asked for one in led.prefetch_related("roles", "cohorts")]
    if not known:
        return NotAllowed(PLANNERS)
    return None if whom in known else NotAllowed(SAME_PEOPLE)


def _plans_all(user: User) -> bool:
    """Whom an administrator lets, beside program managers."""
    return not hats(user).manager and bool(user.has_perm("seminars.change_session"))


def _not_their_pathways(user: User, *whom: Audience) -> NotAllowed | None:
    """Of a manager of some pathways: that some of these people are not in them."""
    covered = managed(user)
    if covered is None or _plans_all(user):
        return None
    if any(one.everyone or one.school_leaders for one in whom):
        return NotAllowed(OWN_PATHWAYS)
    # Fellows are of the fellowship, whoever manages it.
    fellowship = Pathway.objects.filter(kind=Pathway.Kind.FELLOWSHIP, pk__in=covered)
    if any(one.fellows for one in whom) and not fellowship.exists():
        return NotAllowed(OWN_PATHWAYS)
    roles = Role.objects.filter(pk__in={pk for one in whom for pk in one.roles | one.narrowed_roles})
    return NotAllowed(OWN_PATHWAYS) if roles.exclude(pathway__in=covered).exists() else None


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


# --- what leaders share ---------------------------------------------------------------------------
SHARERS = "Leaders, academic-team coaches and program managers share here."
NOT_OF_IT = "You share with a pathway of your own roles, or with everybody who leads."
READERS = "Only leaders and staff of its pathway report it."
OWN = "You shared this yourself. Take it down if it is wrong."
JUDGES = "Only a program manager of its pathway does this."
TAKERS = "Only whoever shared it, or a program manager of its pathway, takes it down."


def why_not_sharing(user: User, pathway_id: int | None = None) -> NotAllowed | None:
    """Why this person may not share anything, or not with this pathway; None when they may."""
    mine = circle(user)
    if mine is not None and not mine:
        return NotAllowed(SHARERS)
    return None if mine is None or pathway_id is None or pathway_id in mine else NotAllowed(NOT_OF_IT)


def judges(user: User, resource: Resource) -> bool:
    """Whether they manage whom it is shared with: its pathway, or any where it is shared with all."""
    covered = managed(user)
    return covered is None or bool(covered and resource.pathway_id in (None, *covered))


def why_not_resource(user: User, action: ResourceAction, resource: Resource) -> DomainError | None:
    """Why this person may not do this with what was shared, as it stands; None when they may."""
    own = resource.person_id == user.pk
    refusal: DomainError | None = None
    if action is ResourceAction.REPORT:
        mine = circle(user)
        reads = mine is None or bool(mine and resource.pathway_id in (None, *mine))
        refusal = None if reads else NotAllowed(READERS)
    elif action is ResourceAction.TAKE_DOWN:
        refusal = None if own or judges(user, resource) else NotAllowed(TAKERS)
    else:
        refusal = None if judges(user, resource) else NotAllowed(JUDGES)
    refusal = refusal or no_move(RESOURCE_MOVES, ResourceState(resource.state), action)
    # Only where somebody could report it, somebody else has to.
    if refusal is None and own and action is ResourceAction.REPORT:
        return SomeoneElse(OWN)
    return refusal
