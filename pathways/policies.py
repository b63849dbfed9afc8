"""Who may see and do what with placements and what hangs on them."""

from django.db.models import Q, QuerySet

from pathways.models import DeliverableRecord, PathwayManager, Placement
from people.models import Delegation, Hat, Post, School, User
from people.queries import hats, signer_for, today


def own_schools(user: User) -> "QuerySet[School]":
    """Schools the user leads today: as principal, assistant or acting signer; a director's too."""
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


def sees_all(user: User) -> bool:
    """Managers, finance and academic-team coaches see every placement."""
    worn = hats(user)
    return worn.manager or worn.finance or worn.has(Hat.Kind.COACH)


def placements_visible_to(placements: "QuerySet[Placement]", user: User) -> "QuerySet[Placement]":
    """Own placements; those at schools one leads or directs; all for staff who may see all."""
    if sees_all(user):
        return placements
    if not user.is_authenticated:
        return placements.none()
    return placements.filter(Q(person=user) | Q(school__in=own_schools(user).values("pk")))


def signs_at(user: User, school: School) -> bool:
    """Whether `user` speaks for the school today: its signer, or whom its signer named to act for them."""
    day = today()
    signer = signer_for(school, day)
    if signer is None:
        return False
    return signer == user or Delegation.objects.on(day).filter(principal=signer, delegate=user).exists()


def manages(user: User, pathway_id: int) -> bool:
    """A program manager's hat is for all pathways, unless it is narrowed to some."""
    worn = hats(user)
    if not worn.manager or worn.superuser:
        return worn.manager
    mine = Hat.objects.on(today()).filter(person=user, kind=Hat.Kind.PROGRAM_MANAGER)
    scopes = PathwayManager.objects.filter(hat__in=mine).values_list("pathway_id", flat=True)
    return not scopes or pathway_id in scopes


def may(user: User, action: str, obj: Placement | DeliverableRecord) -> bool:
    """One answer for views, templates and services. Nobody decides about their own placement."""
    placement = obj if isinstance(obj, Placement) else obj.placement
    if action == "submit":
        return placement.person_id == user.pk
    if placement.person_id == user.pk:
        return False
    if action in {"accept", "return"} and isinstance(obj, DeliverableRecord):
        by_school = obj.deliverable.accepted_by == "principal"
        return manages(user, placement.role.pathway_id) or (by_school and signs_at(user, placement.school))
    if action == "attest":
        return signs_at(user, placement.school)
    if action in {"waive", "end", "leave", "move", "correct"}:
        return manages(user, placement.role.pathway_id)
    return False


def may_move_to(user: User, placement: Placement, school: School) -> bool:
    """Staff, or the signer of the receiving school."""
    return may(user, "move", placement) or (placement.person_id != user.pk and signs_at(user, school))
