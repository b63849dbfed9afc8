"""The one list: its columns are declared once and give the table of a page, the rows of a phone, what it can be sorted
by, and the files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.clock import day_in_words, in_words
from common.counting import counted
from common.downloads import EXCEL, KIND, Columns, rows_file, rows_workbook
from common.states import in_words as state_in_words
from common.ui.components import badge

PAGE = 50
# What the number of a page and the order are called in an address.
PAGES, SORT = "page", "sort"
QUIET = ' class="usa-sr-only"'
Of = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading.

    `says`: the plain value of a row; a file holds it, and the page writes it for people. `drawn`: how the page shows
    it, where that is more than its words. `leads`: the address its words lead to. `none`: what the page says where
    there is nothing. `look`: classes of its cells. `sort`: the fields of the rows it is ordered by, upwards; they are
    the row's own. `on_page` and `in_file`: where it stands.
    """

    name: str
    says: Of = str
    drawn: Of | None = None
    leads: Callable[[Any], str] | None = None
    below: Of | None = None
    none: str = ""
    look: str = ""
    sort: Sequence[str] = ()
    on_page: bool = True
    in_file: bool = True


@cache
def _around(route: str, *above: int) -> tuple[str, str]:
    before, after = reverse(route, args=[*above, 0]).rsplit("0", 1)
    return before, after


def to(route: str, key: str = "pk", above: Sequence[int] = ()) -> Callable[[Any], str]:
    """The address of a row's page, `route`, which takes its number, after those of what it stands in (`above`):
    resolved once and not for each row."""

    def address(row: Any) -> str:
        before, after = _around(route, *above)
        return f"{before}{getattr(row, key)}{after}"

    return address


def _written(value: Any) -> str:
    """A plain value as people read it: days and moments in words, nothing for None."""
    if isinstance(value, datetime):
        return in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    return "" if value is None else conditional_escape(value)


def _cell(column: Column, row: Any) -> str:
    drawn = column.drawn
    words = (_written(column.says(row)) or column.none) if drawn is None else conditional_escape(drawn(row))
    if column.leads is not None:
        words = f'<a class="usa-link" href="{conditional_escape(column.leads(row))}">{words}</a>'
    below = conditional_escape(column.below(row)) if column.below is not None else ""
    return f'{words}<br><span class="quiet small text-normal">{below}</span>' if below else words


def _opened(number: int, column: Column) -> tuple[str, str]:
    look = f' class="{column.look}"' if column.look else ""
    label = f' data-label="{conditional_escape(column.name)}"'
    return (f'<th scope="row"{label}{look}>', "</th>") if number == 0 else (f"<td{label}{look}>", "</td>")


def _head(column: Column) -> str:
    look = f' class="{column.look}"' if column.look else ""
    return f'<th scope="col"{look}>{conditional_escape(column.name)}</th>'


def table(
    rows: Iterable[Any],
    columns: Sequence[Column],
    caption: str,
    *,
    head: Callable[[Column], str] = _head,
    quiet: bool = False,
) -> SafeString:
    """The rows as a table, which phones show as cards. One line a row, and a plain loop: templates cost tenfold.

    `head`: how the heading of a column is drawn. `quiet`: the caption is only read aloud; a heading above says it.
    """
    shown = [column for column in columns if column.on_page]
    opened = [_opened(number, column) for number, column in enumerate(shown)]
    drawn = []
    for row in rows:
        cells = (
            f"{start}{_cell(column, row)}{end}" for (start, end), column in zip(opened, shown, strict=True)
        )
        drawn.append(f"<tr>{''.join(cells)}</tr>\n")
    heads = "".join(map(head, shown))
    said = f"<caption{QUIET if quiet else ''}>{conditional_escape(caption)}</caption>"
    return mark_safe(
        f'<table class="usa-table usa-table--stacked">{said}'
        f"<thead><tr>{heads}</tr></thead><tbody data-list>{''.join(drawn)}</tbody></table>"
    )


