"""Events, their sessions, whom these invite, and one mark per person and session."""

from seminars.models.attendance import Attendance, AttendanceChange, CalendarAddress, ScanFailure, came
from seminars.models.sessions import (
    EVERYONE,
    Event,
    Session,
    SessionEvent,
    SessionQuerySet,
    audience,
    audience_of,
    concerns,
    fits,
    heading,
    invites,
    leads,
    studying,
    to_come,
)

__all__ = [
    "EVERYONE",
    "Attendance",
    "AttendanceChange",
    "CalendarAddress",
    "Event",
    "ScanFailure",
    "Session",
    "SessionEvent",
    "SessionQuerySet",
    "audience",
    "audience_of",
    "came",
    "concerns",
    "fits",
    "heading",
    "invites",
    "leads",
    "studying",
    "to_come",
]
