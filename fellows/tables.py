"""The lists of fellows and of what they sign: their columns, each once, for pages and files."""

from typing import Any

from common.clock import local_date
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


VERSIONS = (
    Column("Version", str, leads=to("fellows:version"), sort=("number",)),
    state("State", lambda row: row.state),
    Column("Signed from", lambda row: row.signed_from, sort=("signed_from", "number")),
    Column("Signed by", lambda row: row.signed, look="number", sort=("signed",)),
    Column("Drafted by", lambda row: row.drafted_by.name),
    Column("Published by", lambda row: row.published_by.name if row.published_by else None, none="–"),
)
TAKEN_OVER = (
    Column(
        "Name",
        lambda row: row.fellow.person.name,
        leads=to("fellows:detail", "fellow_id"),
        sort=("fellow__person__sort_name",),
    ),
    Column(
        "Cohort",
        lambda row: row.fellow.cohort.name,
        sort=("fellow__cohort__starts", "fellow__person__sort_name"),
    ),
    state("State", lambda row: row.fellow.state),
    state("On paper", lambda row: row.state),
    Column("Entered by", lambda row: row.by.name),
    Column("On", lambda row: local_date(row.at), sort=("at",)),
    Column("How it is known", lambda row: row.reason, on_page=False),
)
UNSIGNED = (
    Column("Name", lambda row: row.person.name, leads=to("fellows:detail"), sort=("person__sort_name",)),
    Column("Cohort", lambda row: row.cohort.name, sort=("cohort__starts", "person__sort_name")),
    state("State", lambda row: row.state),
    Column(
        "Selected",
        lambda row: local_date(row.selected_at) if row.selected_at else None,
        none="–",
        sort=("selected_at",),
    ),
)
