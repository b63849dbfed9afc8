"""The links that save a list: all rows its page lists under its filters, as a file."""

from typing import Any

from django import template
from django.template import Context

from common.downloads import EXCEL, KIND, SAVE
from common.ui.lists import Listed

register = template.Library()


@register.inclusion_tag("components/save_rows.html", takes_context=True)
def save_rows(context: Context, found: Listed) -> dict[str, Any]:
    """Links to the files of a list, over all its pages; filters in the address are kept. Nothing for an empty list.
    tests/architecture/test_saved_lists.py
    follows every such link and holds the file against the page.
    """
    query = context["request"].GET.copy()
    query[SAVE] = found.of or "csv"
    url = f"?{query.urlencode()}"
    return {
        "count": found.page.paginator.count,
        "url": url,
        "of": found.of,
        "excel_url": f"{url}&{KIND}={EXCEL}",
    }
