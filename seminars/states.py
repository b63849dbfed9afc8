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


class ResourceState(StrEnum):
    SHARED = "shared"
    REPORTED = "reported"
    TAKEN_DOWN = "taken_down"


class ResourceAction(Deed):
    """What is done with what leaders share."""

    SHARE = "share", "Shared"
    REPORT = "report", "Reported"
    KEEP = "keep", "Looked at, and kept"
    TAKE_DOWN = "take_down", "Taken down"
    RESTORE = "restore", "Shared again"


RESOURCE_MOVES: dict[tuple[ResourceState, ResourceAction], ResourceState] = {
    (ResourceState.SHARED, ResourceAction.REPORT): ResourceState.REPORTED,
    # Another reader may see another fault.
    (ResourceState.REPORTED, ResourceAction.REPORT): ResourceState.REPORTED,
    (ResourceState.REPORTED, ResourceAction.KEEP): ResourceState.SHARED,
    (ResourceState.SHARED, ResourceAction.TAKE_DOWN): ResourceState.TAKEN_DOWN,
    (ResourceState.REPORTED, ResourceAction.TAKE_DOWN): ResourceState.TAKEN_DOWN,
    (ResourceState.TAKEN_DOWN, ResourceAction.RESTORE): ResourceState.SHARED,
}
