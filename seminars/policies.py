"""Who may see sessions and mark rosters."""

from django.db.models import Q, QuerySet

from pathways.models import Placement
from people.models import User
from people.queries import hats
from seminars.models import Session


def sessions_visible_to(sessions: "QuerySet[Session]", user: User) -> "QuerySet[Session]":
    """All for staff; those one facilitates; those one's roles (and cohorts) are invited to."""
    if not user.is_authenticated:
        return sessions.none()
    if hats(user).staff:
        return sessions
    held = Placement.objects.filter(person=user)
    everyone = Q(roles=None) & Q(event__year__in=held.values("year"))
    invited = Q(roles__in=held.values("role"), event__year__in=held.values("year"))
    return sessions.filter(Q(pk__in=user.facilitates.values("pk")) | everyone | invited).distinct()


def may(user: User, action: str, session: Session) -> bool:
    """`mark`, `close`, `reopen`, `approve`: its facilitators and program managers."""
    return hats(user).manager or session.facilitators.filter(pk=user.pk).exists()
