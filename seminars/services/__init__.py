from seminars.services.calendars import end_calendar_address, renew_calendar_address
from seminars.services.check_in import CheckedIn, check_in, code_for, log_failure, presence, session_behind
from seminars.services.events import change_event, keep_event, mark_of_event
from seminars.services.marks import Mark, MarkedElsewhere, mark, mark_all, save_roster
from seminars.services.planning import Draft, Planned, again, alter, mark_of_plan, plan_all
from seminars.services.resources import Shared, keep, report, restore, share, take_down
from seminars.services.sessions import cancel, change, close, end_leading, hold_due, move, plan, reopen, topic

__all__ = [
    "CheckedIn",
    "Draft",
    "Mark",
    "MarkedElsewhere",
    "Planned",
    "Shared",
    "again",
    "alter",
    "cancel",
    "change",
    "change_event",
    "check_in",
    "close",
    "code_for",
    "end_calendar_address",
    "end_leading",
    "hold_due",
    "keep",
    "keep_event",
    "log_failure",
    "mark",
    "mark_all",
    "mark_of_event",
    "mark_of_plan",
    "move",
    "plan",
    "plan_all",
    "presence",
    "renew_calendar_address",
    "reopen",
    "report",
    "restore",
    "save_roster",
    "session_behind",
    "share",
    "take_down",
    "topic",
]
