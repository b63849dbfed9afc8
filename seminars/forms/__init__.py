"""The shapes in which people give marks, filters and reasons."""

from seminars.forms.planning import AgainForm, DayForm, DaysFormSet, PlanForm
from seminars.forms.plans import ChangeForm, EventForm
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
    "AgainForm",
    "CalendarFilter",
    "CancelForm",
    "ChangeForm",
    "DayForm",
    "DaysFormSet",
    "EventForm",
    "MoveForm",
    "PersonMarkForm",
    "PlanForm",
    "ReopenForm",
    "RosterForm",
    "SessionForm",
    "SheetForm",
    "ShownMarkForm",
    "told_apart",
]
