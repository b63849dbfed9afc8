from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from coaching.rules import default_due, standing

DUE = date(2027, 1, 31)


def test_the_windows_end_in_january_and_in_may():
    july = date(2026, 7, 1)
    assert default_due("mid_year", july) == date(2027, 1, 31)
    assert default_due("end_of_year", july) == date(2027, 5, 31)


def test_a_cycle_is_not_overdue_on_its_last_day():
    assert standing(DUE, closed=False, today=DUE) == "soon"
    assert standing(DUE, closed=False, today=date(2027, 2, 1)) == "overdue"


def test_a_cycle_is_due_soon_from_three_weeks_before():
    assert standing(DUE, closed=False, today=date(2027, 1, 10)) == "soon"
    assert standing(DUE, closed=False, today=date(2027, 1, 9)) == "later"


@given(due=st.dates(), today=st.dates())
def test_a_closed_cycle_is_done_whatever_the_day(due, today):
    assert standing(due, closed=True, today=today) == "done"
