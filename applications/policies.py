"""Who may see and do what with applications, and if not, why: hats, four eyes and state in one answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from applications.models import Application, ApplicationEvent, Decision, PulsePair, Review
from applications.rules.promises import SCHOOL, TEACHER
from applications.states import (
    MOVES,
    PAIR_MOVES,
    SAID,
    UNDECIDED,
    Action,
    Beside,
    Care,
    DecisionAction,
    PairAction,
    PairState,
    ReviewAction,
    ReviewState,
    Told,
)
from applications.states import State as S
from common.clock import day_in_words, in_words, is_past, local_date
from common.errors import DomainError, DoneAlready, NotAllowed, SomeoneElse
from common.states import no_move
from pathways.models import Offering
from pathways.policies import manages
from people.models import User
from people.queries import acts_for, hats, signer_for, today, voices_now

A = Action
Acts = Action | Care | Told
# What is the applicant's alone.
OWN: frozenset[Acts] = frozenset(
    (A.SUBMIT, A.REVISE, A.WITHDRAW, A.APPLY_AGAIN, A.ACCEPT, A.TURN_DOWN, Care.SAVE, Care.NUDGE)
)
# What is the signer's, or whom they named to act for them, and what everybody else is told.
SIGNER: dict[Acts, str] = {
    A.COSIGN: "Only the person who was asked may sign this.",
    A.SEND_BACK: "Only the person who was asked to sign may send this back.",
    A.DECLINE_SUPPORT: "Only the person who was asked to sign may decline this.",
}
# All else is for program managers of the pathway.
STAFF: dict[Acts, str] = {
    A.START_REVIEW: "start the review",
    A.REOPEN: "open this again",
    A.REVISE: "ask both to sign this again",
    Care.ASSIGN: "ask readers",
    Care.REROUTE: "route this",
}
# Lines of history about who reads an application; the applicant is not told.
NOT_TOLD = frozenset({Care.ASSIGN, ReviewAction.SCORE, ReviewAction.RECUSE, Beside.STAGE_UNREAD})
YOUR_OWN = "This is your own application: somebody else must decide about it."
NOT_A_DRAFT = "This application was sent already, so it cannot be changed."
SENT_ALREADY = "This was sent already."
HELD = "This role is held already. If that is wrong, write to the Partnership."
ON_PAPER = "The role stands on the signed paper, so nobody signs for it here any more."
NOTHING_STAGED = "Nothing was staged for this application. Someone may have taken it off already."
# A reminder that follows a mail sooner than this reads as impatience, and costs the one the applicant has.
PATIENCE = timedelta(hours=24)
ASKING = (Action.SUBMIT, Beside.REMIND, Care.NUDGE, Care.REROUTE)


def why_not(
    user: User,
    action: Acts | ReviewAction | DecisionAction,
    row: Application | Review | Decision,
    *,
    now: datetime | None = None,
) -> DomainError | None:
    """Why this person may not do this with this row now, in words; None when they may. Nobody signs for, reviews or
    decides their own application. NotAllowed is a refusal whatever the state; SomeoneElse one of them that another
    person of the same hat does not get.
    """
    if isinstance(row, Review):
        return _review(user, action, row)
    if isinstance(row, Decision):
        return _decision(user, action, row)
    assert not isinstance(action, ReviewAction | DecisionAction), "these are done with rows of their own"
    return (
        not_theirs(user, action, row)
        or _as_it_stands(action, row, now or timezone.now())
        or _somebody_else(user, action, row)
    )


def not_theirs(user: User, action: Acts, application: Application) -> NotAllowed | None:
    """Why this is not this person's to do, wherever the application stands; None when it is. A program manager who
    applied is asked apart: the state comes first there."""
    own = application.person_id == user.pk
    # Who holds the role already can change nothing of the text: a manager corrects it, and asks both again.
    for_staff = action is A.REVISE and application.in_office_id
    if action in OWN and not for_staff:
        return None if own else NotAllowed("Only the applicant may do this.")
    if action in SIGNER:
        asked = not own and speaks_for_signer(user, application)
        return None if asked else NotAllowed(SIGNER[action])
    if isinstance(action, Told):
        return _not_recorded(user, own)
    return not_decided(user, application.offering, STAFF.get(action, "decide about this"))


def not_decided(user: User, offering: Offering, what: str) -> NotAllowed | None:
    """Why this person may not do `what` with all applications for an offering; None when they may."""
    covered = manages(user, offering.role.pathway_id)
    return None if covered else NotAllowed(f"Only a program manager of this pathway may {what}.")


def _not_recorded(user: User, own: bool) -> NotAllowed | None:
    if own:
        return NotAllowed(YOUR_OWN)
    told = "Only an administrator may record what somebody said elsewhere."
    return None if hats(user).superuser else NotAllowed(told)


def not_oneself(signer: User, application: Application) -> SomeoneElse | None:
    """Why this person may not sign for the school: it is their own application. None where it is not."""
    if application.person_id != signer.pk:
        return None
    return SomeoneElse("Nobody signs for themselves. Ask the Partnership to route this to someone else.")


def not_own(user: User, application: Application) -> SomeoneElse | None:
    """Why this person may not decide anything about this application: it is their own. None where it is not."""
    return SomeoneElse(YOUR_OWN) if application.person_id == user.pk else None


def _somebody_else(user: User, action: Acts, application: Application) -> SomeoneElse | None:
    own = application.person_id == user.pk
    if own and (action not in OWN or (action is A.REVISE and application.in_office_id)):
        return SomeoneElse(YOUR_OWN)
    if action in SIGNER and user.pk != application.signer_id and _competes(user, application):
        return SomeoneElse(f"You apply for this role here yourself, so this stays with {application.signer}.")
    return None


def _competes(user: User, application: Application) -> bool:
    """Whether somebody wants the same places: they do not act for the signer there."""
    theirs = Application.objects.under_way().filter(person=user)
    return theirs.filter(offering=application.offering_id, school=application.school_id).exists()


def _as_it_stands(action: Acts, application: Application, now: datetime) -> DomainError | None:
    if isinstance(action, Care):
        return _care(action, application, now)
    step = SAID[action] if isinstance(action, Told) else action
    if step is A.SUBMIT:
        return _not_sent(application)
    stands = no_move(MOVES, S(application.state), step)
    if stands is not None:
        return DomainError(ON_PAPER) if action in SIGNER and application.stands_on_paper else stands
    # Whoever records what was said records it of the signer who said it.
    if action in SIGNER:
        return _no_longer_signs(application, now)
    return _in_time(step, application, now)


def _not_sent(application: Application) -> DomainError | None:
    if application.state == S.DRAFT:
        return None
    return (DoneAlready if application.state == S.SUBMITTED else DomainError)(SENT_ALREADY)


def _care(action: Care, application: Application, now: datetime) -> DomainError | None:
    state = application.state
    match action:
        case Care.SAVE:
            return None if state == S.DRAFT else DomainError(NOT_A_DRAFT)
        case Care.NUDGE:
            return _nudge(application, now)
        case Care.UNSTAGE:
            staged = application.decisions.filter(released_at=None).exists()
            return None if staged else DomainError(NOTHING_STAGED)
    while_in, otherwise = WHILE[action]
    return None if state in while_in else DomainError(otherwise)


# In which states, and what is said in all others.
WHILE: dict[Care, tuple[tuple[S, ...], str]] = {
    Care.ASSIGN: (
        (S.COSIGNED, S.IN_REVIEW),
        "This is not in review.",
    ),
    Care.REROUTE: (
        (S.SUBMITTED,),
        "This no longer waits for a signature.",
    ),
    Care.STAGE: (
        UNDECIDED,
        "This is not waiting for a decision.",
    ),
}


def _nudge(application: Application, now: datetime) -> DomainError | None:
    if application.state != S.SUBMITTED or application.signer is None:
        return DomainError("Nobody is being waited for here.")
    if application.nudged_at is not None:
        return DomainError(f"You reminded {application.signer} already. The Partnership reminds them too.")
    begins = nudge_from(application, application.events.all())
    if begins is not None and now >= begins:
        return None
    return DomainError(
        f"{application.signer} was asked less than a day ago."
        + (f" You can remind them from {in_words(begins)}" if begins else "")
    )


def nudge_from(application: Application, events: Iterable[ApplicationEvent]) -> datetime | None:
    """The moment from which the applicant may remind the signer; None when nobody was asked.

    `events` are those of the application, all or the newest.
    """
    sent = application.submitted_at
    if sent is None or application.signer_id is None:
        return None
    asked = [event.at for event in events if event.action in ASKING and event.at >= sent]
    return max([sent, *asked]) + PATIENCE


def _no_longer_signs(application: Application, now: datetime) -> DomainError | None:
    """A principal who left the school since no longer signs for it."""
    signer = signer_for(application.school, local_date(now))
    if signer is None or signer.pk in (application.person_id, application.signer_id):
        return None
    return DomainError(
        f"{signer} signs for {application.school} now. Ask the Partnership to route this to them."
    )


def _in_time(step: Action, application: Application, now: datetime) -> DomainError | None:
    offering, answer_by = application.offering, application.answer_by
    refusal = ""
    match step:
        case A.ACCEPT:
            if answer_by is not None and is_past(answer_by, now):
                refusal = f"The last day to answer was {answer_by:%B %-d, %Y}. Write to the Partnership."
        case A.APPLY_AGAIN if application.in_office_id:
            return DomainError(HELD)
        case A.APPLY_AGAIN:
            if is_past(offering.last_day, now):
                refusal = f"{offering} is not open for applications. Choose a role that is open now."
        case A.WITHDRAW if application.in_office_id:
            return DomainError(HELD)
        case _:
            return None
    refusal = why_not_filled(offering) or refusal
    return DomainError(refusal) if refusal else None


def why_not_filled(offering: Offering) -> str:
    """Why nobody becomes a fellow by this offering any more, in words; nothing of an offering for leaders."""
    if not offering.role.pathway.makes_fellows:
        return ""
    cohort = offering.fills
    if cohort is None:
        return f"{offering} fills no cohort of fellows. {offering.role.pathway.where_to_ask}"
    if cohort.starts > today():
        return ""
    return f"The {cohort} began on {cohort.starts:%B %-d, %Y}, so nobody joins it any more."


def _review(user: User, action: object, review: Review) -> DomainError | None:
    if review.reviewer_id != user.pk or review.state == ReviewState.RECUSED:
        return NotAllowed("Only the person who was asked may do this.")
    if review.application.state != S.IN_REVIEW:
        return DomainError("The review is over, so scores can no longer change.")
    ahead = review.interview if action is ReviewAction.SCORE else None
    if ahead is not None and ahead.day > today():
        return DomainError(
            f"The interview is on {ahead.day:%B %-d, %Y}. Score what you see from that day on."
        )
    return None


def _decision(user: User, action: object, decision: Decision) -> DomainError | None:
    what = "release decisions" if action is DecisionAction.RELEASE else "decide about this"
    theirs = not_decided(user, decision.application.offering, what)
    if theirs is None and decision.released_at is not None:
        return DomainError("This was released and its mail is owed. Open the application again instead.")
    return theirs or _somebody_else(user, Care.STAGE, decision.application)


def speaks_for_signer(user: User, application: Application) -> bool:
    """The person who was asked, or whom they named to act for them today."""
    if application.signer_id is None:
        return False
    if application.signer_id == user.pk:
        return True
    return application.signer_id in acts_for(user, today())


def may_read_reviews(user: User, application: Application, own: Review | None) -> bool:
    """Staff who decide, and readers; never the applicant, nor a reader before their `own` scores are in."""
    if application.person_id == user.pk or (own is not None and own.state == ReviewState.ASSIGNED):
        return False
    read = own is not None and own.state == ReviewState.SUBMITTED
    return read or manages(user, application.offering.role.pathway_id)


# --- the mid-year check ---------------------------------------------------------------------------
PULSE_HATS = "Only program managers set the days of a mid-year check."
TWO_ALONE = "The leader and whoever signs for the school answer this, and nobody else."
SETTLERS = "Only a program manager of this pathway settles this."
YOU_ANSWER = "You are one of the two who answer this: another program manager settles it."
ROLE_ENDED = "This role has ended, so nobody answers for it any more. What was sent stays."


PULSE_READERS = "Only program managers read the mid-year check of all schools."


def why_not_pulse_read(user: User) -> NotAllowed | None:
    """Why this person may not read the check of a year over all schools; None when they may."""
    return None if hats(user).manager else NotAllowed(PULSE_READERS)


def why_not_pulse(user: User) -> NotAllowed | None:
    """Why this person may not set when a year's check is open; None when they may."""
    return None if hats(user).manager else NotAllowed(PULSE_HATS)


