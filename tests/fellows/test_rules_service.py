"""Service owed and done, where the worked examples are silent."""

import math
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.reading import FieldError, Fields
from fellows.rules import Period, Service, Terms, TermsError, Year, parse_terms, service, years_credited
from fellows.rules.service import FTE_RULES, GRANULARITIES

FOUR_YEARS = Terms(
    required_years=Fraction(4),
    window_years=8,
    granularity="day",
    half_year_counts=False,
    fte="accumulate",
    fte_threshold=Fraction(1, 2),
)
GRADUATED = date(2027, 8, 20)
FULL = Period(180, Fraction(1), qualifies=True, verified=True)


def year(*periods: Period, days: int = 180) -> Year:
    return Year(days, periods)


def stands(
    today: date, done: int = 0, terms: Terms = FOUR_YEARS, suspended: int = 0, discharged: bool = False
) -> Service:
    return service(terms, [year(FULL)] * done, GRADUATED, today, suspended, discharged)


# --- credit of a year --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("granularity", "days", "credit"),
    [
        ("day", 89, "89/180"),
        ("month", 89, "2/5"),
        ("month", 18, "1/10"),
        ("month", 17, "0"),
        ("semester", 89, "0"),
        ("semester", 90, "1/2"),
        ("semester", 179, "1/2"),
        ("year", 179, "0"),
        ("year", 180, "1"),
    ],
)
def test_days_are_credited_in_whole_parts(granularity, days, credit):
    terms = replace(FOUR_YEARS, granularity=granularity)
    assert years_credited(terms, year(replace(FULL, days=days))) == Fraction(credit)


@pytest.mark.parametrize(
    ("rule", "fte", "credit"),
    [
        ("accumulate", "3/5", "3/5"),
        ("accumulate", "6/5", "1"),
        ("full_time", "99/100", "0"),
        ("full_time", "1", "1"),
        ("threshold", "1/2", "1"),
        ("threshold", "49/100", "0"),
    ],
)
def test_the_weight_of_part_time_follows_the_terms(rule, fte, credit):
    terms = replace(FOUR_YEARS, fte=rule)
    assert years_credited(terms, year(replace(FULL, fte=Fraction(fte)))) == Fraction(credit)


@pytest.mark.parametrize("fact", [{"qualifies": False}, {"verified": False}, {"suspended": True}])
def test_service_that_does_not_count_earns_nothing(fact):
    half = replace(FULL, days=90)
    assert years_credited(FOUR_YEARS, year(half, replace(half, **fact))) == Fraction(1, 2)


def test_two_posts_at_once_never_credit_more_than_a_year():
    assert years_credited(FOUR_YEARS, year(FULL, FULL)) == 1


def test_a_year_nobody_served_in_needs_no_calendar_and_another_is_refused():
    assert years_credited(FOUR_YEARS, year(days=0)) == 0
    with pytest.raises(TermsError, match="has no service days"):
        years_credited(FOUR_YEARS, year(FULL, days=0))


# --- dates -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("graduated", "starts"),
    [
        (date(2027, 6, 30), date(2027, 7, 1)),
        (date(2027, 7, 1), date(2027, 7, 1)),
        (date(2027, 7, 2), date(2028, 7, 1)),
    ],
)
def test_service_starts_on_the_first_of_july_on_or_after_graduation(graduated, starts):
    assert service(FOUR_YEARS, [], graduated, graduated).service_starts == starts


@pytest.mark.parametrize(
    ("months", "deadline"),
    [(0, date(2036, 7, 1)), (5, date(2036, 12, 1)), (6, date(2037, 1, 1)), (18, date(2038, 1, 1))],
)
def test_suspension_months_move_the_deadline(months, deadline):
    assert stands(GRADUATED, suspended=months).deadline == deadline


def test_without_a_window_there_is_no_deadline_and_no_risk():
    result = stands(date(2090, 1, 1), terms=replace(FOUR_YEARS, window_years=None))
    assert (result.deadline, result.standing) == (None, "in_progress")


# --- standing ----------------------------------------------------------------------------------------
DEADLINE = date(2036, 7, 1)


def test_on_the_deadline_the_window_is_over():
    assert stands(DEADLINE - timedelta(days=1), done=3).standing == "at_risk"
    assert stands(DEADLINE, done=3).standing == "ended_unfulfilled"


def test_risk_begins_when_fewer_days_are_left_than_are_owed():
    assert stands(DEADLINE - timedelta(days=365), done=3).standing == "in_progress"
    assert stands(DEADLINE - timedelta(days=364), done=3).standing == "at_risk"


def test_fulfilled_stays_fulfilled_after_the_deadline():
    assert stands(DEADLINE + timedelta(days=1), done=4).standing == "fulfilled"


def test_discharged_comes_before_everything():
    assert stands(DEADLINE, done=4, discharged=True).standing == "discharged"


def test_more_service_than_owed_leaves_nothing_and_never_less():
    assert stands(GRADUATED, done=6).remaining_years == 0


