"""Numbers people compare, and the way from each to the rows it counts.

A link that carries a number says how many rows it opens: `data-rows="3"`. The list that answers marks what holds its
rows, a `tbody` or a list, with `data-list`: over all its pages there are exactly so many. An address with a fragment
means the lists inside the element of that id. tests/architecture/test_rows.py follows every such link.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import money

register = template.Library()


@register.simple_tag
def number(text: object, url: str = "", rows: int | None = None) -> SafeString:
    """A number, and with a `url` the link to its `rows`, as many as that list holds over all its pages. It stands in a
    cell whose row and column say what is counted.

    `rows` None: the address is about the number and lists no rows of it.
    """
    if not url:
        return format_html("{}", text)
    held = "" if rows is None else format_html(' data-rows="{}"', rows)
    return format_html('<a class="usa-link" href="{}"{}>{}</a>', url, held, text)


def _width(value: Fraction, whole: Fraction) -> int:
    """Of a thousand. What is taken back draws no bar, and nothing is longer than its whole."""
    return money.half_up(min(max(value / whole, Fraction(0)), Fraction(1)) * 1000) if whole > 0 else 0


def bar_chart(
    rows: Iterable[Mapping[str, Any]], caption: str, label: str = "What", value: str = "How many"
) -> dict[str, Any]:
    """A table whose rows carry bars. Rows hold `label`, `value` (a number), optional `text` (how it reads) and `url`
    with `rows`: where the number leads, and how many rows stand there.

    A bar is full at its row's `whole`; rows without one are the parts of one whole, and a bar is full at their sum.
    A row may hold `of`: the whole it is a part of, as a mapping of `text`, `url` and `rows`, read after the number.
    """
    kept = list(rows)
    together = sum((Fraction(row["value"]) for row in kept), Fraction(0))
    bars = [
        {
            "url": "",
            "rows": None,
            "of": None,
            "text": row["value"],
            **row,
            "width": _width(Fraction(row["value"]), Fraction(row.get("whole", together))),
        }
        for row in kept
    ]
    return {"rows": bars, "caption": caption, "label": label, "value": value}
