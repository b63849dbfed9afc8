"""The shapes in which people give marks, filters and reasons."""

from seminars.forms.rosters import RosterForm, SheetForm, told_apart
from seminars.forms.sessions import (
    CalendarFilter,
    CancelForm,
    MoveForm,
    PersonMarkForm,
    ReopenForm,
    SessionForm,
    ShownMarkForm,
)

__all__ = [
    "CalendarFilter",
    "CancelForm",
    "MoveForm",
    "PersonMarkForm",
    "ReopenForm",
    "RosterForm",
    "SessionForm",
    "SheetForm",
    "ShownMarkForm",
    "told_apart",
]
