"""The days of a school year: what serves between its first and last day, and the same in another year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.calendar import Calendar, Span, calendar_of, moved, shifted, weeks_between

WEEK = Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving")
DAYS = st.dates(date(2026, 7, 1), date(2027, 6, 30))


def test_monday_to_friday_serve_and_breaks_do_not() -> None:
    calendar = Calendar(date(2026, 11, 19), date(2026, 12, 1), (WEEK,))
    assert [day.isoformat() for day in calendar.days()] == [
        "2026-11-19",
        "2026-11-20",
        "2026-11-30",
        "2026-12-01",
    ]


def test_a_day_that_serves_besides_serves_on_a_weekend_and_in_a_break() -> None:
    besides = (Span(date(2026, 11, 21), date(2026, 11, 21)), Span(date(2026, 11, 25), date(2026, 11, 25)))
    calendar = Calendar(date(2026, 11, 20), date(2026, 11, 27), (WEEK,), besides)
    assert [day.isoformat() for day in calendar.days()] == ["2026-11-20", "2026-11-21", "2026-11-25"]


def test_what_a_list_of_days_leaves_out_is_a_break_over_weekends_too() -> None:
    days = [date(2026, 12, 17), date(2026, 12, 18), date(2027, 1, 4), date(2027, 1, 9)]
    found = calendar_of(days)
    assert found == Calendar(
        date(2026, 12, 17),
        date(2027, 1, 9),
        (
            Span(date(2026, 12, 21), date(2027, 1, 1), "No school"),
            Span(date(2027, 1, 5), date(2027, 1, 8), "No school"),
        ),
        (Span(date(2027, 1, 9), date(2027, 1, 9)),),
    )


def test_a_break_that_is_known_keeps_its_name() -> None:
    days = [day for day in Span(date(2026, 11, 20), date(2026, 11, 30)).days() if day not in set(WEEK.days())]
    found = calendar_of([day for day in days if day.weekday() < 5], [WEEK])
    assert found is not None
    assert found.off == (WEEK,)


@given(st.sets(DAYS, min_size=1))
def test_a_calendar_made_of_days_has_exactly_these_days(days: set[date]) -> None:
    found = calendar_of(days)
    assert found is not None
    assert set(found.days()) == days


def test_no_days_make_no_calendar() -> None:
    assert calendar_of([]) is None


@pytest.mark.parametrize("year", range(2020, 2040))
def test_thanksgiving_stays_thanksgiving_from_year_to_year(year: int) -> None:
    november = date(year, 11, 1)
    fourth = november + timedelta(days=(3 - november.weekday()) % 7 + 21)
    next_november = date(year + 1, 11, 1)
    expected = next_november + timedelta(days=(3 - next_november.weekday()) % 7 + 21)
    assert fourth + weeks_between(date(year, 7, 1), date(year + 1, 7, 1)) == expected


@given(st.integers(2000, 2090), st.integers(1, 5), DAYS)
def test_a_shifted_day_keeps_its_weekday_and_moves_by_less_than_a_week_against_the_date(
    year: int, later: int, day: date
) -> None:
    by = weeks_between(date(year, 7, 1), date(year + later, 7, 1))
    assert (day + by).weekday() == day.weekday()
    assert abs(by - (date(year + later, 7, 1) - date(year, 7, 1))) < timedelta(days=7)


def test_a_calendar_is_shifted_whole_and_cut_to_its_year() -> None:
    last = Calendar(
        date(2026, 8, 13),
        date(2027, 6, 9),
        (Span(date(2026, 7, 1), date(2026, 7, 3), "Summer"), WEEK),
        (Span(date(2027, 1, 9), date(2027, 1, 9)),),
    )
    found = shifted(last, timedelta(weeks=52), date(2027, 7, 1), date(2028, 6, 30))
    assert found == Calendar(
        date(2027, 8, 12),
        date(2028, 6, 7),
        (
            Span(date(2027, 7, 1), date(2027, 7, 2), "Summer"),
            Span(date(2027, 11, 22), date(2027, 11, 26), "Thanksgiving"),
        ),
        (Span(date(2028, 1, 8), date(2028, 1, 8)),),
    )


def day_after(name: str, was: date, starts: int) -> date | None:
    """The day of a holiday of the year before in the program year that begins in July `starts`."""
    first, last = date(starts, 7, 1), date(starts + 1, 6, 30)
    found = moved(Span(was, was, name), weeks_between(date(starts - 1, 7, 1), first), first, last)
    return found.first if found else None


@pytest.mark.parametrize(
    ("name", "was", "becomes"),
    [
        ("Veterans Day", date(2026, 11, 11), date(2027, 11, 11)),
        ("Independence Day", date(2025, 7, 4), date(2026, 7, 3)),  # A Saturday, kept on the Friday.
        ("New Year’s Day", date(2027, 1, 1), date(2027, 12, 31)),  # January 1, 2028 is a Saturday.
        ("New Year’s Day (observed)", date(2027, 12, 31), date(2029, 1, 1)),
        ("Juneteenth", date(2026, 6, 19), date(2027, 6, 18)),
        ("Christmas", date(2026, 12, 25), date(2027, 12, 24)),
        ("César E. Chávez Day", date(2027, 3, 31), date(2028, 3, 31)),
        ("No school", date(2026, 11, 11), date(2027, 11, 11)),
        ("", date(2026, 11, 11), date(2027, 11, 11)),
        # Which Monday of its month; by whole weeks it would come on the second one.
        ("Labor Day", date(2029, 9, 3), date(2030, 9, 2)),
        ("M. L. King Jr. Day", date(2027, 1, 18), date(2028, 1, 17)),
        ("Memorial Day", date(2027, 5, 31), date(2028, 5, 29)),
        # A day a school keeps elsewhere, and what only lies on such a day, go with their weekday.
        ("César Chávez Day", date(2027, 3, 26), date(2028, 3, 24)),
        ("Staff development", date(2026, 11, 11), date(2027, 11, 10)),
        ("Christmas Eve", date(2026, 12, 24), date(2027, 12, 23)),
    ],
)
def test_a_holiday_that_has_its_day_of_every_year_keeps_it(name: str, was: date, becomes: date) -> None:
    starts = was.year + (was.month > 6)
    assert day_after(name, was, starts) == becomes


def test_a_holiday_that_does_not_come_in_a_short_year_falls_out() -> None:
    veterans = Span(date(2026, 11, 11), date(2026, 11, 11), "Veterans Day")
    assert moved(veterans, timedelta(weeks=52), date(2028, 1, 1), date(2028, 6, 30)) is None
