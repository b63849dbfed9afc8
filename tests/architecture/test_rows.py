"""Every number leads to exactly its rows: every link that says how many rows it opens is followed, as every hat.

A link carries `data-rows`, the lists that answer carry `data-list` (common/ui/numbers.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
import time_machine
from django.test import Client

from tests.architecture.asked import HATS
from tests.architecture.crowd import MORE, crowd
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# A Monday in November, and one near the end of the year, when more is overdue and leaders are attested.
DAYS = {"November": datetime(2026, 11, 23, 18, tzinfo=UTC), "May": datetime(2027, 5, 17, 18, tzinfo=UTC)}
PAGES = ("/", "/?show=overdue", "/waiting/", "/reports/", "/reports/?year=2025-26", "/messages/?state=failed")
# A list of more pages than this goes round in circles.
MOST_PAGES = 20
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

# Numbers of the reports that no page lists row by row, by the beginning of their row's section, each with its reason.
WITHOUT_ROWS = {"schools": "sums of stipends, which a director reads without the lines they are made of"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def said(self) -> str:
        return " ".join(" ".join(one.text for one in self.walk()).split())


class Page(HTMLParser):
    """The elements of a page, each knowing those inside it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = self.here = Element("", {})
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        new = Element(tag, dict(attrs), self.here)
        self.here.children.append(new)
        if tag not in VOID:
            self.here = new

    def handle_endtag(self, tag: str) -> None:
        found: Element | None = self.here
        while found is not None and found.tag != tag:
            found = found.parent
        if found is not None and found.parent is not None:
            self.here = found.parent

    def handle_data(self, data: str) -> None:
        self.here.text += data

    def named(self, name: str) -> Element:
        """The element an address with this fragment leads to; the whole page without one."""
        found = [one for one in self.root.walk() if not name or one.attributes.get("id") == name]
        assert found, f"Nothing on the page is called {name}."
        return found[0]


def rows_at(client: Client, url: str, *, wanted: int) -> int:
    """How many rows the lists at this address hold, all pages together; -1 for an address without a list, unless none
    is `wanted`."""
    path, fragment = urldefrag(url)
    rows = 0
    for _ in range(MOST_PAGES):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        inside = list(Page(answer.content.decode()).named(fragment).walk())
        lists = [one for one in inside if "data-list" in one.attributes]
        if not lists and wanted:
            return -1
        rows += sum(child.tag in {"tr", "li"} for one in lists for child in one.children)
        following = [one.attributes["href"] for one in inside if one.attributes.get("rel") == "next"]
        if not following:
            return rows
        assert len(set(following)) == 1, f"{url} has several lists of several pages."
        path = urljoin(path, following[0] or "")
    raise AssertionError(f"{url} has no last page.")


def page_of(client: Client, path: str) -> Page | None:
    answer = client.get(path)
    assert answer.status_code in {200, 403}, (path, answer.status_code)
    return Page(answer.content.decode()) if answer.status_code == 200 else None


@pytest.fixture(scope="module")
def busy(world: World) -> World:
    """The small world with several rows behind each number, and others beside them that it does not count."""
    crowd(world)
    return world


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("hat", [*HATS, *MORE])
def test_every_number_leads_to_exactly_as_many_rows(busy: World, hat: str, day: str) -> None:
    with time_machine.travel(DAYS[day], tick=False):
        client = Client()
        client.force_login(busy.people[hat])
        wrong, known = {}, {}
        for path in PAGES:
            page = page_of(client, path)
            for link in page.root.walk() if page else ():
                if (said := link.attributes.get("data-rows")) is None:
                    continue
                url = urljoin(path, link.attributes["href"] or "")
                if url not in known:
                    known[url] = rows_at(client, url, wanted=int(said))
                if known[url] != int(said):
                    wrong[path, link.said(), url] = (int(said), known[url])
    assert wrong == {}


@pytest.mark.parametrize("hat", [*HATS, *MORE])
def test_every_number_of_a_chart_of_the_reports_is_such_a_link(busy: World, hat: str) -> None:
    client = Client()
    client.force_login(busy.people[hat])
    page = page_of(client, "/reports/")
    charts = [one for one in page.root.walk() if one.tag == "section"] if page else []
    bare = {
        str(chart.attributes["aria-labelledby"])
        for chart in charts
        for cell in chart.walk()
        if cell.tag == "td" and cell.attributes.get("class") == "number"
        if not all("data-rows" in link.attributes for link in cell.children) or not cell.children
    }
    assert bare <= set(WITHOUT_ROWS)
