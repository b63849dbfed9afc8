"""The life of a session. Plain Python."""

from enum import StrEnum

from common.states import Deed


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MOVED = "moved"


class Action(Deed):
    HOLD = "hold", "Held"
    CLOSE = "close", "Closed"
    REOPEN = "reopen", "Opened again"
    CANCEL = "cancel", "Cancelled"
    MOVE = "move", "Moved"


class Planning(Deed):
    """What is done with a session before its day, and leaves it where it stands."""

    PLAN = "plan", "Planned"
    CHANGE = "change", "Changed"
    CHANGE_EVENT = "change_event", "Event changed"


class Marking(Deed):
    """What is done on a roster: a sheet of marks, one of them, or all that are not there yet."""

    SHEET = "mark_sheet", "Marked"
    ONE = "mark_one", "Marked"
    REST = "mark_rest", "Marked"


S, A = State, Action
MOVES: dict[tuple[State, Action], State] = {
    (S.PLANNED, A.HOLD): S.HELD,
    (S.PLANNED, A.CANCEL): S.CANCELLED,
    (S.PLANNED, A.MOVE): S.MOVED,
    (S.HELD, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.HELD,
}
