"""A strip draws one person's year: lanes over months, each mark a link that says what it is."""

from datetime import date

import pytest
from lxml import html

from common.ui.strip import Lane, Mark, strip

STARTS, ENDS, TODAY = date(2026, 7, 1), date(2027, 7, 1), date(2027, 2, 11)
LANES = [
    Lane(
        "Sessions",
        [
            Mark(date(2026, 10, 14), "session", "lost", "Seminar 2: absent", "/s/2/"),
            Mark(date(2026, 8, 4), "session", "done", "Institute <b>: present", "/s/1/"),
            Mark(date(2026, 8, 3), "session", "done", "Institute, day 1: present", "/s/0/"),
        ],
    ),
    Lane("Work", []),
    Lane("Pay", [Mark(date(2027, 7, 20), "pay", "done", "Final run: $900.00", "/p/1/")]),
]


def drawn():
    return html.fromstring(str(strip(LANES, STARTS, ENDS, TODAY)))


def lane(name):
    [months] = drawn().xpath(f"//ol[@aria-label='{name}, by month']")
    return [[(one.get("href"), one.text_content()) for one in month.xpath(".//a")] for month in months]


def test_each_mark_is_a_link_in_its_month_that_says_what_it_is():
    assert lane("Sessions") == [
        [],
        [
            ("/s/0/", "Institute, day 1: present, Aug 3, 2026"),
            ("/s/1/", "Institute <b>: present, Aug 4, 2026"),
        ],
        [],
        [("/s/2/", "Seminar 2: absent, Oct 14, 2026")],
        *[[] for _ in range(8)],
    ]


def test_what_comes_after_the_year_stands_at_its_end():
    assert lane("Pay")[-1] == [("/p/1/", "Final run: $900.00, Jul 20, 2027")]


def test_a_lane_that_holds_nothing_is_not_drawn_nor_is_a_strip_of_none():
    assert drawn().xpath("//p[@class='strip__label']/text()") == ["Sessions", "Pay"]
    assert strip([Lane("Work", [])], STARTS, ENDS, TODAY) == ""


def test_the_months_of_the_year_are_named_and_this_one_is_marked():
    names = drawn().xpath("//div[@aria-hidden='true']//span[contains(@class,'strip__month')]")
    assert " ".join(one.text for one in names) == "Jul Aug Sep Oct Nov Dec Jan Feb Mar Apr May Jun"
    assert [one.text for one in names if "today" in one.get("class")] == ["Feb"]


@pytest.mark.parametrize(("shape", "look"), [("star", "done"), ("session", "late")])
def test_a_mark_of_an_unknown_shape_or_look_is_no_mark(shape, look):
    with pytest.raises(ValueError, match="A mark has one of the shapes"):
        Mark(TODAY, shape, look, "", "/")
