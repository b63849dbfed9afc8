"""What is done with accounts, and with what gives somebody a right. Plain Python."""

from enum import StrEnum


class AccountAction(StrEnum):
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"


class PostAction(StrEnum):
    END = "end"


class SignerAction(StrEnum):
    """Of whoever signs for a school that has no principal."""

    APPOINT = "appoint"
    END = "end"


class DelegationAction(StrEnum):
    """Of whoever acts for a principal."""

    GIVE = "give"
    END = "end"
    END_TODAY = "end today"


class HatAction(StrEnum):
    GIVE = "give"
    TAKE_OFF = "take off"
    TAKE_OFF_AFTER = "take off after"
