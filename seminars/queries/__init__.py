"""Questions about sessions: whom they are for, what stipends need, rosters, calendars."""

from seminars.queries.audience import OFF, invited_people, invited_placements, on_roster, required_people
from seminars.queries.calendars import (
    Entry,
    asks,
    calendar,
    feed,
    make_ups,
    moved_to,
    sessions_for,
    starting_between,
    upcoming,
)
from seminars.queries.corrections import Corrected, corrected, reopening
from seminars.queries.facts import SessionFact, required_after, session_facts
from seminars.queries.rosters import (
    Closing,
    Roster,
    RosterRow,
    closing,
    roster,
    same_content,
    schools_beside,
    unmarked,
)

__all__ = [
    "OFF",
    "Closing",
    "Corrected",
    "Entry",
    "Roster",
    "RosterRow",
    "SessionFact",
    "asks",
    "calendar",
    "closing",
    "corrected",
    "feed",
    "invited_people",
    "invited_placements",
    "make_ups",
    "moved_to",
    "on_roster",
    "reopening",
    "required_after",
    "required_people",
    "roster",
    "same_content",
    "schools_beside",
    "session_facts",
    "sessions_for",
    "starting_between",
    "unmarked",
    "upcoming",
]
