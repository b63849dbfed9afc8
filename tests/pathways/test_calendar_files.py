"""Calendar files (.ics): whole days become lines, what else they hold is named and left out."""

from datetime import date

import pytest

from common.errors import DomainError
from pathways.forms.calendar_files import Read, read_calendar
from pathways.rules.calendar import Span

FIRST, LAST = date(2026, 7, 1), date(2027, 6, 30)
LABOR = Span(date(2026, 9, 7), date(2026, 9, 7), "Labor Day")


def read(*events: str) -> Read:
    begin = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//District//Calendar//EN\r\n"
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}END:VEVENT\r\n" for number, event in enumerate(events)
    )
    return read_calendar(f"{begin}{body}END:VCALENDAR\r\n".encode(), FIRST, LAST)


def event(name: str, starts: str, ends: str = "", more: str = "") -> str:
    end = f"DTEND{ends}\r\n" if ends else ""
    return f"SUMMARY:{name}\r\nDTSTART{starts}\r\n{end}{more}"


@pytest.mark.parametrize(
    ("written", "span"),
    [
        (event("Labor Day", ";VALUE=DATE:20260907", ";VALUE=DATE:20260908"), LABOR),
        (event("Labor Day", ";VALUE=DATE:20260907"), LABOR),
        # Some programs end a day on itself.
        (event("Labor Day", ";VALUE=DATE:20260907", ";VALUE=DATE:20260907"), LABOR),
        (event("Labor Day", ";VALUE=DATE:20260907", more="DURATION:P1D\r\n"), LABOR),
        (
            event("Thanksgiving Break", ";VALUE=DATE:20261123", ";VALUE=DATE:20261128"),
            Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving Break"),
        ),
        # Whole days by the clock: here, and in the time of Greenwich on both sides of the clock change.
        (
            event(
                "Labor Day",
                ";TZID=America/Los_Angeles:20260907T000000",
                ";TZID=America/Los_Angeles:20260908T000000",
            ),
            LABOR,
        ),
        (event("Labor Day", ":20260907T070000Z", ":20260908T070000Z"), LABOR),
        (
            event("Thanksgiving Break", ":20261123T080000Z", ":20261128T080000Z"),
            Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving Break"),
        ),
        (event("Labor Day", ":20260907T000000", ":20260908T000000"), LABOR),
        # What reaches over the year is cut to it.
        (
            event("Summer vacation", ";VALUE=DATE:20270609", ";VALUE=DATE:20270810"),
            Span(date(2027, 6, 9), date(2027, 6, 30), "Summer vacation"),
        ),
    ],
)
def test_whole_days_are_read_with_their_last_day(written: str, span: Span) -> None:
    assert read(written) == Read(None, None, (span,), ())


def test_first_and_last_day_of_instruction_are_those_of_school() -> None:
    found = read(
        event("First Day of Instruction", ";VALUE=DATE:20260813", ";VALUE=DATE:20260814"),
        event("Last day of school", ";VALUE=DATE:20270609", ";VALUE=DATE:20270610"),
    )
    assert found == Read(date(2026, 8, 13), date(2027, 6, 9), (), ())


def test_what_has_hours_repeats_or_is_no_day_off_is_named_and_left_out() -> None:
    found = read(
        event("Back to school night", ":20260910T010000Z", ":20260910T030000Z"),
        event("Holiday", ";VALUE=DATE:20260907", more="RRULE:FREQ=WEEKLY\r\n"),
        event("Breakfast with the principal", ";VALUE=DATE:20260911"),
        event("Labor Day", ";VALUE=DATE:20260907"),
    )
    assert found == Read(
        None,
        None,
        (LABOR,),
        (
            "Back to school night: it has hours, or it repeats otherwise than once a year.",
            "Holiday: it has hours, or it repeats otherwise than once a year.",
            "Breakfast with the principal, Sep 11: it does not say that there is no school.",
        ),
    )


