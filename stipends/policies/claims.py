"""Who fills in what a school claims for substitutes, who approves it, and who has it paid."""

from django.db.models import Exists, OuterRef, Q

from common.errors import DomainError, DoneAlready, NotAllowed, SomeoneElse
from common.states import no_move
from people.models import ActingSigner, Delegation, Hat, Post, User, accounts_of
from people.queries import today
from stipends.models import ClaimBatch, ClaimEvent, ClaimLine, SubstituteClaim, claims_for
from stipends.policies.pay import APPROVER, PREPARER, not_theirs
from stipends.states import CLAIM_MOVES, FILLED_IN, BatchAction, ClaimAction, ClaimState

C = ClaimAction
BY_SCHOOL = "Only the office clerk of the school, or whoever signs for it, fills in its claims."
CLAIM_HATS: dict[ClaimAction, tuple[tuple[Hat.Kind, ...], str]] = {
    C.APPROVE: (APPROVER, "Only a finance approver may approve what a school claims."),
    C.RETURN: (APPROVER, "Only a finance approver may send a claim back."),
    C.EXPORT: (PREPARER, "Only a finance preparer makes the file of what schools are paid."),
    C.PAY: (PREPARER, "Only a finance preparer records what schools were paid."),
}


def why_not_claim(
    user: User, action: ClaimAction, claim: SubstituteClaim | None = None, school_id: int | None = None
) -> DomainError | None:
    """Why this person may not do this with this claim, in words; None when they may. What the school does is asked
    without a claim too, of the school. Nobody of a school approves its claims, nor whoever filled one in."""
    if action in CLAIM_HATS:
        theirs = not_theirs(user, *CLAIM_HATS[action])
    else:
        at = claim.school_id if claim else school_id
        theirs = None if at in claims_for(user) else NotAllowed(BY_SCHOOL)
    if theirs or claim is None:
        return theirs
    stands = no_move(CLAIM_MOVES, ClaimState(claim.state), action)
    return stands or (_of_the_school(user, claim) if action in (C.APPROVE, C.RETURN) else None)


def why_not_batch(user: User, action: BatchAction, batch: ClaimBatch) -> DomainError | None:
    """Why this person may not do this with this file of claims, in words; None when they may."""
    if action is BatchAction.EXPORT:
        return why_not_claim(user, C.EXPORT)
    if theirs := why_not_claim(user, C.PAY):
        return theirs
    return None if batch.claims.to_pay().exists() else DoneAlready("All of this file is paid already.")


def _of_the_school(user: User, claim: SubstituteClaim) -> SomeoneElse | None:
    """As the trigger `school_staff_never_approve` has it. One query."""
    mine, day = accounts_of(user), today()
    posts = Post.objects.on(day).filter(school=OuterRef("school"))
    acting = ActingSigner.objects.on(day).filter(school=OuterRef("school"))
    asked_by = Delegation.objects.on(day).filter(delegate__in=mine).values("principal")
    filled = ClaimEvent.objects.filter(claim=OuterRef("pk"), by__in=mine, action__in=FILLED_IN)
    taught = ClaimLine.objects.filter(claim=OuterRef("pk"), teacher__in=mine)
    asked = SubstituteClaim.objects.filter(pk=claim.pk).annotate(
        posted=Exists(posts.filter(Q(person__in=mine) | Q(person__in=asked_by))),
        acts=Exists(acting.filter(Q(person__in=mine) | Q(person__in=asked_by))),
        filled=Exists(filled),
        taught=Exists(taught),
    )
    posted, acts, filled_in, is_taught = asked.values_list("posted", "acts", "filled", "taught").get()
    if posted or acts:
        return SomeoneElse("You are of this school, so someone else must approve its claim.")
    if filled_in:
        return SomeoneElse("You filled in this claim, so someone else must approve it.")
    if is_taught:
        return SomeoneElse("You are a teacher of this claim, so someone else must approve it.")
    return None
