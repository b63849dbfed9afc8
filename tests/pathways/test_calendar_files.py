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
            "Back to school night: it has hours, or it repeats.",
            "Holiday: it has hours, or it repeats.",
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
