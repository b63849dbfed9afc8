"""Days and times of Los Angeles, in words and at their edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.clock import (
    clock_in_words,
    day_begins,
    day_ends,
    in_words,
    is_past,
    lasting,
    local_date,
    program_year_begins,
)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 7, 59, 59, tzinfo=UTC), date(2026, 11, 19)),
        (datetime(2026, 11, 20, 8, 0, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 7, 1, 6, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 7, 1, 7, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_a_day_begins_at_midnight_in_los_angeles(moment, day):
    assert local_date(moment) == day


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [
        (date(2026, 11, 20), datetime(2026, 11, 20, 8, tzinfo=UTC), 24),
        # The clocks go back, and forward.
        (date(2026, 11, 1), datetime(2026, 11, 1, 7, tzinfo=UTC), 25),
        (date(2027, 3, 14), datetime(2027, 3, 14, 8, tzinfo=UTC), 23),
        (date(2028, 2, 29), datetime(2028, 2, 29, 8, tzinfo=UTC), 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day, begins, hours):
    assert day_begins(day).astimezone(UTC) == begins
    assert day_ends(day).astimezone(UTC) == begins + timedelta(hours=hours)


def test_a_deadline_holds_until_the_last_second_of_its_day():
    over = datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert [is_past(date(2026, 11, 20), over - timedelta(seconds=1)), is_past(date(2026, 11, 20), over)] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (0, 0, "12:00 a.m."),
        (0, 5, "12:05 a.m."),
        (9, 30, "9:30 a.m."),
        (11, 59, "11:59 a.m."),
        (12, 0, "12:00 p.m."),
        (13, 5, "1:05 p.m."),
        (23, 59, "11:59 p.m."),
    ],
)
def test_a_time_is_said_as_clocks_show_it(hour, minute, said):
    # In July it is seven hours earlier there than in UTC.
    moment = datetime(2026, 7, 3, hour, minute, tzinfo=UTC) + timedelta(hours=7)
    assert clock_in_words(moment) == said
    assert in_words(moment) == f"Jul 3, 2026, {said}"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (2, "2 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (119, "1 minute"),
        (120, "2 minutes"),
        (3599, "59 minutes"),
        (3600, "1 hour"),
        (7199, "1 hour"),
        (7200, "2 hours"),
        # One day is said in hours: "1 day" could be anything up to two.
        (86_400, "24 hours"),
        (172_799, "47 hours"),
        (172_800, "2 days"),
        (300_000, "3 days"),
    ],
)
def test_how_long_something_lasts_is_said_in_the_largest_word_that_fits(seconds, said):
    assert lasting(seconds) == said


def test_a_program_year_begins_on_july_1():
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2027, 3, 16)]
    assert [program_year_begins(day) for day in days] == [
        date(2025, 7, 1),
        date(2026, 7, 1),
        date(2026, 7, 1),
    ]