@dataclass(frozen=True)
class Listed:
    """One page of a list as it was asked for. `of`: what the list is called, on a page with several. `at`: the id of
    the element that holds it, where its links lead to that."""

    page: Page
    columns: Sequence[Column]
    caption: str
    query: str
    sorted_by: str
    of: str = ""
    at: str = ""

    @property
    def turned_by(self) -> str:
        """What its page is called in an address."""
        return _called(PAGES, self.of)

    @cached_property
    def table(self) -> SafeString:
        """The table of its page; the headings of what it can be sorted by are links."""
        return table(self.page, self.columns, self.caption, head=self._head)

    @cached_property
    def sorting(self) -> SafeString:
        """What the heads of the table do, for phones, which do not show them: a form by address. Nothing where there is
        nothing to sort."""
        sortable = [column for column in self.columns if column.sort and column.on_page]
        if not sortable or self.page.paginator.count < 2:
            return SafeString("")
        ways = [("", "The usual order")]
        for column in sortable:
            ways += [(key_of(column), column.name), (f"-{key_of(column)}", f"{column.name}, reversed")]
        return format_html(
            '<form class="sorting no-print" method="get"{}>{}<label class="usa-label">Sort by '
            '<select class="usa-select" name="{}">{}</select></label>'
            '<button class="usa-button usa-button--outline">Sort</button></form>',
            format_html(' action="#{}"', self.at) if self.at else "",
            format_html_join("", '<input type="hidden" name="{}" value="{}">', parse_qsl(self.query, True)),
            _called(SORT, self.of),
            format_html_join(
                "",
                '<option value="{}"{}>{}</option>',
                (
                    (way, SafeString(" selected" if way == self.sorted_by else ""), words)
                    for way, words in ways
                ),
            ),
        )

    def _head(self, column: Column) -> str:
        if not column.sort:
            return _head(column)
        look = f' class="{column.look}"' if column.look else ""
        up, down = key_of(column), f"-{key_of(column)}"
        says = {up: ' aria-sort="ascending"', down: ' aria-sort="descending"'}.get(self.sorted_by, "")
        turned = urlencode({_called(SORT, self.of): down if self.sorted_by == up else up})
        start = f"{self.query}&{turned}" if self.query else turned
        to_it = conditional_escape(f"?{start}#{self.at}" if self.at else f"?{start}")
        return f'<th scope="col"{look}{says}><a class="sort" href="{to_it}">{conditional_escape(column.name)}</a></th>'


def state(name: str, of: Of, tones: Mapping[str, str] | None = None) -> Column:
    """A column of states: a word in files, a badge on pages. `tones`: where a state has another tone than its own."""
    told = tones or {}

    def drawn(row: Any) -> SafeString:
        word = of(row)
        return badge(word, tone=told.get(word, "")) if word else SafeString("")

    return Column(name, lambda row: state_in_words(of(row)), drawn=drawn)


def _called(name: str, of: str) -> str:
    """The name of an address for one list; on a page with several each has its own."""
    return f"{name}-{of}" if of else name


def key_of(column: Column) -> str:
    """What a column is called in an address."""
    return column.name.lower().replace(" ", "-")


def _ordered(rows: Any, columns: Sequence[Column], asked: str) -> Any:
    """The rows as the address asks them to be sorted; what no column can be sorted by changes nothing."""
    column = next((one for one in columns if one.sort and key_of(one) == asked.removeprefix("-")), None)
    if column is None:
        return rows
    sign = "-" if asked.startswith("-") else ""
    return rows.order_by(*(f"{sign}{field}" for field in (*column.sort, "pk")))


def listed(
    request: HttpRequest,
    rows: Any,
    columns: Sequence[Column],
    *,
    thing: str,
    things: str = "",
    widen: Callable[[list[Any]], None] | None = None,
    count: int | None = None,
    narrow: bool = False,
    of: str = "",
    at: str = "",
) -> Listed:
    """The page of `rows` that was asked for, sorted as was asked. The caption counts them: so many of a `thing`, of
    `things` where an s makes no plural.

    `widen`: gives the rows of this page what they show beside their own fields, read once and not joined. `count`: how
    many rows there are, where the page knows it already. `narrow`: what rows are joined with is read of this page's
    alone; worth it where all rows have to be sorted. `of`: what this list is called, on a page with several; it is the
    id of the element that holds it. `at`: that id, where the only list of a page stands below other things.
    """
    names = [_called(PAGES, of), _called(SORT, of)]
    asked = request.GET.get(names[1], "")
    found = _ordered(rows, columns, asked)
    paginator = Paginator(found, PAGE)
    if count is not None:
        paginator.__dict__["count"] = count
    page = paginator.get_page(request.GET.get(names[0]))
    if narrow:
        page.object_list = narrowly(found, page)
    if widen is not None:
        page.object_list = list(page.object_list)
        widen(page.object_list)
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    words = counted(paginator.count, thing, things)
    return Listed(page, columns, words, query.urlencode(), asked, of, at or of)


def narrowly(rows: Any, page: Page) -> Any:
    """The rows of a page: all are sorted by their keys alone, and these are read whole. Two queries."""
    shown: Any = page.object_list
    return rows.filter(pk__in=list(shown.values_list("pk", flat=True)))


def in_file(columns: Sequence[Column]) -> Columns:
    """The columns of a file, by their headings."""
    return {column.name: column.says for column in columns if column.in_file}


def file_of(
    request: HttpRequest, name: str, rows: Any, columns: Sequence[Column], of: str = ""
) -> HttpResponseBase:
    """All `rows` as the file that was asked for, in the order of the page. Ask `wants_file` first, and for the list
    `of` that name where its page has several."""
    write = rows_workbook if request.GET.get(KIND) == EXCEL else rows_file
    return write(name, in_file(columns), _ordered(rows, columns, request.GET.get(_called(SORT, of), "")))
