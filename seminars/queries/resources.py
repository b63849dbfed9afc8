"""What was shared, as lists, the page of a session and that of a cohort ask for it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from pathways.models import Cohort, Pathway, Placement
from people.models import User
from people.queries import today
from seminars.models import Resource, Session, to_come

PARTS = ("pathway", "cohort__role", "scope_item", "session", "person")
FEW = 10


def resources(
    user: User, *, q: str = "", pathway: Pathway | None = None, cohort: Cohort | None = None
) -> "QuerySet[Resource]":
    """Those `user` may read, the newest first: with these words in title, use, tags or the sharer's name; shared with a
    pathway, or tagged with a cohort."""
    found = Resource.objects.visible_to(user).select_related(*PARTS)
    for word in q.split()[:FEW]:
        found = found.filter(_holds(word))
    if pathway is not None:
        found = found.filter(pathway=pathway)
    return found.filter(cohort=cohort) if cohort is not None else found


def _holds(word: str) -> Q:
    said = Q(title__icontains=word) | Q(good_for__icontains=word) | Q(scope_item__focus__icontains=word)
    tags = (
        Q(pathway__name__icontains=word) | Q(cohort__name__icontains=word) | Q(session__title__icontains=word)
    )
    return said | tags | Q(person__sort_name__icontains=word)


def own_cohorts(user: User) -> list[Cohort]:
    """The cohorts of the roles `user` holds in a year that is not over. One query."""
    held = Placement.objects.standing().filter(person=user, year__ends__gt=today(), cohort__isnull=False)
    return list(Cohort.objects.filter(pk__in=held.order_by().values("cohort")))


def beside(user: User, session: Session) -> list[Resource]:
    """What belongs to a session: shared for it, or for its cell of the scope. One query."""
    of = Q(session=session)
    if session.scope_item_id is not None:
        of |= Q(scope_item=session.scope_item_id)
    return list(Resource.objects.visible_to(user).shared().filter(of).select_related(*PARTS))


def of_cohort(user: User, cohort: Cohort) -> dict[str, Any]:
    """Who is in a cohort this year, what was shared for it or its pathway, and the sessions to come that invite it or
    everybody who leads. Three queries."""
    day = today()
    held = Placement.objects.standing().filter(cohort=cohort, year__starts__lte=day, year__ends__gt=day)
    seen = Resource.objects.visible_to(user).shared().select_related(*PARTS)
    rows = list(seen.filter(Q(cohort=cohort) | Q(cohort=None, pathway=cohort.role.pathway_id))[: FEW * 2])
    asks = Q(cohorts=cohort) | Q(roles=cohort.role_id)
    asks |= Q(roles=None, cohorts=None, fellows=False, school_leaders=False)
    ahead = Session.objects.filter(to_come(timezone.now()), asks)
    return {
        "leaders": list(held.select_related("person", "school").order_by("person__sort_name", "pk")),
        "resources": [row for row in rows if row.cohort_id == cohort.pk],
        "others": [row for row in rows if row.cohort_id is None],
        "sessions": list(ahead.distinct().order_by("starts_at", "pk")[:FEW]),
    }
