"""The life of a session. Plain Python."""

from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MOVED = "moved"


class Action(StrEnum):
    HOLD = "hold"
    CLOSE = "close"
    REOPEN = "reopen"
    CANCEL = "cancel"
    MOVE = "move"


S, A = State, Action
MOVES: dict[tuple[State, Action], State] = {
    (S.PLANNED, A.HOLD): S.HELD,
    (S.PLANNED, A.CANCEL): S.CANCELLED,
    (S.PLANNED, A.MOVE): S.MOVED,
    (S.HELD, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.HELD,
}
