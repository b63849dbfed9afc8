"""The lives of a coaching cycle and of a request for support. Plain Python."""

from enum import StrEnum

from common.states import Deed


class State(StrEnum):
    PLANNING = "planning"
    OBSERVATION = "observation"
    FEEDBACK = "feedback"
    CONVERSATION = "conversation"
    CLOSED = "closed"


class Action(Deed):
    OBSERVE = "observe", "Observed"
    GIVE_FEEDBACK = "give_feedback", "Feedback given"
    HOLD_CONVERSATION = "hold_conversation", "Conversation held"
    CLOSE = "close", "Closed"


class Beside(Deed):
    """What is done about a cycle and is no step of it."""

    PLAN = "plan", "Planned"
    WRITE = "write", "Words saved"
    RECORD = "record", "Recorded"
    HAND_OVER = "hand_over", "Handed over"
    CORRECT = "correct", "Days corrected"


class VisitAction(StrEnum):
    """What is done with a visit, and about who coaches whom: their rows are their own history."""

    RECORD = "record"
    TAKE_BACK = "take_back"
    DEAL_OUT = "deal_out"


class PeerAction(StrEnum):
    """What is done about the work of a Peer Coach: its rows are their own history."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    RECORD = "record"
    # Of Senior Peer Coaches alone.
    HOST = "host"


class StepAction(StrEnum):
    """What is done with an action step: the step is its own history."""

    LOOK_BACK = "look_back"


class ConsentAction(StrEnum):
    """What is done about the consent of who is seen in a recording."""

    AGREE = "agree"
    RECORD = "record"
    WITHDRAW = "withdraw"


S, A = State, Action
MOVES: dict[tuple[State, Action], State] = {
    (S.PLANNING, A.OBSERVE): S.OBSERVATION,
    (S.OBSERVATION, A.GIVE_FEEDBACK): S.FEEDBACK,
    (S.FEEDBACK, A.HOLD_CONVERSATION): S.CONVERSATION,
    (S.CONVERSATION, A.CLOSE): S.CLOSED,
}


class SupportState(StrEnum):
    ASKED = "asked"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class SupportAction(Deed):
    ASK = "ask", "Asked"
    ASSIGN = "assign", "Assigned"
    ANSWER = "answer", "Said to be done"
    CLOSE = "close", "Closed with a word"
    ASK_ON = "ask_on", "More help asked for"
    WITHDRAW = "withdraw", "Withdrawn"
    DECLINE = "decline", "Declined"
    SETTLE = "settle", "Closed without the leader"


R, D = SupportState, SupportAction
SUPPORT_MOVES: dict[tuple[SupportState, SupportAction], SupportState] = {
    (R.ASKED, D.ASSIGN): R.ASSIGNED,
    (R.ASKED, D.DECLINE): R.DECLINED,
    (R.ASKED, D.WITHDRAW): R.WITHDRAWN,
    # To another coach.
    (R.ASSIGNED, D.ASSIGN): R.ASSIGNED,
    (R.ASSIGNED, D.ANSWER): R.ANSWERED,
    (R.ASSIGNED, D.WITHDRAW): R.WITHDRAWN,
    (R.ANSWERED, D.CLOSE): R.CLOSED,
    (R.ANSWERED, D.ASK_ON): R.ASSIGNED,
    (R.ANSWERED, D.SETTLE): R.CLOSED,
    # Whoever was assigned left, or the leader did.
    (R.ASSIGNED, D.SETTLE): R.CLOSED,
}
