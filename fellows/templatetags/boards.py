"""The table of a board: each cell a mark with its shape, so that it reads in gray, and a link to the fellow."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.ui.components import badge
from fellows.queries.board import NAMES, Board, Cell, Row
from fellows.rules.board import Stands
from fellows.rules.hours import Pace

register = template.Library()
CIRCLE = '<circle cx="10" cy="10" r="8"/>'
# What a mark looks like and what is drawn for it.
MARKS = {
    Stands.DONE: ("done", CIRCLE),
    Stands.LATE: ("lost", f'{CIRCLE}<path d="M7 7l6 6M13 7l-6 6"/>'),
    Stands.AGAIN: ("again", f'{CIRCLE}<path d="M10 2a8 8 0 0 1 0 16z"/>'),
    Stands.NEXT: ("now", CIRCLE),
    Stands.AHEAD: ("ahead", CIRCLE),
    Stands.UNKNOWN: ("excused", f'{CIRCLE}<path d="M6.500 10h7"/>'),
    Stands.NOT_PLANNED: ("ahead", '<circle cx="10" cy="10" r="2"/>'),
}
SVG = '<svg class="mark mark--{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>'
DRAWN = {stands: SVG.format(look, shape) for stands, (look, shape) in MARKS.items()}
LOUD = {Stands.LATE: ' class="is-late"', Stands.AGAIN: ' class="is-again"', Stands.NEXT: ' class="is-next"'}
LEGEND = (
    (Stands.DONE, "done"),
    (Stands.LATE, "late"),
    (Stands.AGAIN, "another try"),
    (Stands.NEXT, "next"),
    (Stands.AHEAD, "ahead"),
    (Stands.UNKNOWN, "graduated, not recorded"),
)


@register.simple_tag
def board_table(board: Board, rows: Iterable[Row], caption: str) -> SafeString:
    """The rows of a board under its headings. A plain loop: templates cost tenfold."""
    groups = format_html_join(
        "", '<th scope="colgroup" class="is-group" colspan="{1}">{0}</th>', board.groups
    )
    heads = format_html_join(
        "",
        '<th scope="col">{}<small>{}</small></th>',
        ((one.name, f"{one.due:%b %-d}" if one.due else "") for one in board.columns),
    )
    return format_html(
        '<table><caption class="usa-sr-only">{}</caption><thead>'
        '<tr><th scope="col" rowspan="2" class="m-who">Fellow</th>{}'
        '<th scope="col" rowspan="2" class="m-flag">Standing</th></tr><tr>{}</tr></thead>'
        "<tbody data-list>{}</tbody></table>",
        caption,
        groups,
        heads,
        mark_safe("".join(map(_row, rows))),
    )


@register.simple_tag
def board_legend() -> SafeString:
    """What each mark means."""
    lines = ((mark_safe(DRAWN[stands]), words) for stands, words in LEGEND)
    return format_html('<ul class="legend">{}</ul>', format_html_join("", "<li>{}{}</li>", lines))


def _row(row: Row) -> str:
    url = reverse("fellows:detail", args=[row.fellow.pk])
    cells = "".join(_cell(cell, url) for cell in row.cells)
    school = f'<span class="things__sub small">{conditional_escape(row.school)}</span>' if row.school else ""
    name = conditional_escape(row.fellow.person.name)
    return (
        f'<tr><th scope="row" class="m-who"><a class="usa-link" href="{url}">{name}</a>{school}</th>'
        f'{cells}<td class="m-flag">{badge(row.flag, tone=row.tone)}</td></tr>\n'
    )


def _cell(cell: Cell, url: str) -> str:
    stands = Stands.LATE if cell.is_late else cell.at.stands
    drawn = DRAWN[stands] if cell.open_pace is None else _bar(cell.open_pace)
    return (
        f'<td{LOUD.get(stands, "")}><a href="{url}{_where(cell)}">{drawn}'
        f'<span aria-hidden="true">{cell.short}</span>'
        f'<span class="usa-sr-only"> {NAMES[cell.kind]}: {cell.words}</span></a></td>'
    )


def _where(cell: Cell) -> str:
    return "hours/" if cell.open_pace is not None else f"#{cell.kind}"


def _bar(pace: Pace) -> str:
    """Hours as a bar, drawn to what the plan asks for, with a line where an even pace is today."""
    done, today = (min(one * 1000 // pace.asked, 1000) for one in (pace.accepted, pace.expected))
    look = "lost" if pace.behind else "done"
    return (
        '<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="b-track" width="1000" height="20"/><rect class="b-{look}" width="{done}" height="20"/>'
        f'<path class="b-line" vector-effect="non-scaling-stroke" d="M{today} 0V20"/></svg>'
    )
