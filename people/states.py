"""What is done with people and schools, and with what gives somebody a right. Plain Python."""

from enum import StrEnum

from common.states import Deed, step


class AccountAction(Deed):
    ADD = "add", "Added"
    TAKE_IN = "take_in", "Added with what was so before"
    RENAME = "rename", "Names corrected"
    READDRESS = "readdress", "Address changed"
    DEACTIVATE = "deactivate", "Closed"
    REACTIVATE = "reactivate", "Opened again"
    MERGE = "merge", "Another account of theirs was merged into this one"
    EXPORT = "export", "Export of everything asked for"
    FETCH_EXPORT = "fetch_export", "Export fetched"
    TELL_APART = "tell_apart", "Told apart from another account"


class ExportState(StrEnum):
    """Of one file with everything about a person."""

    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


class PostAction(Deed):
    ADD = "add_post", "Position entered"
    CORRECT = "correct_post", "Position corrected"
    END = "end", "Ended"


class SignerAction(Deed):
    """Of whoever signs for a school that has no principal."""

    APPOINT = "appoint", "Appointed"
    END = "end", "Ended"


class DelegationAction(Deed):
    """Of whoever acts for a principal."""

    GIVE = "give", "Given"
    END = "end", "Ended"
    END_TODAY = "end_today", "Ended"


class InvitationAction(Deed):
    """Of whoever is asked to act for a principal and has not answered yet."""

    TAKE_BACK = "take_back", "Taken back"


class HatAction(Deed):
    GIVE = "give", "Given"
    TAKE_OFF = "take_off", "Taken off"
    TAKE_OFF_AFTER = "take_off_after", "Taken off"
    NARROW = "narrow", "Given for other schools or pathways"


class HatAnswer(Deed):
    """Of the second person a hat of finance waits for."""

    AGREE = "agree", "Agreed to"
    REFUSE = "refuse", "Refused"


class SchoolAction(Deed):
    ADD = "add_school", "Added"
    CHANGE = "change_school", "Changed"
    JOIN = "join", "Joined the network"
    CORRECT = "correct", "First day corrected"
    LEAVE = "leave", "Left the network"


class RequestState(StrEnum):
    """Of whoever says that they work at a school."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class RequestAction(Deed):
    CONFIRM = "confirm", "Confirmed"
    DECLINE = "decline", "Declined"
    TAKE_BACK = "take_back", "Taken back"


REQUEST_MOVES = {
    (RequestState.ASKED, RequestAction.CONFIRM): RequestState.CONFIRMED,
    (RequestState.ASKED, RequestAction.DECLINE): RequestState.DECLINED,
    (RequestState.ASKED, RequestAction.TAKE_BACK): RequestState.TAKEN_BACK,
}


def next_request(state: RequestState, action: RequestAction) -> RequestState:
    """The state of a request after `action`. Raises NoSuchMove, in words."""
    return step(REQUEST_MOVES, state, action)


class ImportState(StrEnum):
    """Of a file of schools, people and posts."""

    # Read, and not yet compared with what is here.
    READ = "read"
    CHECKED = "checked"
    # Somebody said yes; a worker does it.
    STARTED = "started"
    APPLIED = "applied"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


class ImportAction(Deed):
    READ = "read", "Read"
    CHECK = "check", "Compared"
    REFUSE = "refuse", "Refused"
    READ_AGAIN = "read_again", "A corrected file read"
    ANSWER = "answer", "Answered"
    START = "start", "Started"
    LOOK_AGAIN = "look_again", "To be looked at again"
    APPLY = "apply", "Imported"
    GIVE_UP = "give_up", "Given up"


IMPORT_MOVES = {
    (ImportState.READ, ImportAction.CHECK): ImportState.CHECKED,
    (ImportState.READ, ImportAction.REFUSE): ImportState.REFUSED,
    (ImportState.READ, ImportAction.READ_AGAIN): ImportState.READ,
    (ImportState.READ, ImportAction.GIVE_UP): ImportState.GIVEN_UP,
    (ImportState.CHECKED, ImportAction.START): ImportState.STARTED,
    (ImportState.CHECKED, ImportAction.ANSWER): ImportState.READ,
    (ImportState.CHECKED, ImportAction.READ_AGAIN): ImportState.READ,
    (ImportState.CHECKED, ImportAction.LOOK_AGAIN): ImportState.READ,
    (ImportState.CHECKED, ImportAction.GIVE_UP): ImportState.GIVEN_UP,
    (ImportState.STARTED, ImportAction.APPLY): ImportState.APPLIED,
    (ImportState.STARTED, ImportAction.LOOK_AGAIN): ImportState.READ,
    (ImportState.STARTED, ImportAction.REFUSE): ImportState.REFUSED,
    (ImportState.REFUSED, ImportAction.ANSWER): ImportState.READ,
    (ImportState.REFUSED, ImportAction.READ_AGAIN): ImportState.READ,
    (ImportState.REFUSED, ImportAction.LOOK_AGAIN): ImportState.READ,
    (ImportState.REFUSED, ImportAction.GIVE_UP): ImportState.GIVEN_UP,
}
# Of these nothing more becomes.
IMPORT_OVER = {ImportState.APPLIED, ImportState.GIVEN_UP}


def next_import(state: ImportState, action: ImportAction) -> ImportState:
    """The state of an import after `action`. Raises NoSuchMove, in words."""
    return step(IMPORT_MOVES, state, action)