def party_of(user: User, pair: PulsePair) -> str:
    """For whom this person answers today: as the leader, or for the school as its signer or whom that one named;
    empty for nobody. Who leads answers as the leader alone, whoever else they are."""
    if pair.placement.person_id == user.pk:
        return TEACHER
    return SCHOOL if pair.school_id in voices_now(user) else ""


def why_not_pair(
    user: User, action: PairAction, pair: PulsePair, *, now: datetime | None = None
) -> DomainError | None:
    """Why this person may not answer, or settle, now; None when they may. What counts is the minute of the press."""
    party, day = party_of(user, pair), local_date(now or timezone.now())
    if action is PairAction.SETTLE:
        if not manages(user, pair.placement.role.pathway_id):
            return NotAllowed(SETTLERS)
        return SomeoneElse(YOU_ANSWER) if party else no_move(PAIR_MOVES, PairState(pair.state), action)
    if not party:
        return NotAllowed(TWO_ALONE)
    if not pair.pulse.is_open(day):
        said = f"It was open until {day_in_words(pair.pulse.ends - timedelta(days=1))}."
        return DomainError(f"{said} Nothing was changed by this press.")
    placement = pair.placement
    over = not placement.stands and placement.ends is not None and placement.ends <= day
    return DomainError(ROLE_ENDED) if over else None
