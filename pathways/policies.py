"""Who may see and do what with placements and what hangs on them."""

from datetime import date

from django.db.models import Q, QuerySet

from pathways.models import DeliverableRecord, PathwayManager, Placement, managed
from pathways.states import DeliverableState
from people.models import Hat, School, User
from people.queries import hats, today, voices


def sees_all(user: User) -> bool:
    """Managers, finance and academic-team coaches see every placement."""
    return hats(user).leaders


def speaks_for(user: User) -> frozenset[int]:
    """Ids of the schools for which `user` signs or was named to act today. Asked once per request."""
    return frozenset(_voices(user))


def is_principal(user: User) -> bool:
    """Whether `user` speaks for a school as its principal today. Asked together with `speaks_for`."""
    return any(_voices(user).values())


def _voices(user: User) -> dict[int, bool]:
    kept: dict[int, bool] | None = getattr(user, "_speaks_for", None)
    if kept is None:
        kept = voices(user, today())
        user._speaks_for = kept  # type: ignore[attr-defined]
    return kept


def manages(user: User, pathway_id: int) -> bool:
    """Whether a program manager's hat of `user` covers this pathway."""
    covered = managed(user)
    return covered is None or pathway_id in covered


def managers_of(pathway_id: int, day: date) -> "QuerySet[User]":
    """The program managers whose hats cover this pathway on that day, by name."""
    worn = Hat.objects.on(day).filter(kind=Hat.Kind.PROGRAM_MANAGER)
    narrowed = PathwayManager.objects.filter(hat__in=worn)
    # A hat that nobody narrowed is for all pathways.
    covers = Q(pk__in=narrowed.filter(pathway=pathway_id).values("hat__person")) | ~Q(
        pk__in=narrowed.values("hat__person")
    )
    people: QuerySet[User] = User.objects.filter(covers, is_active=True, hats__in=worn).distinct()
    return people.order_by("sort_name", "pk")


def records_waiting_for(records: "QuerySet[DeliverableRecord]", user: User) -> "QuerySet[DeliverableRecord]":
    """Submitted records for `user` to decide: staff's for managers, a school's for who speaks for it."""
    covered = managed(user)
    by_staff = Q(deliverable__accepted_by="staff")
    if covered is not None:
        by_staff &= Q(placement__role__pathway__in=covered)
    by_school = Q(deliverable__accepted_by="principal", placement__school__in=speaks_for(user))
    return records.filter(by_staff | by_school, state=DeliverableState.SUBMITTED).exclude(
        placement__person=user
    )


def may(user: User, action: str, obj: Placement | DeliverableRecord) -> bool:
    """One answer for views, templates and services. Nobody decides about their own placement."""
    placement = obj if isinstance(obj, Placement) else obj.placement
    if action == "submit":
        return placement.person_id == user.pk
    if placement.person_id == user.pk:
        return False
    if action in {"accept", "return"} and isinstance(obj, DeliverableRecord):
        by_school = obj.deliverable.accepted_by == "principal"
        return manages(user, placement.role.pathway_id) or (
            by_school and placement.school_id in speaks_for(user)
        )
    if action == "attest":
        return placement.school_id in speaks_for(user)
    if action in {"waive", "end", "leave", "move", "correct"}:
        return manages(user, placement.role.pathway_id)
    return False


def may_move_to(user: User, placement: Placement, school: School) -> bool:
    """Staff, or the signer of the receiving school."""
    return may(user, "move", placement) or (placement.person_id != user.pk and school.pk in speaks_for(user))


def may_manage_offering(user: User, pathway_id: int) -> bool:
    """Who writes, publishes and extends offerings: the program managers of the pathway."""
    return manages(user, pathway_id)


def may_write_expectation(user: User, school: School) -> bool:
    """Who signs for the school, and program managers."""
    return hats(user).manager or school.pk in speaks_for(user)
