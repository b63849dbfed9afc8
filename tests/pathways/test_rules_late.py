"""Until when work that comes late is taken, as a rule on plain days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.late import MOST_DAYS, in_words, taken_until

DUE = date(2027, 3, 1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
so_many = st.integers(0, MOST_DAYS)


@pytest.mark.parametrize(
    ("allows", "by_hand", "last"),
    [
        (None, None, None),
        (None, date(2027, 4, 1), None),
        (0, None, date(2027, 3, 1)),
        (14, None, date(2027, 3, 15)),
        (14, date(2027, 3, 20), date(2027, 3, 20)),
        (14, date(2027, 3, 2), date(2027, 3, 15)),
    ],
)
def test_the_last_day_is_that_of_the_offering_or_a_later_one_a_manager_allowed(allows, by_hand, last):
    assert taken_until(DUE, allows, by_hand) == last


@given(due=days, allows=so_many, by_hand=st.none() | days)
def test_on_its_day_work_is_always_taken_and_the_word_of_a_manager_never_takes_days_away(
    due, allows, by_hand
):
    last = taken_until(due, allows, by_hand)
    assert due <= taken_until(due, allows, None) <= last
    assert last in {due + timedelta(days=allows), by_hand}


@given(due=days, fewer=so_many, more=so_many, by_hand=st.none() | days)
def test_more_days_never_end_earlier(due, fewer, more, by_hand):
    fewer, more = sorted((fewer, more))
    assert taken_until(due, fewer, by_hand) <= taken_until(due, more, by_hand)


@pytest.mark.parametrize(
    ("allows", "said"),
    [
        (None, "Work that is handed in late counts in full."),
        (0, "Work is handed in by its day. Later it is taken only where a program manager allows it."),
        (
            1,
            "Work that is handed in up to 1 day late counts in full. Later it is taken only where a program manager "
            "allows it.",
        ),
        (
            14,
            "Work that is handed in up to 14 days late counts in full. Later it is taken only where a program "
            "manager allows it.",
        ),
    ],
)
def test_it_is_said_in_a_sentence(allows, said):
    assert in_words(allows) == said