# --- properties --------------------------------------------------------------------------------------
always = settings(deadline=None, derandomize=True, database=None, max_examples=200)
portions = st.fractions(0, 1, max_denominator=20)
terms_of_any_kind = st.builds(
    Terms,
    required_years=st.integers(0, 16).map(lambda quarters: Fraction(quarters, 4)),
    window_years=st.none() | st.integers(1, 12),
    granularity=st.sampled_from(GRANULARITIES),
    half_year_counts=st.booleans(),
    fte=st.sampled_from(FTE_RULES),
    fte_threshold=portions,
)
periods = st.builds(
    Period,
    days=st.integers(0, 200),
    fte=st.fractions(0, 2, max_denominator=10),
    qualifies=st.booleans(),
    verified=st.booleans(),
    suspended=st.booleans(),
)
years = st.lists(st.builds(Year, st.integers(170, 190), st.lists(periods, max_size=3).map(tuple)), max_size=6)
days = st.dates(date(2015, 1, 1), date(2060, 1, 1))


@always
@given(terms_of_any_kind, years, days, days, st.integers(0, 60))
def test_credit_is_never_above_one_a_year_and_never_negative(terms, served, graduated, today, suspended):
    result = service(terms, served, graduated, today, suspended)
    assert all(type(credit) is Fraction and 0 <= credit <= 1 for credit in result.credit_by_year)
    assert result.credited_years == sum(result.credit_by_year)
    assert result.remaining_years == max(terms.required_years - result.credited_years, 0)
    assert (result.standing == "fulfilled") == (result.remaining_years == 0)
    assert result.service_starts >= graduated


@always
@given(terms_of_any_kind, st.lists(periods, min_size=1, max_size=3), st.integers(0, 50))
def test_more_days_of_service_never_credit_less(terms, served, more):
    first, *others = served
    longer = replace(first, days=first.days + more)
    assert years_credited(terms, year(longer, *others)) >= years_credited(terms, year(*served))


@always
@given(terms_of_any_kind, st.lists(periods, min_size=1, max_size=4), st.data())
def test_in_which_order_and_in_how_many_pieces_a_year_was_served_changes_nothing(terms, served, data):
    mixed = data.draw(st.permutations(served))
    cut = data.draw(st.integers(0, mixed[0].days))
    pieces = [replace(mixed[0], days=cut), *mixed[1:], replace(mixed[0], days=mixed[0].days - cut)]
    assert years_credited(terms, year(*pieces)) == years_credited(terms, year(*served))


BEST = ("ended_unfulfilled", "at_risk", "in_progress", "fulfilled")


@always
@given(terms_of_any_kind, years, days, days, st.data())
def test_more_that_is_confirmed_never_lowers_credit_nor_makes_a_standing_worse(
    terms, served, graduated, today, data
):
    more = [
        replace(
            one,
            periods=tuple(replace(p, verified=p.verified or data.draw(st.booleans())) for p in one.periods),
        )
        for one in served
    ]
    before, after = (service(terms, found, graduated, today) for found in (served, more))
    assert all(a >= b for a, b in zip(after.credit_by_year, before.credit_by_year, strict=True))
    assert BEST.index(after.standing) >= BEST.index(before.standing)


@always
@given(
    terms_of_any_kind.filter(lambda terms: terms.window_years is not None), years, days, st.integers(0, 60)
)
def test_whoever_still_owes_is_at_risk_from_the_day_on_which_the_days_left_do_not_suffice(
    terms, served, graduated, suspended
):
    def stands(day):
        return service(terms, served, graduated, day, suspended)

    known = stands(graduated)
    if known.remaining_years == 0:
        assert {stands(known.deadline + timedelta(days=n)).standing for n in (-1, 0, 1)} == {"fulfilled"}
        return
    enough = known.deadline - timedelta(days=math.ceil(known.remaining_years * 365))
    assert stands(enough).standing == "in_progress"
    last = known.deadline - timedelta(days=1)
    assert {stands(day).standing for day in (enough + timedelta(days=1), last)} == {"at_risk"}
    assert stands(known.deadline).standing == "ended_unfulfilled"


@always
@given(terms_of_any_kind, years, days, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_suspension_never_brings_the_deadline_nearer(terms, served, graduated, months, more):
    early = service(terms, served, graduated, graduated, months).deadline
    late = service(terms, served, graduated, graduated, months + more).deadline
    assert early == late or (early is not None and late is not None and early < late)


# --- terms as data -----------------------------------------------------------------------------------
def test_terms_with_a_float_are_refused_at_their_field():
    file = {
        "required_years": 2.5,
        "window_years": None,
        "granularity": "day",
        "half_year_counts": False,
        "fte": "accumulate",
        "fte_threshold": "1/2",
    }
    assert parse_terms(Fields({**file, "required_years": "5/2"})).required_years == Fraction(5, 2)
    with pytest.raises(FieldError, match="required_years: Write an exact number in quotes"):
        parse_terms(Fields(file))
