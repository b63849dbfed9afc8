"""The life of a coaching cycle. Plain Python."""

from enum import StrEnum


class State(StrEnum):
    PLANNING = "planning"
    OBSERVATION = "observation"
    FEEDBACK = "feedback"
    CONVERSATION = "conversation"
    CLOSED = "closed"


class Action(StrEnum):
    OBSERVE = "observe"
    GIVE_FEEDBACK = "give_feedback"
    HOLD_CONVERSATION = "hold_conversation"
    CLOSE = "close"


class Beside(StrEnum):
    """What is done about a cycle and is no step of it."""

    PLAN = "plan"
    WRITE = "write"
    RECORD = "record"


S, A = State, Action
MOVES: dict[tuple[State, Action], State] = {
    (S.PLANNING, A.OBSERVE): S.OBSERVATION,
    (S.OBSERVATION, A.GIVE_FEEDBACK): S.FEEDBACK,
    (S.FEEDBACK, A.HOLD_CONVERSATION): S.CONVERSATION,
    (S.CONVERSATION, A.CLOSE): S.CLOSED,
}
