"""The life of a coaching cycle. Plain Python."""

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


S, A = State, Action
MOVES: dict[tuple[State, Action], State] = {
    (S.PLANNING, A.OBSERVE): S.OBSERVATION,
    (S.OBSERVATION, A.GIVE_FEEDBACK): S.FEEDBACK,
    (S.FEEDBACK, A.HOLD_CONVERSATION): S.CONVERSATION,
    (S.CONVERSATION, A.CLOSE): S.CLOSED,
}
