"""The lives of a message and of a rule of reminders. Plain Python."""

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


class RuleState(StrEnum):
    ON = "turned_on"
    OFF = "turned_off"


class RuleAction(Deed):
    ADD = "add", "Added"
    CHANGE_DAYS = "change_days", "Moved"
    TURN_ON = "turn_on", "Turned on"
    TURN_OFF = "turn_off", "Turned off"


# Another day leaves it on or off as it is.
RULE_MOVES: dict[tuple[RuleState, RuleAction], RuleState] = {
    (RuleState.ON, RuleAction.TURN_OFF): RuleState.OFF,
    (RuleState.OFF, RuleAction.TURN_ON): RuleState.ON,
}
