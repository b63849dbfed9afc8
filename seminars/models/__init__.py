"""Events, their sessions, whom these invite, and one mark per person and session."""

from seminars.models.attendance import Attendance, AttendanceChange, CalendarAddress, ScanFailure, came
from seminars.models.resources import FOLDER, KINDS, Resource, ResourceEvent, circle
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
    "FOLDER",
    "KINDS",
    "Attendance",
    "AttendanceChange",
    "CalendarAddress",
    "Event",
    "Resource",
    "ResourceEvent",
    "ScanFailure",
    "Session",
    "SessionEvent",
    "SessionQuerySet",
    "audience",
    "audience_of",
    "came",
    "circle",
    "concerns",
    "fits",
    "heading",
    "invites",
    "leads",
    "studying",
    "to_come",
]
