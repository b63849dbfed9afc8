"""Which reminder is due on which day."""

from datetime import date

import pytest

from notifications.rules import due_number

DUE = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("today", "number"),
    [
        (date(2026, 2, 21), None),
        (date(2026, 2, 22), 7),
        (date(2026, 2, 27), 7),
        (date(2026, 2, 28), 1),
        (date(2026, 3, 1), 1),
        (date(2026, 3, 2), None),
        (date(2026, 3, 4), -3),
        (date(2026, 3, 18), -3),
        (date(2026, 3, 19), None),
    ],
)
def test_the_last_number_whose_day_has_come_speaks(today: date, number: int | None) -> None:
    assert due_number((7, 1, -3), DUE, today) == number


def test_a_date_after_29_february_counts_that_day() -> None:
    assert due_number((1,), date(2028, 3, 1), date(2028, 2, 29)) == 1


def test_without_numbers_nothing_is_due() -> None:
    assert due_number((), DUE, DUE) is None
