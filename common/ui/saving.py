"""The link that saves a list: all rows its page lists under its filters, as a file."""

from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

from common.downloads import EXCEL, KIND, SAVE

register = template.Library()


@register.inclusion_tag("components/save_rows.html", takes_context=True)
def save_rows(context: Context, page: Page, of: str = "", excel: bool = False) -> dict[str, Any]:
    """A link to the file of a list, over all its pages; filters in the address are kept. Nothing for an empty list.

    `of`: the id of the element that holds the list, on a page with several; its view is asked for it by that name.
    `excel`: its view gives a workbook, too.
    tests/architecture/test_saved_lists.py
    follows every such link and holds the file against the page.
    """
    query = context["request"].GET.copy()
    query[SAVE] = of or "csv"
    url = f"?{query.urlencode()}"
    return {
        "count": page.paginator.count,
        "url": url,
        "of": of,
        "excel_url": f"{url}&{KIND}={EXCEL}" if excel else "",
    }
