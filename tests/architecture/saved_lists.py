"""A list as its page shows it, over all its pages, and as the file of its link holds it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.test import Client
from lxml import html

from common.clock import LOS_ANGELES, day_in_words, in_words
from common.money import dollars

MARK = "\ufeff"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = {"", "–"}
# Of the choices of one filter; there are twenty-four months.
MOST = 12
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
AMOUNT = re.compile(r"-?\d+\.\d\d")


def plain(text: str) -> str:
    """Text as people read it: without what isolates a name, and with single spaces."""
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def as_shown(cell: str) -> str:
    """What a cell of a file reads like on a page: days, moments and amounts are written for people there."""
    if DAY.fullmatch(cell):
        return day_in_words(date.fromisoformat(cell))
    if MOMENT.fullmatch(cell):
        return in_words(datetime.fromisoformat(cell).replace(tzinfo=LOS_ANGELES))
    if AMOUNT.fullmatch(cell):
        return dollars(int(cell.replace(".", "")))
    return plain(cell)


@dataclass
class Shown:
    """The rows of a list as text, with the caption they stand under; what their cells say; where each leads; the
    link that saves them; and what the filters narrow them to and the headings sort them by."""

    rows: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    saves: str = ""
    filters: list[dict[str, str]] = field(default_factory=list)


def shown(client: Client, path: str, of: str = "") -> Shown:
    """The list at an address, over all its pages; that inside the element whose id is `of`, where it has several."""
    found = Shown()
    while path:
        answer = client.get(path)
        if answer.status_code != 200:
            return found
        page = html.fromstring(answer.content.decode())
        if not found.rows:
            heads = page.xpath(
                f"//*[@id='{of}']//a[@class='sort']/@href" if of else "//a[@class='sort']/@href"
            )
            found.filters = [*filters_of(page), *(dict(parse_qsl(urlsplit(head).query)) for head in heads)]
        links = page.xpath(f"//a[@data-saves='{of}']/@href")
        found.saves = found.saves or (urljoin(path, links[0]) if links else "")
        within = f"//*[@id='{of}']" if of else ""
        for row in page.xpath(f"{within}//*[@data-list]/*"):
            caption = row.xpath("string(ancestor::table/caption)")
            found.rows.append(plain(f"{caption} {row.text_content()}"))
            cells = [plain(cell.text_content()) for cell in row if not only_pressed(cell)]
            found.cells.append([cell for cell in cells if cell not in EMPTY])
            found.links.append(next(iter(row.xpath(".//a/@href")), ""))
        following = page.xpath(f"{within}//nav[@aria-label='Pages']//a[@rel='next']/@href")
        path = urljoin(path, following[0]) if following else ""
    return found


def only_pressed(cell: html.HtmlElement) -> bool:
    """Whether a cell says nothing but what can be done."""
    return cell.tag == "td" and len(cell) == 1 and cell[0].tag == "a" and not plain(cell.text or "")


def filters_of(page: html.HtmlElement) -> Iterator[dict[str, str]]:
    """What the filters of a page narrow its list to: each choice of each, and a few letters that some rows hold."""
    for form in page.xpath("//div[contains(@class,'filters')]//form | //form[contains(@class,'filters')]"):
        for select in form.xpath(".//select"):
            values = [option.get("value", option.text_content()) for option in select.xpath("./option")]
            for value in list(filter(None, values))[:MOST]:
                yield {select.get("name"): value}
        if form.xpath(".//input[@name='q']"):
            yield {"q": "family"}
            yield {"q": "nobody is called so"}


def narrowed(path: str, to: dict[str, str]) -> str:
    return f"{path}{'&' if '?' in path else '?'}{urlencode(to)}"


def file_of(client: Client, address: str) -> list[list[str]]:
    """The headings and rows of a file, after its mark."""
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8", address
    text = b"".join(answer.streaming_content).decode()
    assert text[0] == MARK
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def is_workbook(client: Client, address: str) -> bool:
    """Whether an address gives a workbook."""
    answer = client.get(address)
    begins = b"".join(answer.streaming_content)[:2]
    return (answer.headers["Content-Type"], begins) == (WORKBOOK, b"PK")


def behind(client: Client, path: str, link: str, words: str) -> str:
    """What a person reads when they follow a row, and for an address what their search tells them."""
    pages = [urljoin(path, link)] if link else []
    pages += [f"/search/?{urlencode({'q': words})}"] if "@" in words else []
    answers = [client.get(page) for page in pages]
    return plain(" ".join(html.fromstring(one.content.decode()).text_content() for one in answers))


def numbers(client: Client, path: str) -> dict[str, tuple[int, int]]:
    """Each link of a page that says how many rows it opens: as many as it says, and as many as are there."""
    page = html.fromstring(client.get(path).content.decode())
    found: dict[str, tuple[int, int]] = {}
    for link in page.xpath("//a[@data-rows]"):
        words, href = plain(link.text_content()), link.get("href")
        there = len(shown(client, urljoin(path, href)).rows)
        found[f"{words} {href}" if words in found else words] = (int(link.get("data-rows")), there)
    return found


def right(found: dict[str, tuple[int, int]]) -> dict[str, int]:
    """How many rows each opens, where it says so rightly."""
    return {words: said for words, (said, there) in found.items() if said == there}
