"""A digest says a few facts with their sums; each sum leads to its rows, and what is unusual says so."""

from lxml import html

from common.ui.digest import Fact, digest

FACTS = [
    Fact("It pays", "An installment <b>", "$1,912.50", "/runs/1/?show=payable&x=1#lines", 14),
    Fact("In advance", "2 people get an advance.", "2", look=True),
    Fact("Prepared", "Joan Pruitt"),
]


def drawn():
    return html.fromstring(str(digest(FACTS))).xpath("./div")


def test_a_fact_stands_with_its_sum_and_what_was_typed_is_text():
    assert [[part.text_content() for part in line] for line in drawn()] == [
        ["It pays", "An installment <b>", "$1,912.50"],
        ["In advance", "Look 2 people get an advance.", "2"],
        ["Prepared", "Joan Pruitt"],
    ]


def test_a_sum_leads_to_exactly_its_rows():
    assert [[(one.get("href"), one.get("data-rows")) for one in line.xpath(".//a")] for line in drawn()] == [
        [("/runs/1/?show=payable&x=1#lines", "14")],
        [],
        [],
    ]


def test_only_what_is_unusual_asks_to_be_looked_at():
    assert [bool(line.xpath(".//b[@class='look']")) for line in drawn()] == [False, True, False]
