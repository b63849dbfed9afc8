"""Who may see and do what with placements and what hangs on them."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from common.errors import DomainError, NotAllowed
from common.states import no_move
from pathways.models import DeliverableRecord, Offering, PathwayManager, Placement, Role, managed
from pathways.models.deliverables import DeliverableRecordQuerySet
from pathways.states import (
    DELIVERABLE_MOVES,
    DeliverableAction,
    DeliverableState,
    OfferingAction,
    PlacementAction,
)
from people.models import Hat, School, User
from people.queries import hats, today, voices_now

P = PlacementAction
# What an offering asks of everybody who applies.
PROMPTS = ("time", "mindset", "skillset", "experience")
OFFERING_HATS = "Only a program manager of this pathway may do this."
NO_EVIDENCE = "Its leader, who accepts it, the managers of the pathway and the leader's coach open this file."
BY_ITSELF = "This completes itself from what is on record; nobody presses it."
NO_LEAVE = "This placement has no leave, so there is none to take back."
ATTESTED_ALREADY = "This is attested already. Ask the Partnership if it must be corrected."
NO_PAPER = "The leader, whoever signs for the school and the managers of the pathway open this file."
SIGNED_HERE = "Both signed this here, so it needs no paper."
TAKEN_BACK = "This leader was taken over by mistake and taken back, so nothing changes here any more."
NOT_OWED = "This role was put on record by mistake and taken back, so nobody owes this any more."
# What whoever speaks for the school decides too, where a deliverable is for them to accept.
OF_THE_SCHOOL = (DeliverableAction.ACCEPT, DeliverableAction.RETURN)
# What nobody presses: records elsewhere do it.
BY_RECORDS = (DeliverableAction.COMPLETE, DeliverableAction.LOSE, DeliverableAction.RESTORE)
BY_MANAGERS = "Only a program manager of this pathway "
# What everybody else is told of what is not theirs to do.
PLACEMENT_HATS: dict[PlacementAction, str] = {
    P.BEGIN: "A placement begins when its offer is accepted.",
    P.TAKE_OVER: f"{BY_MANAGERS}takes over leaders in office, and nobody themselves.",
    P.ADD_PAPER: f"{BY_MANAGERS}adds the paper that was signed.",
    P.TAKE_BACK: f"{BY_MANAGERS}takes back a leader who was taken over.",
    P.SIGN: "The leader signs, and then whoever signs for the school.",
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
    return frozenset(voices_now(user))


def is_principal(user: User) -> bool:
    """Whether `user` speaks for a school as its principal today. Asked together with `speaks_for`."""
    return any(voices_now(user).values())


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


def records_waiting_for(records: "DeliverableRecordQuerySet", user: User) -> "QuerySet[DeliverableRecord]":
    """Submitted records for `user` to decide: staff's for managers, a school's for who speaks for it."""
    covered = managed(user)
    by_staff = Q(deliverable__accepted_by="staff")
    if covered is not None:
        by_staff &= Q(placement__role__pathway__in=covered)
    by_school = Q(deliverable__accepted_by="principal", placement__school__in=speaks_for(user))
    waiting = records.filter(by_staff | by_school, state=DeliverableState.SUBMITTED)
    return waiting.exclude(placement__person=user).held()


def records_without_evidence(user: User) -> "QuerySet[DeliverableRecord]":
    """What is accepted though its evidence was taken back, for `user` to look at as a manager of its pathway."""
    found: QuerySet[DeliverableRecord] = DeliverableRecord.objects.without_evidence().held()
    covered = managed(user)
    if covered is not None:
        found = found.filter(placement__role__pathway__in=covered)
    return found.exclude(placement__person=user)


def why_not(
    user: User,
    action: PlacementAction | DeliverableAction | OfferingAction,
    row: Placement | DeliverableRecord | Offering,
    day: date | None = None,
) -> DomainError | None:
    """Why this person may not do this with this row on that day (today), in words: their hats, and how it stands; None
    when they may. Nobody decides about their own placement. NotAllowed is a refusal however it stands.
    """
    if isinstance(row, DeliverableRecord):
        decision = DeliverableAction(action)
        refusal: DomainError | None = _not_for_them(user, decision, row)
        if refusal is None and row.placement.taken_back:
            refusal = DomainError(NOT_OWED)
        move = no_move(DELIVERABLE_MOVES, DeliverableState(row.state), decision)
        return refusal or move or _of_its_day(decision, row, day or today())
    if isinstance(row, Offering):
        theirs = manages(user, row.role.pathway_id)
        return _unless(theirs, OFFERING_HATS) or _offering(OfferingAction(action), row)
    step = PlacementAction(action)
    theirs = row.person_id != user.pk and _wears_its_hat(user, step, row)
    return _unless(theirs, PLACEMENT_HATS[step]) or _as_it_stands(step, row, day or today())


def _unless(theirs: bool, words: str) -> NotAllowed | None:
    return None if theirs else NotAllowed(words)


def _not_for_them(user: User, action: DeliverableAction, record: DeliverableRecord) -> NotAllowed | None:
    """Evidence is the leader's to hand in; staff decide, and where it is for the school whoever speaks for it."""
    placement = record.placement
    own = placement.person_id == user.pk
    if action is DeliverableAction.SUBMIT:
        return _unless(own, "Only the leader of this placement hands in its deliverables.")
    if action in BY_RECORDS:
        return NotAllowed(BY_ITSELF)
    for_school = action in OF_THE_SCHOOL and record.deliverable.accepted_by == "principal"
    theirs = not own and (
        manages(user, placement.role.pathway_id) or (for_school and placement.school_id in speaks_for(user))
    )
    return _unless(theirs, "This deliverable is for someone else to decide.")


