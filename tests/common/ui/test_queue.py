"""A queue says how many are done, marks the one on the page, and leads to the next."""

import pytest
from lxml import html

from common.ui.queue import Queue, Waiting, queue

THREE = [Waiting(name, "Team Lead <b>", f"/review/{name}/") for name in ("ana", "ben", "cruz")]


def of(here, waiting=THREE):
    return Queue("To read", "read", waiting, f"/review/{here}/", done=9, all=12)


@pytest.mark.parametrize(
    ("here", "after"), [("ana", "ben"), ("ben", "cruz"), ("cruz", "ana"), ("done already", "ana")]
)
def test_after_each_comes_the_next_and_after_the_last_the_first(here, after):
    assert of(here).next.name == after


def test_where_nothing_else_waits_nothing_comes_next():
    assert of("ana", THREE[:1]).next is None
    assert of("ana", []).next is None


def test_a_queue_is_a_list_of_links_that_marks_the_one_on_the_page():
    page = html.fromstring(str(queue(of("ben"))))
    assert (page.tag, page.get("aria-label")) == ("nav", "To read")
    assert [
        (one.get("href"), one.get("aria-current"), one.text_content()) for one in page.xpath(".//ul//a")
    ] == [
        ("/review/ana/", None, "anaTeam Lead <b>"),
        ("/review/ben/", "true", "benTeam Lead <b>"),
        ("/review/cruz/", None, "cruzTeam Lead <b>"),
    ]


def test_the_head_of_a_queue_says_how_many_are_done_and_leads_on():
    page = html.fromstring(str(queue(of("ben"))))
    assert page.xpath("string(./p)") == "9 of 12 read Next: cruz"
    assert page.xpath("./p/a/@href") == ["/review/cruz/"]
    assert html.fromstring(str(queue(of("ana", [])))).xpath("./ul | .//a") == []
