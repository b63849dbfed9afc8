"""The curve of who is still there: the numbers of a textbook, and what holds of every curve."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fellows.rules.retention import Followed, after, curve, followed_at, years_between

# Weeks in remission of 21 patients given 6-MP (Freireich and others, 1963), as Kleinbaum and Klein work them out in
# "Survival Analysis"; a minus: followed until then, still in remission. The bounds are those Stata prints.
WEEKS = (6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35)
WORKED = [
    (6, 21, 3, "0.8571", "0.6197", "0.9516"),
    (7, 17, 1, "0.8067", "0.5631", "0.9228"),
    (10, 15, 1, "0.7529", "0.5032", "0.8894"),
    (13, 12, 1, "0.6902", "0.4316", "0.8491"),
    (16, 11, 1, "0.6275", "0.3675", "0.8049"),
    (22, 7, 1, "0.5378", "0.2678", "0.7468"),
    (23, 6, 1, "0.4482", "0.1881", "0.6801"),
]


def four(number: Decimal | Fraction) -> str:
    return f"{float(number):.4f}"


def test_the_curve_is_the_one_the_textbook_works_out() -> None:
    steps = curve([Followed(Fraction(abs(week)), week > 0) for week in WEEKS])
    said = []
    for step in steps:
        assert step.band is not None
        said.append((step.years, step.followed, step.left, *map(four, (step.share, *step.band))))
    assert said == WORKED


def test_a_curve_without_leaving_has_no_step_and_one_without_staying_no_band() -> None:
    assert curve([Followed(Fraction(2), False)]) == ()
    assert curve([]) == ()
    (step,) = curve([Followed(Fraction(2), True)])
    assert (step.share, step.band) == (0, None)


def test_a_step_holds_until_the_next() -> None:
    people = [Followed(Fraction(1), True), Followed(Fraction(5, 2), True), Followed(Fraction(4), False)]
    steps = curve(people)
    shares = [step.share if (step := after(steps, years)) else None for years in range(5)]
    assert shares == [None, Fraction(2, 3), Fraction(2, 3), Fraction(1, 3), Fraction(1, 3)]
    assert [followed_at(people, years) for years in range(6)] == [3, 2, 2, 1, 1, 0]


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2020, 6, 14), date(2024, 6, 14), Fraction(4)),
        (date(2020, 6, 14), date(2024, 6, 13), 3 + Fraction(365, 366)),
        (date(2020, 6, 14), date(2020, 6, 14), Fraction(0)),
        (date(2020, 6, 14), date(2020, 6, 15), Fraction(1, 365)),
        (date(2020, 2, 29), date(2021, 2, 28), Fraction(1)),
        (date(2023, 7, 1), date(2024, 3, 1), Fraction(244, 366)),
        (date(2020, 6, 14), date(2019, 1, 1), Fraction(0)),
    ],
)
def test_years_are_those_of_the_calendar(first: date, last: date, years: Fraction) -> None:
    assert years_between(first, last) == years


people = st.lists(
    st.builds(Followed, years=st.fractions(0, 12, max_denominator=4), left=st.booleans()), max_size=30
)


@given(people)
def test_the_share_only_falls_inside_its_band_and_order_is_irrelevant(found: list[Followed]) -> None:
    steps = curve(found)
    shares = [Fraction(1), *(step.share for step in steps)]
    assert all(later < before for before, later in pairwise(shares))
    for step in steps:
        assert step.band is None or 0 <= step.band[0] < float(step.share) < step.band[1] <= 1
    assert curve(found[::-1]) == steps


@given(people)
def test_where_everybody_is_followed_to_the_end_it_is_the_plain_share(found: list[Followed]) -> None:
    whole = [one if one.left else Followed(Fraction(13), False) for one in found]
    for step in curve(whole):
        assert step.share == Fraction(
            sum(not one.left or one.years > step.years for one in whole), len(whole)
        )


@given(people, st.fractions(0, 12, max_denominator=4))
def test_whoever_is_followed_and_stays_never_lowers_the_share(found: list[Followed], years: Fraction) -> None:
    more = {step.years: step.share for step in curve([*found, Followed(years, False)])}
    assert all(more[step.years] >= step.share for step in curve(found))