def _of_its_day(action: DeliverableAction, record: DeliverableRecord, day: date) -> DomainError | None:
    """That it comes too late to be handed in, that nobody needs to allow it later, or that its evidence stands."""
    last = record.taken_until
    if action is DeliverableAction.SUBMIT and last is not None and record.too_late(day):
        return DomainError(
            f"This was taken until {last:%B} {last.day}, {last.year}. Ask a program manager of your pathway to allow "
            "it later."
        )
    if action is DeliverableAction.KEEP and record.evidence_gone_at is None:
        return DomainError("Nothing it was accepted for was taken back, so there is nothing to decide.")
    if action is DeliverableAction.ALLOW_LATE and last is None:
        return DomainError("This counts in full whenever it is handed in, so nobody needs to allow it.")
    return None


def why_not_evidence(user: User, record: DeliverableRecord) -> NotAllowed | None:
    """Why this person may not open the file that was handed in, in words; None for the leader, who accepts it, the
    managers of the pathway and the leader's own coach. Whoever else sees the record reads that there is one."""
    placement = record.placement
    theirs = (
        placement.person_id == user.pk
        or _not_for_them(user, DeliverableAction.ACCEPT, record) is None
        # Coaching stands above this room; what it keeps of a placement is asked by its name.
        or placement.coaching_cycles.filter(coach=user).exists()
    )
    return _unless(theirs, NO_EVIDENCE)


NO_COHORT = "This offering fills no cohort of fellows. Draft it from the page of its cohort instead."


def _offering(action: OfferingAction, offering: Offering) -> DomainError | None:
    if action is not OfferingAction.PUBLISH:
        return None
    if offering.role.pathway.makes_fellows and offering.fills is None:
        return DomainError(NO_COHORT)
    missing = [prompt for prompt in PROMPTS if not offering.prompts.get(prompt)]
    return (
        DomainError(f"Write the question on {' and '.join(missing)} before publishing.") if missing else None
    )


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
    if action in (P.BEGIN, P.SIGN):
        return False
    return manages(user, placement.role.pathway_id)


def _as_it_stands(action: PlacementAction, placement: Placement, day: date) -> DomainError | None:
    said = PLACEMENT_STANDS[action](placement, day) if action in PLACEMENT_STANDS else ""
    if placement.taken_back:
        said = TAKEN_BACK
    return DomainError(said) if said else None


def _ended(placement: Placement, day: date) -> str:
    return "This placement was ended already." if placement.end_reason else ""


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


def _no_mistake(placement: Placement, day: date) -> str:
    """Why who was taken over is not taken back: something hangs on it, and stays as it was."""
    if not hasattr(placement, "taken_over"):
        return "This leader was not taken over here. End the placement instead."
    if placement.commitment_sha256:
        return (
            "Both signed this here, so it was no mistake of whoever took it over. End the placement instead."
        )
    if placement.end_reason:
        return "This placement was ended already. Take back its end first, if the leader was never in office."
    if hasattr(placement, "attestation"):
        return "The school attested this year, so it stays. End the placement instead."
    return ""


