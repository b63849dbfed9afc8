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
from seminars.queries.conflicts import Clash, Conflicts, conflicts_of, not_served, people_of
from seminars.queries.corrections import Corrected, corrected, reopening
from seminars.queries.facts import SessionFact, YearSessions, required_after, required_of, session_facts
from seminars.queries.plans import Source, cancelled_in, last_years, planned_already, planned_in
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
    "Clash",
    "Closing",
    "Conflicts",
    "Corrected",
    "Entry",
    "Roster",
    "RosterRow",
    "SessionFact",
    "Source",
    "YearSessions",
    "asks",
    "calendar",
    "cancelled_in",
    "closing",
    "conflicts_of",
    "corrected",
    "feed",
    "invited_people",
    "invited_placements",
    "last_years",
    "make_ups",
    "moved_to",
    "not_served",
    "on_roster",
    "people_of",
    "planned_already",
    "planned_in",
    "reopening",
    "required_after",
    "required_of",
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
