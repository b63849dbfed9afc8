from seminars.services.calendars import renew_calendar_address
from seminars.services.check_in import CheckedIn, check_in, code_for, log_failure, presence, session_behind
from seminars.services.marks import Mark, MarkedElsewhere, mark, mark_all, save_roster
from seminars.services.sessions import cancel, change, close, hold_due, move, plan, reopen, topic

__all__ = [
    "CheckedIn",
    "Mark",
    "MarkedElsewhere",
    "cancel",
    "change",
    "check_in",
    "close",
    "code_for",
    "hold_due",
    "log_failure",
    "mark",
    "mark_all",
    "move",
    "plan",
    "presence",
    "renew_calendar_address",
    "reopen",
    "save_roster",
    "session_behind",
    "topic",
]
