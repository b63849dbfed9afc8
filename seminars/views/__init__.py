from seminars.views.calendar import address, calendar, feed
from seminars.views.check_in import check_in, code, screen
from seminars.views.rosters import mark, person, roster, sheet
from seminars.views.sessions import close, detail, reopen

__all__ = [
    "address",
    "calendar",
    "check_in",
    "close",
    "code",
    "detail",
    "feed",
    "mark",
    "person",
    "reopen",
    "roster",
    "screen",
    "sheet",
]
