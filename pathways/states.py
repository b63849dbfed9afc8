"""The lives of placements, deliverable records, offerings, school goals and program events. Plain Python."""

from enum import StrEnum

from common.states import Deed


class Ending(StrEnum):
    """Why a placement ended."""

    COMPLETED = "completed"
    RESIGNED = "resigned"
    ROLE_CHANGE = "role_change"
    MOVED = "moved"
    LEAVE = "leave"
    ENDED = "ended"


# What a placement says of its end that was not ended early: nothing yet, or that its year was completed.
STANDING = ("", str(Ending.COMPLETED))


class Correction(StrEnum):
    """What is changed of a placement after both had signed: when and where it is served, what is owed."""

    START = "start"
    ENDED = "ended"
    END = "end"
    SCHOOL = "school"
    LEAVE = "leave"
    LEAVE_BACK = "leave_back"
    WAIVED = "waived"
    REOPENED = "reopened"


class PlacementAction(Deed):
    """What people do with a placement; its history tells it by these words."""

    BEGIN = "begin", "Placement put on record"
    TAKE_OVER = "take_over", "Taken over from before"
    ADD_PAPER = "add_paper", "Signed paper added"
    TAKE_BACK = "take_back_leader", "Taken back: it was a mistake"
    SIGN = "sign", "Signed by both"
    COMPLETE = "complete", "Completed"
    END = "end", "Ended"
    CORRECT_END = "correct_the_end", "End corrected"
    TAKE_BACK_END = "take_back_the_end", "End taken back"
    CORRECT_START = "correct_the_start", "Start corrected"
    MOVE = "move", "Moved"
    TAKE_BACK_MOVE = "take_back_move", "Move taken back"
    LEAVE = "leave", "Leave recorded"
    TAKE_BACK_LEAVE = "take_back_leave", "Leave taken back"
    ATTEST = "attest", "Attested"
    CORRECT_WORD = "correct_attestation", "Attestation corrected"


class Beside(Deed):
    """What an end, or putting it right, does to a move that lies behind it."""

    MISS_MOVE = "miss_move", "The move does not take place"
    MOVE_AFTER_ALL = "move_after_all", "The move takes place again"


# Whose line of history tells what stood there before.
WAS = (
    PlacementAction.TAKE_BACK,
    PlacementAction.CORRECT_END,
    PlacementAction.TAKE_BACK_END,
    PlacementAction.CORRECT_START,
    PlacementAction.TAKE_BACK_MOVE,
    PlacementAction.TAKE_BACK_LEAVE,
    PlacementAction.CORRECT_WORD,
)


class DeliverableState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"


class DeliverableAction(Deed):
    SUBMIT = "submit", "Submitted"
    ACCEPT = "accept", "Accepted"
    RETURN = "return", "Sent back for changes"
    WAIVE = "waive", "Waived"
    # Nobody presses it: what counts as the work was put on record elsewhere.
    COMPLETE = "complete", "Completed; the last of it was recorded"
    REOPEN = "reopen", "Reopened"
    # Nobody presses these: what it was completed from was taken back, or is on record again.
    LOSE = "lose_evidence", "Its evidence was taken back"
    RESTORE = "restore_evidence", "Its evidence is on record again"
    KEEP = "keep", "Kept accepted"
    ALLOW_LATE = "allow_late", "Taken later"


class BesideDeliverable(Deed):
    """What is told of a deliverable and changes nothing of it."""

    CORRECT_NUMBER = "correct_number", "How many came was corrected"


class OfferingAction(Deed):
    DRAFT = "draft", "Drafted"
    WRITE = "write", "Written"
    PUBLISH = "publish", "Published"
    EXTEND = "extend", "Extended"
    CORRECT_EXTENSION = "correct_extension", "Extension corrected"
    CHANGE_DAYS = "change_days", "Days changed"
    # Of a deliverable that leaders owe.
    CHANGE_OWED = "change_owed", "Deliverable changed"


class OfferingState(StrEnum):
    """How a role stands in a year; said of its offering, never stored."""

    MISSING = "missing"
    DRAFT = "draft"
    CHANGED = "changed"
    PUBLISHED = "published"


class YearAction(Deed):
    """What people do with a program year; its history tells it by these words."""

    OPEN = "open", "Opened"
    SET_CALENDAR = "set_calendar", "Calendar changed"
    COUNT_DAYS = "count_days", "Number of service days entered"


class ScopeAction(Deed):
    """What people do with a cell of the scope and sequence; its history tells it by these words."""

    TYPE = "type", "Typed"
    PASTE = "paste", "Pasted"
    COPY = "copy", "Copied"


class GoalState(StrEnum):
    """Whether a school goal is pursued; how far it is follows from its notes."""

    PURSUED = "pursued"
    DROPPED = "dropped"


class GoalAction(Deed):
    """What people do with a school goal; its history tells it by these words. Notes tell themselves."""

    SET = "set", "Set"
    COPY = "copy", "Copied from the year before"
    CHANGE = "change", "Changed"
    NOTE = "note", "Progress noted"
    TAKE_BACK = "take_back", "Note taken back"
    DROP = "drop", "Dropped"


GOAL_MOVES: dict[tuple[GoalState, GoalAction], GoalState] = {
    (GoalState.PURSUED, GoalAction.DROP): GoalState.DROPPED,
}


class ProgramEventState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class ProgramEventAction(Deed):
    """What people do with a program event; its history tells it by these words."""

    PLAN = "plan", "Planned"
    CHANGE = "change", "Changed"
    MOVE = "move", "Moved"
    HOLD = "hold", "Held"
    CORRECT = "correct", "How many came was corrected"
    CANCEL = "cancel", "Cancelled"


EVENT_MOVES: dict[tuple[ProgramEventState, ProgramEventAction], ProgramEventState] = {
    (ProgramEventState.PLANNED, ProgramEventAction.CHANGE): ProgramEventState.PLANNED,
    (ProgramEventState.PLANNED, ProgramEventAction.MOVE): ProgramEventState.PLANNED,
    (ProgramEventState.PLANNED, ProgramEventAction.HOLD): ProgramEventState.HELD,
    (ProgramEventState.HELD, ProgramEventAction.CORRECT): ProgramEventState.HELD,
    (ProgramEventState.PLANNED, ProgramEventAction.CANCEL): ProgramEventState.CANCELLED,
}


S, A = DeliverableState, DeliverableAction
DELIVERABLE_MOVES: dict[tuple[DeliverableState, DeliverableAction], DeliverableState] = {
    (S.OPEN, A.SUBMIT): S.SUBMITTED,
    (S.RETURNED, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, A.RETURN): S.RETURNED,
    (S.OPEN, A.WAIVE): S.WAIVED,
    (S.RETURNED, A.WAIVE): S.WAIVED,
    (S.SUBMITTED, A.WAIVE): S.WAIVED,
    (S.OPEN, A.COMPLETE): S.ACCEPTED,
    (S.RETURNED, A.COMPLETE): S.ACCEPTED,
    (S.SUBMITTED, A.COMPLETE): S.ACCEPTED,
    (S.ACCEPTED, A.REOPEN): S.OPEN,
    (S.ACCEPTED, A.LOSE): S.ACCEPTED,
    (S.ACCEPTED, A.RESTORE): S.ACCEPTED,
    (S.ACCEPTED, A.KEEP): S.ACCEPTED,
    (S.OPEN, A.ALLOW_LATE): S.OPEN,
}
