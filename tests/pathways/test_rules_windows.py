"""The days between which people apply for a role of a year."""

from datetime import date

import pytest

from pathways.rules.windows import window_errors

STARTS, LAST = date(2028, 7, 1), date(2029, 6, 30)
TOO_LATE = "The program year ends on June 30, 2029. Choose that day or an earlier one."
TOO_EARLY = (
    "The program year begins on July 1, 2028, and people apply a year before it at most. Choose July 1, 2027 or a "
    "later day."
)
UPSIDE_DOWN = "The last day to apply lies before the first. Put the days in order."


@pytest.mark.parametrize(
    ("opens", "closes", "errors"),
    [
        (date(2028, 2, 1), date(2028, 4, 1), {}),
        (date(2027, 7, 1), date(2029, 6, 30), {}),
        (date(2029, 6, 30), date(2029, 7, 1), {"closes": TOO_LATE}),
        (date(2030, 12, 1), date(2030, 12, 2), {"opens": TOO_LATE, "closes": TOO_LATE}),
        (date(2027, 6, 30), date(2028, 4, 1), {"opens": TOO_EARLY}),
        (date(2020, 1, 1), date(2020, 2, 1), {"opens": TOO_EARLY, "closes": TOO_EARLY}),
        (date(2028, 4, 2), date(2028, 4, 1), {"closes": UPSIDE_DOWN}),
        (None, date(2028, 4, 1), {}),
        (date(2028, 4, 1), None, {}),
    ],
)
def test_people_apply_from_a_year_before_the_year_until_its_last_day(opens, closes, errors):
    assert window_errors({"opens": opens, "closes": closes}, STARTS, LAST) == errors


def test_a_year_before_february_29_is_the_last_day_of_that_february():
    days = {"opens": date(2027, 2, 28), "closes": date(2027, 2, 27)}
    assert window_errors(days, date(2028, 2, 29), LAST)["closes"].endswith(
        "Choose February 28, 2027 or a later day."
    )
