"""A series falls on its weekday, in its time, as often as it says; a day in a break is left out and another offered."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.calendar import Span
from seminars.rules.series import (
    LAST,
    MOST,
    SATURDAY,
    WEEK,
    WHICH,
    Found,
    Series,
    break_on,
    days_of,
    found_in,
    next_free,
)

WEDNESDAY = 2
SPRING = Span(date(2028, 4, 10), date(2028, 4, 14), "Spring break")
days = st.dates(date(2026, 7, 1), date(2028, 6, 30))
monthly = st.sampled_from(sorted(WHICH))
WHICHEVER = monthly | st.none()


@st.composite
def series(draw, which=WHICHEVER):
    first, last = sorted([draw(days), draw(days)])
    return Series(draw(st.integers(0, 6)), first, last, draw(which), draw(st.integers(1, 5)))


@st.composite
def breaks(draw):
    firsts = draw(st.lists(days, max_size=6))
    return tuple(Span(day, day + timedelta(days=draw(st.integers(0, 15))), "Break") for day in firsts)


def test_the_second_wednesdays_of_a_year_leave_the_spring_break_out_and_offer_the_week_after():
    found = found_in(Series(WEDNESDAY, date(2027, 9, 1), date(2028, 4, 30), 2), [SPRING])
    assert found == [
        Found(date(2027, 9, 8)),
        Found(date(2027, 10, 13)),
        Found(date(2027, 11, 10)),
        Found(date(2027, 12, 8)),
        Found(date(2028, 1, 12)),
        Found(date(2028, 2, 9)),
        Found(date(2028, 3, 8)),
        Found(date(2028, 4, 12), "Spring break", date(2028, 4, 19)),
    ]


def test_every_third_week_is_counted_from_the_first_such_day():
    found = days_of(Series(WEDNESDAY, date(2027, 9, 2), date(2027, 11, 1), None, 3))
    assert list(found) == [date(2027, 9, 8), date(2027, 9, 29), date(2027, 10, 20)]


def test_the_last_of_a_month_is_the_fourth_or_the_fifth():
    found = days_of(Series(WEDNESDAY, date(2027, 9, 2), date(2027, 12, 31), LAST))
    assert list(found) == [date(2027, 9, 29), date(2027, 10, 27), date(2027, 11, 24), date(2027, 12, 29)]


@given(series())
def test_every_day_is_its_weekday_in_its_time_and_in_order(one):
    found = list(days_of(one))
    assert found == sorted(set(found))
    assert {day.weekday() for day in found} <= {one.weekday}
    assert all(one.first <= day <= one.last for day in found)
    assert len(found) <= MOST


@given(series(which=monthly))
def test_of_each_month_it_is_the_one_that_is_meant_and_none_is_missed(one):
    found = set(days_of(one))
    day, asked = one.first, set()
    while day <= one.last:
        if day.weekday() == one.weekday and is_which(day, one.which):
            asked.add(day)
        day += timedelta(days=1)
    assert found == set(sorted(asked)[:MOST])


def is_which(day, which):
    if which == LAST:
        return (day + WEEK).month != day.month
    return (day.day - 1) // 7 + 1 == which


@given(series(which=st.none()))
def test_weeks_between_two_days_are_as_many_as_were_said(one):
    found = list(days_of(one))
    assert {later - day for day, later in pairwise(found)} <= {one.weeks * WEEK}
    if (one.last - one.first).days >= 6:
        assert found
        assert (found[0] - one.first).days < 7


@given(series(), breaks())
def test_what_is_offered_instead_is_free_in_its_time_on_its_weekday_and_taken_by_no_other(one, off):
    found = found_in(one, off)
    assert [each.day for each in found] == list(days_of(one))
    taken = {each.day for each in found if not each.free}
    assert all(each.free == break_on(each.day, off) for each in found)
    assert all(each.instead is None for each in found if not each.free)
    for each in found:
        if each.instead is not None:
            assert each.instead.weekday() == one.weekday or one.weekday >= SATURDAY > each.instead.weekday()
            assert each.day < each.instead <= one.last
            assert not break_on(each.instead, off)
            assert each.instead not in taken
    offered = [each.instead for each in found if each.instead]
    assert len(offered) == len(set(offered))


def test_for_a_saturday_the_next_day_of_school_is_offered():
    last = date(2028, 5, 31)
    assert next_free(date(2028, 4, 8), last, [SPRING]) == date(2028, 4, 17)


@pytest.mark.parametrize(
    ("last", "instead"), [(date(2028, 4, 19), date(2028, 4, 19)), (date(2028, 4, 18), None)]
)
def test_nothing_is_offered_after_the_last_day(last, instead):
    assert next_free(date(2028, 4, 12), last, [SPRING]) == instead


def test_a_break_without_a_name_is_a_break():
    assert break_on(date(2028, 4, 12), [Span(date(2028, 4, 10), date(2028, 4, 14))]) == "a break"
