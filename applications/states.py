"""The life of an application, as a table. Plain Python."""

from enum import StrEnum

from common.states import Deed


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    COSIGNED = "cosigned"
    IN_REVIEW = "in_review"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    NOT_SUPPORTED = "not_supported"
    DECLINED = "declined"
    TURNED_DOWN = "turned_down"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class ReviewState(StrEnum):
    """Of one reader's review: scored again, it is submitted again."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    RECUSED = "recused"


READING = {
    ReviewState.ASSIGNED: "To read",
    ReviewState.SUBMITTED: "Handed in",
    ReviewState.RECUSED: "Stepped aside",
}


class Action(Deed):
    SUBMIT = "submit", "Submitted"
    COSIGN = "cosign", "Signed for the school"
    SEND_BACK = "send_back", "Sent back for changes"
    REVISE = "revise", "Taken up for changes"
    DECLINE_SUPPORT = "decline_support", "Not supported"
    START_REVIEW = "start_review", "Review started"
    OFFER = "offer", "Offered"
    WAITLIST = "waitlist", "Put on the waitlist"
    DECLINE = "decline", "Declined"
    ACCEPT = "accept", "Accepted"
    TURN_DOWN = "turn_down", "Turned down"
    LAPSE = "lapse", "Lapsed"
    WITHDRAW = "withdraw", "Withdrawn"
    REOPEN = "reopen", "Opened again"
    APPLY_AGAIN = "apply_again", "Begun again"
    CONFIRM = "confirm", "Confirmed: both signed for a role held already"


class Care(Deed):
    """What is done with an application and leaves it where it stands."""

    SAVE = "save", "Saved"
    NUDGE = "nudge", "Signer reminded"
    ASSIGN = "assign", "Assigned"
    REROUTE = "reroute", "Signer changed"
    STAGE = "stage", "Staged"
    UNSTAGE = "unstage", "Taken off the panel"


class Beside(Deed):
    """What a history tells that comes with something else, or by the clock."""

    START = "start", "Started"
    REMIND = "remind", "Reminder sent"
    RENEW_LINK = "renew_link", "Fresh link mailed to the signer"
    IN_OFFICE = "in_office", "Asked to sign for a role held already"
    STAGE_UNREAD = "stage_unread", "Decision staged without a review"
    INVITE = "invite", "Invited to a group interview"
    MOVE_INTERVIEW = "move_interview", "Group interview moved"
    CALL_OFF = "call_off", "Group interview called off"


class Told(Deed):
    """What an administrator records because the person said it elsewhere. Signing is not among them, and never will
    be."""

    ACCEPT = "accept_for", "Recorded"
    TURN_DOWN = "turn_down_for", "Recorded"
    WITHDRAW = "withdraw_for", "Recorded"
    SEND_BACK = "send_back_for", "Recorded"
    DECLINE_SUPPORT = "decline_support_for", "Recorded"


class ReviewAction(Deed):
    SCORE = "score", "Read and scored"
    RECUSE = "recuse", "Stepped aside"


class DecisionAction(Deed):
    """With a decision that is staged. All that is staged for an offering is released together."""

    RELEASE = "release", "Released"
    UNSTAGE = "unstage", "Taken off the panel"


# How an accepted application stands, in lists, once the fellowship it led to has ended early.
LEFT = "fellowship_ended"

S, A = State, Action
BEFORE_ACCEPTED = (S.DRAFT, S.SUBMITTED, S.RETURNED, S.COSIGNED, S.IN_REVIEW, S.WAITLISTED, S.OFFERED)
UNDECIDED = (S.IN_REVIEW, S.WAITLISTED)
DECIDED = (S.DECLINED, S.NOT_SUPPORTED, S.TURNED_DOWN, S.LAPSED)

MOVES: dict[tuple[State, Action], State] = {
    (S.DRAFT, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.COSIGN): S.COSIGNED,
    (S.SUBMITTED, A.SEND_BACK): S.RETURNED,
    (S.SUBMITTED, A.DECLINE_SUPPORT): S.NOT_SUPPORTED,
    (S.RETURNED, A.REVISE): S.DRAFT,
    (S.COSIGNED, A.START_REVIEW): S.IN_REVIEW,
    # Of somebody who holds the role already: nobody reads, nothing is decided.
    (S.COSIGNED, A.CONFIRM): S.ACCEPTED,
    (S.IN_REVIEW, A.OFFER): S.OFFERED,
    (S.IN_REVIEW, A.WAITLIST): S.WAITLISTED,
    (S.IN_REVIEW, A.DECLINE): S.DECLINED,
    (S.WAITLISTED, A.OFFER): S.OFFERED,
    (S.WAITLISTED, A.DECLINE): S.DECLINED,
    (S.OFFERED, A.ACCEPT): S.ACCEPTED,
    (S.OFFERED, A.TURN_DOWN): S.TURNED_DOWN,
    (S.OFFERED, A.LAPSE): S.LAPSED,
    **{(state, A.WITHDRAW): S.WITHDRAWN for state in BEFORE_ACCEPTED},
    # One application per person, offering and school: whoever comes back takes up the same one.
    (S.WITHDRAWN, A.APPLY_AGAIN): S.DRAFT,
    # A reopened decision leads to a new decision; what was decided stays in the history.
    **{(state, A.REOPEN): S.IN_REVIEW for state in DECIDED if state is not S.NOT_SUPPORTED},
    (S.NOT_SUPPORTED, A.REOPEN): S.DRAFT,
}
# What is recorded for somebody is a step of theirs.
SAID: dict[Told, Action] = {
    Told.ACCEPT: A.ACCEPT,
    Told.TURN_DOWN: A.TURN_DOWN,
    Told.WITHDRAW: A.WITHDRAW,
    Told.SEND_BACK: A.SEND_BACK,
    Told.DECLINE_SUPPORT: A.DECLINE_SUPPORT,
}

# Whose signatures stand on the newest text in each state. Whoever withdraws leaves them as they were.
TEACHER, PRINCIPAL = "teacher", "principal"
NOBODY, BOTH = frozenset[str](), frozenset((TEACHER, PRINCIPAL))
SIGNED_BY: dict[State, frozenset[str]] = {
    S.DRAFT: NOBODY,
    S.SUBMITTED: frozenset((TEACHER,)),
    S.COSIGNED: BOTH,
    S.IN_REVIEW: BOTH,
    S.WAITLISTED: BOTH,
    S.OFFERED: BOTH,
    S.ACCEPTED: BOTH,
    S.RETURNED: NOBODY,
    S.NOT_SUPPORTED: NOBODY,
    S.DECLINED: BOTH,
    S.TURNED_DOWN: BOTH,
    S.LAPSED: BOTH,
}


class PulseAction(Deed):
    """With the days of a mid-year check."""

    SET = "set", "Days set"
    CHANGE = "change", "Days changed"


class PairState(StrEnum):
    """Of the two who answer one check: apart where they differ or one says no, until staff settled it."""

    ASKED = "asked"
    AGREED = "agreed"
    DIFFERING = "differing"
    SETTLED = "settled"


class PairAction(Deed):
    """What the two answered leads to one of the first three; staff settle."""

    ANSWER = "answer", "One of the two sent their answers"
    AGREE = "agree", "Both answered, and see it alike"
    PART = "part", "Answer that differs, or says no, sent"
    SETTLE = "settle", "Settled"


PAIR_MOVES: dict[tuple[PairState, PairAction], PairState] = {
    (PairState.ASKED, PairAction.ANSWER): PairState.ASKED,
    (PairState.ASKED, PairAction.AGREE): PairState.AGREED,
    (PairState.ASKED, PairAction.PART): PairState.DIFFERING,
    (PairState.AGREED, PairAction.PART): PairState.DIFFERING,
    (PairState.DIFFERING, PairAction.AGREE): PairState.AGREED,
    (PairState.DIFFERING, PairAction.SETTLE): PairState.SETTLED,
    # Whoever answers otherwise after that parts them anew.
    (PairState.SETTLED, PairAction.PART): PairState.DIFFERING,
}
