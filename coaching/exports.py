"""How coaching stands, as files of the rows the page lists."""

from datetime import date

from coaching.queries import WINDOWS, Owed, owed
from common.downloads import Columns
from common.states import in_words
from pathways.models import Placement

EXTRA_CYCLES: Columns = {
    "Leader": lambda row: row.placement.person.name,
    "Coach": lambda row: row.coach.name,
    "By": lambda row: row.due,
    "State": lambda row: in_words(row.state),
}


def leader_columns(day: date) -> Columns:
    """A leader with the two cycles the year owes them, as they stand on `day`."""
    columns = {
        "Leader": lambda row: row.person.name,
        "Role": lambda row: row.role.name,
        "School": lambda row: row.school.name,
    }
    for window, name in WINDOWS.items():
        columns |= _cycle(window, name, day)
    return columns


def _cycle(window: str, name: str, day: date) -> Columns:
    def of(row: Placement) -> Owed:
        return next(one for one in owed(row, day) if one.window == window)

    return {
        name: lambda row: in_words(of(row).standing),
        f"{name} by": lambda row: of(row).due,
        f"{name} state": lambda row: in_words(of(row).state),
    }
