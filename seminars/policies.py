"""Who may see sessions and mark rosters."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from pathways.models import Placement
from people.models import User
from people.queries import hats
from seminars.models import Session


def concerns(person: User) -> Q:
    """The sessions that invite a placement of this person in its year, or that they facilitate.

    As in rules.Audience: a cohort narrows its own role only; neither roles nor cohorts means everyone.
    """
    held = Placement.objects.filter(person=person)
    same_year = Q(event__year__in=held.values("year"))
    cohorts, roles = Session.cohorts.through.objects, Session.roles.through.objects
    own_cohort = cohorts.filter(session=OuterRef("pk"), cohort__in=held.values("cohort"))
    narrowed = cohorts.filter(session=OuterRef("session"), cohort__role=OuterRef("role"))
    own_role = roles.filter(~Exists(narrowed), session=OuterRef("pk"), role__in=held.values("role"))
    anyone = ~Exists(roles.filter(session=OuterRef("pk"))) & ~Exists(cohorts.filter(session=OuterRef("pk")))
    return Q(leads(person)) | (same_year & (Q(Exists(own_cohort)) | Q(Exists(own_role)) | Q(anyone)))


def sessions_visible_to(sessions: "QuerySet[Session]", user: User) -> "QuerySet[Session]":
    """All for staff; those one facilitates; those one's roles (and cohorts) are invited to."""
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
