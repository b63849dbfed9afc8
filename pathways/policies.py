"""Who may see and do what with placements and what hangs on them."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from common.errors import DomainError, NotAllowed
from pathways.models import DeliverableRecord, PathwayManager, Placement, managed
from pathways.states import DeliverableState, PlacementAction
from people.models import Hat, School, User
from people.queries import hats, today, voices

P = PlacementAction
LEAVE_IS_BACK = "This leave was taken back already. Reload the page to see what stands."
BY_MANAGERS = "Only a program manager of this pathway "
# What everybody else is told of what is not theirs to do.
PLACEMENT_HATS: dict[PlacementAction, str] = {
    P.COMPLETE: f"{BY_MANAGERS}may end a placement.",
    P.END: f"{BY_MANAGERS}may end a placement.",
    P.CORRECT_END: f"{BY_MANAGERS}corrects how a placement ended.",
    P.TAKE_BACK_END: f"{BY_MANAGERS}takes back the end of a placement.",
    P.CORRECT_START: f"{BY_MANAGERS}corrects when a placement began.",
    P.MOVE: "Only the principal of the receiving school or a program manager may move a placement.",
    P.TAKE_BACK_MOVE: f"{BY_MANAGERS}may take back a move.",
    P.LEAVE: f"{BY_MANAGERS}may record a leave.",
    P.TAKE_BACK_LEAVE: f"{BY_MANAGERS}may take back a leave.",
    P.ATTEST: "Only who signs for the school attests, and nobody for themselves.",
    P.CORRECT_WORD: f"{BY_MANAGERS}corrects an attestation.",
}


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


def why_not(
    user: User, action: PlacementAction, row: Placement, day: date | None = None
) -> DomainError | None:
    """Why this person may not do this with this placement on that day (today), in words: their hats, and how it
    stands; None when they may. Nobody decides about their own placement. NotAllowed is a refusal however it stands.
    """
    if row.person_id == user.pk or not _wears_its_hat(user, action, row):
        return NotAllowed(PLACEMENT_HATS[action])
    return _as_it_stands(action, row, day or today())


def why_not_moved_to(
    user: User, placement: Placement, to: School, day: date | None = None
) -> DomainError | None:
    """As `why_not` says of a move: but whoever signs for the school that receives may make it too."""
    if placement.person_id != user.pk and to.pk in speaks_for(user):
        return _as_it_stands(P.MOVE, placement, day or today())
    return why_not(user, P.MOVE, placement, day)


def _wears_its_hat(user: User, action: PlacementAction, placement: Placement) -> bool:
    if action is P.ATTEST:
        return placement.school_id in speaks_for(user)
    return manages(user, placement.role.pathway_id)


def _as_it_stands(action: PlacementAction, placement: Placement, day: date) -> DomainError | None:
    said = PLACEMENT_STANDS[action](placement, day) if action in PLACEMENT_STANDS else ""
    return DomainError(said) if said else None


def _ended(placement: Placement, day: date) -> str:
    return (
        "This placement was ended already. Reload the page to see when and why."
        if placement.end_reason
        else ""
    )


def why_not_completed(last_day: date, day: date) -> str:
    """That it is completed on its last day or later; empty once that has come."""
    if day >= last_day:
        return ""
    return (
        f"This placement lasts until {last_day:%B %-d, %Y}. Complete it on that day or later; "
        "to end it before, choose another reason."
    )


def _moves_already(placement: Placement, day: date) -> str:
    present = list(placement.assignments.all())[-1:]
    if not present or present[0].starts <= max(day, placement.starts):
        return ""
    return (
        f"A move to {present[0].school} from {present[0].starts:%B %-d, %Y} on is recorded already. "
        "A program manager can take it back; then start this one."
    )


def _no_move_to_take_back(placement: Placement, day: date) -> str:
    if placement.move_to_take_back(day) is not None:
        return ""
    return "No move of this placement is ahead. What began before today is moved again, not taken back."


# Why it cannot be done as the placement stands on a day, in words; empty when it can.
PLACEMENT_STANDS: dict[PlacementAction, Callable[[Placement, date], str]] = {
    P.COMPLETE: lambda row, day: (
        _ended(row, day) or why_not_completed(row.year.ends - timedelta(days=1), day)
    ),
    P.END: _ended,
    P.CORRECT_END: lambda row, day: (
        "" if row.end_reason else "This placement was not ended, so there is nothing to correct."
    ),
    P.TAKE_BACK_END: lambda row, day: (
        "" if row.end_reason else "This placement was not ended, so there is no end to take back."
    ),
    P.MOVE: _moves_already,
    P.TAKE_BACK_MOVE: _no_move_to_take_back,
    P.TAKE_BACK_LEAVE: lambda row, day: "" if row.leaves.all() else LEAVE_IS_BACK,
    P.ATTEST: lambda row, day: (
        "You have attested this already. Ask the Partnership to correct it."
        if hasattr(row, "attestation")
        else ""
    ),
    P.CORRECT_WORD: lambda row, day: (
        "" if hasattr(row, "attestation") else "Nothing was attested yet, so there is nothing to correct."
    ),
}


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
    if action in {"waive", "correct"}:
        return manages(user, placement.role.pathway_id)
    return False


def may_manage_offering(user: User, pathway_id: int) -> bool:
    """Who writes, publishes and extends offerings: the program managers of the pathway."""
    return manages(user, pathway_id)


def may_write_expectation(user: User, school: School) -> bool:
    """Who signs for the school, and program managers."""
    return hats(user).manager or school.pk in speaks_for(user)
