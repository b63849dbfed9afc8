"""Who may see and do what with placements and what hangs on them."""

from django.db.models import Q, QuerySet

from pathways.models import DeliverableRecord, Placement
from people.models import Hat, Post, School, User
from people.queries import hats, today


def own_schools(user: User) -> "QuerySet[School]":
    """Schools the user leads today: as principal, assistant principal or acting signer; a director's schools too."""
    day = today()
    leads = Post.objects.on(day).filter(
        person=user, position__in=[Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    )
    directs = Hat.objects.on(day).filter(person=user, kind=Hat.Kind.DIRECTOR)
    return School.objects.filter(
        Q(pk__in=leads.values("school"))
        | Q(pk__in=directs.values("schools"))
        | Q(acting_signers__person=user, acting_signers__starts__lte=day, acting_signers__ends__gt=day)
    )


def placements_visible_to(placements: "QuerySet[Placement]", user: User) -> "QuerySet[Placement]":
    """Own placements; those at schools one leads or directs; all for managers, finance and academic-team coaches."""
    worn = hats(user)
    if worn.manager or worn.finance or worn.has(Hat.Kind.COACH):
        return placements
    if not user.is_authenticated:
        return placements.none()
    return placements.filter(Q(person=user) | Q(school__in=own_schools(user)))


def may(user: User, action: str, obj: Placement | DeliverableRecord) -> bool:
    """One answer for views, templates and services."""
    placement = obj if isinstance(obj, Placement) else obj.placement
    if action == "submit":
        return placement.person_id == user.pk
    worn = hats(user)
    leads = own_schools(user).filter(pk=placement.school_id, posts__person=user).exists()
    stranger = placement.person_id != user.pk
    if action == "attest":
        return stranger and leads
    if action in {"accept", "return"} and isinstance(obj, DeliverableRecord):
        return stranger and (worn.manager or (leads and obj.deliverable.accepted_by == "principal"))
    if action in {"waive", "end", "move"}:
        return stranger and worn.manager
    return False
