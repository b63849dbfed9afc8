"""What is done with people and schools, and with what gives somebody a right. Plain Python."""

from common.states import Deed


class AccountAction(Deed):
    ADD = "add", "Added"
    RENAME = "rename", "Names corrected"
    READDRESS = "readdress", "Address changed"
    DEACTIVATE = "deactivate", "Closed"
    REACTIVATE = "reactivate", "Opened again"


class PostAction(Deed):
    ADD = "add_post", "Post entered"
    CORRECT = "correct_post", "Post corrected"
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


class SchoolAction(Deed):
    ADD = "add_school", "Added"
    CHANGE = "change_school", "Changed"
    JOIN = "join", "Joined the network"
    LEAVE = "leave", "Left the network"
