"""The list of fellows: its columns, each once, for its page and its files."""

from typing import Any

from common.ui.lists import Column, state, to
from fellows.queries.board import Board, Row
from fellows.rules.hours import hours_number

FELLOWS = (
    Column("Name", lambda row: row.person.name, leads=to("fellows:detail"), sort=("person__sort_name",)),
    Column("Cohort", lambda row: row.cohort.name, sort=("cohort__starts", "person__sort_name")),
    state("State", lambda row: row.state),
    Column("Graduated", lambda row: row.graduated_on, none="–", sort=("graduated_on",)),
)

FIELDWORK = (
    Column("Day", lambda row: row.day, leads=to("fellows:entry"), sort=("day",)),
    Column("Hours", lambda row: hours_number(row.minutes), look="number", sort=("minutes",)),
    Column("What was done", lambda row: row.what),
    Column("Seen by", lambda row: row.supervisor.name),
    state("State", lambda row: row.state),
)


def board_columns(board: Board) -> tuple[Column, ...]:
    """The columns of a board: as its page draws them, and as its files hold them."""
    return (
        Column("Fellow", lambda row: row.fellow.person.name),
        Column("School", lambda row: row.school),
        *(Column(heading.name, _said_of(number)) for number, heading in enumerate(board.columns)),
        Column("Standing", lambda row: row.flag),
    )


def _said_of(number: int) -> Any:
    def says(row: Row) -> str:
        return row.cells[number].words

    return says
