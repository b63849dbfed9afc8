"""Days as people write them: read as meant, or refused with their line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.calendar import Span
from pathways.rules.lines import LinesError, Within, days_in, lines_of, spans_in

YEAR = Within("2026-27", date(2026, 7, 1), date(2027, 6, 30))
THANKSGIVING = Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving")
WINTER = Span(date(2026, 12, 21), date(2027, 1, 8), "Winter break")
LABOR = Span(date(2026, 9, 7), date(2026, 9, 7), "Labor Day")


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Nov 23–27 Thanksgiving", THANKSGIVING),
        ("Nov 23-27: Thanksgiving", THANKSGIVING),
        ("Nov 23 - 27 Thanksgiving", THANKSGIVING),
        ("Nov 23–27, 2026 Thanksgiving", THANKSGIVING),
        ("November 23rd through November 27th: Thanksgiving", THANKSGIVING),
        ("Mon, Nov 23 – Fri, Nov 27 Thanksgiving", THANKSGIVING),
        ("Monday, November 23 to Friday, November 27, 2026, Thanksgiving", THANKSGIVING),
        ("2026-11-23 to 2026-11-27 Thanksgiving", THANKSGIVING),
        ("11/23-11/27 Thanksgiving", THANKSGIVING),
        ("11/23/2026 - 11/27/2026\tThanksgiving", THANKSGIVING),
        ("Thanksgiving: Nov 23–27", THANKSGIVING),
        ("Thanksgiving (11/23–11/27/26)", THANKSGIVING),
        ("Dec 21 – Jan 8 Winter break", WINTER),
        ("Winter break 12/21/26-1/8/27", WINTER),
        ("Sep 7 Labor Day", LABOR),
        ("Sept. 7 Labor Day", LABOR),
        ("Labor Day, Monday, September 7", LABOR),
        ("mar 31 César Chávez", Span(date(2027, 3, 31), date(2027, 3, 31), "César Chávez")),
        ("May 31", Span(date(2027, 5, 31), date(2027, 5, 31))),
    ],
)
def test_a_line_is_read_as_it_is_meant(line: str, meant: Span) -> None:
    assert spans_in(line, YEAR) == (meant,)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Thanksgiving", "“Thanksgiving” names no day. Write it like “Nov 23–27 Thanksgiving”."),
        ("Nov 31 Holiday", "“Nov 31” is no day. Write it like “Nov 23–27 Thanksgiving”."),
        ("Feb 29 Leap day", "“Feb 29” is no day. Write it like “Nov 23–27 Thanksgiving”."),
        ("Tue, Nov 23 Holiday", "November 23, 2026 is a Monday. Correct the day or its weekday."),
        ("Nov 27–23 Holiday", "It ends on November 23, 2026, before it begins. Correct its days."),
        ("Sep 7, Nov 11 Holidays", "It names more than one day. Write each on a line of its own."),
        (
            "Nov 23, 2025 Holiday",
            "November 23, 2025 is not in 2026-27, which lasts from July 1, 2026 to June 30, 2027. Take it out or "
            "correct the year.",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_number(line: str, words: str) -> None:
    with pytest.raises(LinesError) as refusal:
        spans_in(f"Sep 7 Labor Day\n\n{line}", YEAR)
    assert str(refusal.value) == f"Line 3: {words}"


def test_all_lines_that_cannot_be_are_told_ten_at_most_and_how_many_more() -> None:
    with pytest.raises(LinesError) as refusal:
        spans_in("Spring\nSep 7 Labor Day\nNov 31 Holiday", YEAR)
    assert refusal.value.told == (
        "Line 1: “Spring” names no day. Write it like “Nov 23–27 Thanksgiving”.",
        "Line 3: “Nov 31” is no day. Write it like “Nov 23–27 Thanksgiving”.",
    )
    for lines, left in ((10, "Line 10"), (11, "And 1 line more."), (13, "And 3 lines more.")):
        with pytest.raises(LinesError) as refusal:
            days_in("\n".join(["Feb 30"] * lines), YEAR)
        assert (len(refusal.value.told), refusal.value.told[-1].startswith(left)) == (min(lines, 11), True)


def test_lines_come_in_the_order_of_their_days_each_once() -> None:
    assert spans_in("Dec 21 – Jan 8 Winter break\nSep 7 Labor Day\n\nSep 7 Labor Day\n", YEAR) == (
        LABOR,
        WINTER,
    )


@given(
    st.dates(YEAR.first, YEAR.last),
    st.dates(YEAR.first, YEAR.last),
    st.sampled_from(["", "Thanksgiving", "Winter break", "Día de los Muertos", "Staff day (A–L)"]),
)
def test_a_span_that_is_written_is_read_back_as_the_same(one: date, other: date, name: str) -> None:
    span = Span(min(one, other), max(one, other), name)
    assert spans_in(lines_of([span]), YEAR) == (span,)


def test_a_pasted_list_names_days_in_any_of_these_ways() -> None:
    pasted = "Service day\n2026-08-13, 2026-08-14\nMon\t8/17/2026\t3\nAug 20 – Aug 24\n"
    assert [day.isoformat() for day in days_in(pasted, YEAR).days] == [
        "2026-08-13",
        "2026-08-14",
        "2026-08-17",
        "2026-08-20",
        "2026-08-21",
        "2026-08-24",
    ]


def test_a_pasted_line_without_a_day_is_refused_by_its_number() -> None:
    with pytest.raises(
        LinesError, match=r"^Line 2: “Tuesday” names no day\. Write it like 8/13/2026 or Aug 13\.$"
    ):
        days_in("2026-08-13\nTuesday", YEAR)


@pytest.mark.parametrize("line", ["12-Aug-26", "8.12.2026", "Days of 2026-27"])
def test_a_first_pasted_line_with_a_number_is_refused_like_any_other(line: str) -> None:
    with pytest.raises(LinesError) as refusal:
        days_in(f"\n{line}\n2026-08-13", YEAR)
    assert str(refusal.value) == f"Line 2: “{line}” names no day. Write it like 8/13/2026 or Aug 13."


def test_a_pasted_day_that_is_none_is_told_how_a_day_is_written() -> None:
    with pytest.raises(
        LinesError, match=r"^Line 1: “Feb 30” is no day\. Write it like 8/13/2026 or Aug 13\.$"
    ):
        days_in("Feb 30", YEAR)


def test_a_pasted_list_says_what_was_left_out_as_its_heading_and_which_days_stand_twice() -> None:
    read = days_in("\nService day\n8/13/2026\nAug 12 – Aug 14\n2026-08-20\nAug 20, Aug 20\n", YEAR)
    assert (read.heading, read.twice) == ("Service day", (date(2026, 8, 13), date(2026, 8, 20)))
    assert (
        read.beside == "“Service day” was left out: it is read as a heading. Pasted twice: Aug 13 and Aug 20."
    )
    assert days_in("8/13/2026", YEAR).beside == ""
    many = days_in("Aug 10 – Aug 14\nAug 10 – Aug 14", YEAR)
    assert many.beside == "Pasted twice: Aug 10, Aug 11, Aug 12 and 2 more."