# Why it cannot be done as the placement stands on a day, in words; empty when it can.
PLACEMENT_STANDS: dict[PlacementAction, Callable[[Placement, date], str]] = {
    P.COMPLETE: lambda row, day: (
        _ended(row, day) or why_not_completed(row.year.ends - timedelta(days=1), day)
    ),
    P.END: _ended,
    P.TAKE_BACK: _no_mistake,
    P.ADD_PAPER: lambda row, day: SIGNED_HERE if row.commitment_sha256 else "",
    P.CORRECT_END: lambda row, day: (
        "" if row.end_reason else "This placement was not ended, so there is nothing to correct."
    ),
    P.TAKE_BACK_END: lambda row, day: (
        "" if row.end_reason else "This placement was not ended, so there is no end to take back."
    ),
    P.MOVE: _moves_already,
    P.TAKE_BACK_MOVE: _no_move_to_take_back,
    P.TAKE_BACK_LEAVE: lambda row, day: "" if row.leaves.all() else NO_LEAVE,
    P.ATTEST: lambda row, day: ATTESTED_ALREADY if hasattr(row, "attestation") else "",
    P.CORRECT_WORD: lambda row, day: (
        "" if hasattr(row, "attestation") else "Nothing was attested yet, so there is nothing to correct."
    ),
}


def why_not_drafting(user: User, pathway_id: int | None = None) -> NotAllowed | None:
    """Why this person may not draft the offerings of a year, or of one pathway, in words; None when they may."""
    theirs = hats(user).manager if pathway_id is None else manages(user, pathway_id)
    return _unless(theirs, "Only program managers draft offerings.")


def why_not_taking_over(user: User, role: Role, person: User | None = None) -> NotAllowed | None:
    """Why this person may not take over what somebody did in this role before the program was kept here, in words;
    None when they may. Nobody does for themselves."""
    theirs = manages(user, role.pathway_id) and (person is None or person.pk != user.pk)
    return _unless(
        theirs, "Only a program manager of this pathway takes over earlier years, and nobody their own."
    )


def why_not_in_office(user: User, leader: User, role: Role) -> NotAllowed | None:
    """Why this person may not take over that `leader` holds this role, in words; None when they may. It is not the
    registrar's: who makes accounts and posts does not put them on the payroll as well."""
    theirs = manages(user, role.pathway_id) and leader.pk != user.pk
    return _unless(theirs, PLACEMENT_HATS[P.TAKE_OVER])


def why_not_paper(user: User, placement: Placement) -> NotAllowed | None:
    """Why this person may not open what was signed on paper, in words; None for the leader, the managers of the
    pathway and whoever signs for the school."""
    theirs = (
        placement.person_id == user.pk
        or manages(user, placement.role.pathway_id)
        or placement.school_id in speaks_for(user)
    )
    return _unless(theirs, NO_PAPER)


def why_not_expectation(user: User, school: School) -> NotAllowed | None:
    """Why this person may not write what the team of a school expects, in words; None when they may."""
    theirs = hats(user).manager or school.pk in speaks_for(user)
    return _unless(theirs, "Only who signs for the school or a program manager writes its expectations.")


def why_not_receiving(user: User, to: School | None = None) -> NotAllowed | None:
    """Why this person may not receive a leader at this school (any), in words; None when they may."""
    spoken = speaks_for(user)
    theirs = to.pk in spoken if to else bool(spoken)
    return _unless(theirs, "Only who signs for the receiving school starts such a move.")


def why_not_year(user: User) -> NotAllowed | None:
    """Why this person may not open a program year or change its calendar, in words; None when they may."""
    return _unless(hats(user).registrar, "Only a registrar opens program years and keeps their calendars.")


def writes_scope(user: User) -> bool:
    """Whether any column of the scope and sequence is theirs to write."""
    return managed(user) != frozenset()


def why_not_scope(user: User, role: Role | None) -> NotAllowed | None:
    """Why this person may not write what a role learns, or without one what school leaders learn, in words; None when
    they may."""
    if role is None:
        words = "Only a program manager of all pathways writes what school leaders learn."
        return _unless(managed(user) is None, words)
    words = "Only a program manager of this pathway writes what its roles learn."
    return _unless(manages(user, role.pathway_id), words)
