"""The shapes in which people give marks, filters and reasons."""

from seminars.forms.rosters import RosterForm, SheetForm, told_apart
from seminars.forms.sessions import (
    CalendarFilter,
    CancelForm,
    MarkForm,
    MoveForm,
    PersonMarkForm,
    ReopenForm,
    SessionForm,
)

__all__ = [
    "CalendarFilter",
    "CancelForm",
    "MarkForm",
    "MoveForm",
    "PersonMarkForm",
    "ReopenForm",
    "RosterForm",
    "SessionForm",
    "SheetForm",
    "told_apart",
]
