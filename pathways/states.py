"""The lives of a placement and of a deliverable record. Plain Python."""

from enum import StrEnum


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


class PlacementAction(StrEnum):
    """What people do with a placement; its history tells it by these words."""

    COMPLETE = "complete"
    END = "end"
    CORRECT_END = "correct the end"
    TAKE_BACK_END = "take back the end"
    CORRECT_START = "correct the start"
    MOVE = "move"
    TAKE_BACK_MOVE = "take back move"
    LEAVE = "leave"
    TAKE_BACK_LEAVE = "take back leave"
    ATTEST = "attest"
    CORRECT_WORD = "correct attestation"


class DeliverableState(StrEnum):
    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WAIVED = "waived"


class DeliverableAction(StrEnum):
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    WAIVE = "waive"


S, A = DeliverableState, DeliverableAction
DELIVERABLE_MOVES: dict[tuple[DeliverableState, DeliverableAction], DeliverableState] = {
    (S.OPEN, A.SUBMIT): S.SUBMITTED,
    (S.RETURNED, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, A.RETURN): S.RETURNED,
    (S.OPEN, A.WAIVE): S.WAIVED,
    (S.RETURNED, A.WAIVE): S.WAIVED,
    (S.SUBMITTED, A.WAIVE): S.WAIVED,
}
