"""The life of a message. Plain Python."""

from enum import StrEnum

from common.states import Deed


class State(StrEnum):
    WAITING = "waiting"
    # Owed by a copy that was restored: it waits until somebody says that it may leave.
    KEPT_BACK = "kept_back"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    BOUNCED = "bounced"


class Action(Deed):
    CANCEL = "cancel", "Cancelled"
    RETRY = "send_again", "Sent again"


# What staff may do. The sweep moves rows in bulk, each time comparing the state it found.
MOVES: dict[tuple[State, Action], State] = {
    (State.WAITING, Action.CANCEL): State.CANCELLED,
    (State.KEPT_BACK, Action.CANCEL): State.CANCELLED,
    (State.KEPT_BACK, Action.RETRY): State.WAITING,
    (State.FAILED, Action.RETRY): State.WAITING,
    (State.BOUNCED, Action.RETRY): State.WAITING,
    (State.CANCELLED, Action.RETRY): State.WAITING,
}
