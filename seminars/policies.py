"""Who may see sessions and mark rosters."""

from datetime import datetime

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from common.clock import LOS_ANGELES
from common.errors import NoSuchMove
from common.states import step
from pathways.models import Placement
from people.models import User
from people.queries import hats
from seminars.models import Attendance, Session
from seminars.states import MOVES, Action, State


def invites(person: User) -> Q:
    """The sessions that invite a placement of this person, which runs on the session's day in Los Angeles.

    As in rules.Audience: a cohort narrows its own role only; neither roles nor cohorts means everyone.
    """
    day = TruncDate(ExpressionWrapper(OuterRef("starts_at"), DateTimeField()), tzinfo=LOS_ANGELES)
    held = Placement.objects.on(day).filter(person=person, year=OuterRef("event__year")).order_by()
    cohorts, roles = Session.cohorts.through.objects, Session.roles.through.objects
    here = OuterRef(OuterRef("pk"))
    own_cohort = Exists(cohorts.filter(session=here, cohort=OuterRef("cohort")))
    own_role = Exists(roles.filter(session=here, role=OuterRef("role")))
    narrowed = Exists(cohorts.filter(session=here, cohort__role=OuterRef("role")))
    anyone = ~Exists(roles.filter(session=OuterRef("pk"))) & ~Exists(cohorts.filter(session=OuterRef("pk")))
    return Q(Exists(held.filter(own_cohort | (own_role & ~narrowed)))) | (Q(anyone) & Q(Exists(held)))


def concerns(person: User) -> Q:
    """The sessions that invite this person, in which they have a mark (walk-ins too), or that they facilitate."""
    marked = Attendance.objects.filter(session=OuterRef("pk"), person=person)
    return Q(leads(person)) | Q(Exists(marked)) | invites(person)


def sessions_visible_to(sessions: "QuerySet[Session]", user: User) -> "QuerySet[Session]":
    """All for staff; those one facilitates, is marked in, or is invited to by role (and cohort)."""
    if not user.is_authenticated:
        return sessions.none()
    return sessions if hats(user).staff else sessions.filter(concerns(user))


def leads(user: User) -> Exists:
    """Whether the session's row is facilitated by this person, for pages that ask with the row itself."""
    return Exists(Session.facilitators.through.objects.filter(session=OuterRef("pk"), user=user))


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
