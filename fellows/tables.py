"""The lists of fellows and of what they sign: their columns, each once, for pages and files."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from common.clock import day_in_words, local_date
from common.counting import counted
from common.money import amount, dollars
from common.ui.lists import Column, Of, state, to
from common.ui.pictures import Part, plain_bar
from fellows.queries.alumni import WHERE
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
        drawn=lambda row: _taken_over(row),
        below=lambda row: _taken_back(row),
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
    Column("Taken back", lambda row: row.taken_back_at and local_date(row.taken_back_at), on_page=False),
    Column("Why taken back", lambda row: row.why_back, on_page=False),
)


def _taken_over(row: Any) -> str:
    """Their name; who was taken back has no page."""
    name = row.fellow.person.name
    if row.taken_back_at is not None:
        return format_html("<s>{}</s>", name)
    at = reverse("fellows:detail", args=[row.fellow_id])
    return format_html('<a class="usa-link" href="{}">{}</a>', at, name)


def _taken_back(row: Any) -> str:
    if row.taken_back_at is None:
        return ""
    return f"{row.taken_back_by.name} took this back on {day_in_words(local_date(row.taken_back_at))}: {row.why_back}"


ALUMNI = (
    Column(
        "Name",
        lambda row: row.fellow.person.name,
        leads=to("fellows:detail"),
        below=lambda row: row.fellow.person.email,
    ),
    Column("Class", lambda row: row.fellow.cohort.name),
    Column("Role today", lambda row: capfirst(row.known.role_words)),
    Column("Where", lambda row: row.known.place, none="–"),
    Column("In the network", lambda row: WHERE[row.known.network]),
    Column("Leads now", lambda row: ", ".join(row.leads), none="–"),
    Column("Said last", lambda row: row.answered, none="–"),
    Column("Heard of", lambda row: row.heard),
    Column("Written to", lambda row: row.asked, none="–"),
    Column("Email", lambda row: row.fellow.person.email, on_page=False),
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


def _cents(name: str, of: Of) -> Column:
    """A column of an amount: plain for a file, with its sign for the page."""
    return Column(name, lambda row: amount(of(row)), drawn=lambda row: dollars(of(row)), look="number")


AWARDS = (
    Column(
        "Fellow",
        lambda row: row.fellow.person.name,
        leads=to("fellows:award"),
        sort=("fellow__person__sort_name",),
    ),
    Column(
        "Cohort",
        lambda row: row.fellow.cohort.name,
        sort=("fellow__cohort__starts", "fellow__person__sort_name"),
    ),
    Column("What for", lambda row: row.get_purpose_display().capitalize(), sort=("purpose",)),
    Column(
        "Amount",
        lambda row: amount(row.cents),
        drawn=lambda row: dollars(row.cents),
        look="number",
        sort=("cents",),
    ),
    _cents("Paid", lambda row: row.paid_cents),
    state("State", lambda row: row.state),
    Column("Proposed by", lambda row: row.proposed_by.name if row.proposed_by else None, none="–"),
    Column("Approved by", lambda row: row.approved_by.name if row.approved_by else None, none="–"),
    Column("Why", lambda row: row.reason, on_page=False),
)
COHORTS = (
    Column("Cohort", lambda row: row.cohort.name, leads=to("fellows:assistance_of_cohort")),
    Column(
        "Budget",
        lambda row: None if row.money.budget is None else amount(row.money.budget),
        drawn=lambda row: "" if row.money.budget is None else dollars(row.money.budget),
        none="–",
        look="number",
    ),
    _cents("Proposed", lambda row: row.money.proposed),
    _cents("Approved", lambda row: row.money.approved),
    _cents("Paid", lambda row: row.money.paid),
    _cents("Left", lambda row: row.money.left),
)


# Where a number of the pipeline leads: of which group, in which year ("" for all), fellows alone or all leaders.
Links = Callable[[str, str, bool], str]


def source_columns(group: str, years: Sequence[str], links: Links | None = None) -> tuple[Column, ...]:
    """Where fellows came from: of each program year its leaders, and in files those of them who became fellows since
    in a column of their own. With `links` each number leads to the people it counts."""
    return (
        Column(group, lambda row: row.name),
        *(column for number, year in enumerate(years) for column in _year(number, year, links)),
        Column(
            "Led in all",
            lambda row: row.leaders,
            drawn=lambda row: _led(f"{row.leaders:,}", row, "", False, row.leaders, links),
            look="number",
        ),
        Column(
            "Became fellows", lambda row: row.fellows, drawn=lambda row: _became(row, links), look="number"
        ),
    )


def _led(words: str, row: Any, year: str, became: bool, rows: int, links: Links | None) -> str:
    """A number, and where the people are shown the link to them."""
    if links is None or not rows:
        return words
    return format_html(
        '<a class="usa-link" href="{}" data-rows="{}">{}<span class="usa-sr-only"> of {}{}</span></a>',
        links(row.name, year, became),
        rows,
        words,
        row.name,
        f", {year}" if year else "",
    )


def _year(number: int, label: str, links: Links | None) -> tuple[Column, Column]:
    def drawn(row: Any) -> str:
        cell = row.years[number]
        leaders = _led(f"{cell.leaders:,}", row, label, False, cell.leaders, links)
        since = _led(counted(cell.fellows, "fellow"), row, label, True, cell.fellows, links)
        return format_html("{}, {}", leaders, since) if cell.fellows else leaders

    return (
        Column(label, lambda row: row.years[number].leaders, drawn=drawn, look="number"),
        Column(f"{label}, fellows since", lambda row: row.years[number].fellows, on_page=False),
    )


def _became(row: Any, links: Links | None) -> str:
    part = Part("done", "became fellows", row.fellows)
    bar = plain_bar([part], row.leaders, f"{row.fellows:,} of {row.leaders:,} became fellows")
    fellows = _led(f"{row.fellows:,}", row, "", True, row.fellows, links)
    return format_html("{} of {}{}", fellows, f"{row.leaders:,}", bar)


LED = (
    Column("Name", lambda row: row.person.name),
    Column("Led", lambda row: "; ".join(row.led)),
    Column("Cohort of fellows", lambda row: row.cohort, drawn=lambda row: _fellow(row), none="–"),
)


def _fellow(row: Any) -> str:
    if row.fellow is None:
        return "–"
    address = reverse("fellows:detail", args=[row.fellow.pk])
    return format_html('<a class="usa-link" href="{}">{}</a>', address, row.cohort)