def test_what_is_cancelled_lies_in_another_year_or_comes_twice_changes_nothing() -> None:
    labor = event("Labor Day", ";VALUE=DATE:20260907")
    found = read(
        labor,
        labor,
        event("Labor Day", ";VALUE=DATE:20250901"),
        event("Winter break", ";VALUE=DATE:20261221", more="STATUS:CANCELLED\r\n"),
    )
    assert found == Read(None, None, (LABOR,), ())
    assert read(event("Labor Day", ";VALUE=DATE:20250901")) == Read(None, None, (), (), outside=1)


def whole_day(name: str, day: str, more: str = "") -> str:
    return event(name, f";VALUE=DATE:{day}", more=more)


@pytest.mark.parametrize(
    "name",
    [
        "Veterans Day – schools closed",
        "Veteran's Day",
        "Veterans’ Day",
        "Schools not in session",
        "No instruction",
        "School is out",
        "Day off",
        "Non-instructional day",
        "Pupil-free day",
        "NO SCHOOL",
    ],
)
def test_a_day_without_school_is_known_by_what_it_is_called(name: str) -> None:
    assert read(whole_day(name, "20261111")).off == (Span(date(2026, 11, 11), date(2026, 11, 11), name),)


@pytest.mark.parametrize(
    ("name", "day", "free"),
    [
        ("Lincoln’s Day", "20270212", True),
        ("Lincoln High open house", "20270310", False),
        ("King Day", "20270118", True),
        ("Breakfast with the principal", "20261110", False),
        ("Minimum day", "20261110", False),
        ("Back to school", "20261110", False),
    ],
)
def test_where_words_leave_it_open_the_day_of_the_holiday_decides(name: str, day: str, free: bool) -> None:
    assert bool(read(whole_day(name, day)).off) == free


@pytest.mark.parametrize(
    ("name", "begins", "rule", "day"),
    [
        ("Veterans Day", "20191111", "FREQ=YEARLY", date(2026, 11, 11)),
        ("Veterans Day", "20191111", "FREQ=YEARLY;UNTIL=20271111", date(2026, 11, 11)),
        ("Labor Day", "20190902", "FREQ=YEARLY;BYMONTH=9;BYDAY=1MO", date(2026, 9, 7)),
        ("Memorial Day", "20190527", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", date(2027, 5, 31)),
    ],
)
def test_a_day_that_comes_every_year_is_read_of_this_one(
    name: str, begins: str, rule: str, day: date
) -> None:
    found = read(whole_day(name, begins, f"RRULE:{rule}\r\n"))
    assert (found.off, found.left) == ((Span(day, day, name),), ())


@pytest.mark.parametrize(
    "more",
    [
        "RRULE:FREQ=YEARLY;COUNT=3\r\n",
        "RRULE:FREQ=YEARLY;INTERVAL=2\r\n",
        "RRULE:FREQ=YEARLY;BYDAY=MO\r\n",
        "RRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20261111\r\n",
    ],
)
def test_any_other_repetition_is_named_and_left_out(more: str) -> None:
    found = read(whole_day("Holiday", "20261111", more))
    assert found == Read(
        None, None, (), ("Holiday: it has hours, or it repeats otherwise than once a year.",)
    )


def test_one_that_ended_before_is_none_of_this_year_and_february_29_comes_in_leap_years_alone() -> None:
    ended = whole_day("Holiday", "20201111", "RRULE:FREQ=YEARLY;UNTIL=20251231\r\n")
    leap = whole_day("Holiday", "20240229", "RRULE:FREQ=YEARLY\r\n")
    assert read(ended, leap).silent


def test_a_day_that_ends_a_minute_before_the_next_is_a_whole_one() -> None:
    zone = ";TZID=America/Los_Angeles:"
    found = read(event("Labor Day", f"{zone}20260907T000000", f"{zone}20260907T235900"))
    assert found.off == (LABOR,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,day\nLabor Day,2026-09-07\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Break\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:yesterday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(DomainError, match=r"^This (is no calendar file|calendar holds no event)"):
        read_calendar(content, FIRST, LAST)


def test_a_file_of_more_than_a_megabyte_is_refused() -> None:
    with pytest.raises(DomainError, match=r"^This file is larger than 1 MB\."):
        read_calendar(b" " * (1024 * 1024 + 1), FIRST, LAST)
