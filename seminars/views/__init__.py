from seminars.views.calendar import address, calendar, feed
from seminars.views.check_in import check_in, code, screen
from seminars.views.rosters import mark, person, roster, sheet
from seminars.views.sessions import detail

__all__ = [
    "address",
    "calendar",
    "check_in",
    "code",
    "detail",
    "feed",
    "mark",
    "person",
    "roster",
    "screen",
    "sheet",
]
