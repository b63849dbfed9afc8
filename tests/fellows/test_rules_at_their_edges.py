"""Months, school years, credits and small counts, at their edges."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from common.reading import FieldError, Fields
from fellows.rules import Period, Terms, Year, parse_terms, service, years_credited
from fellows.rules.agreement import words_of
from fellows.rules.dates import add_months, label, school_year
from fellows.rules.service import parse_year

TERMS_OF_DAYS = Terms(Fraction(4), 6, "day", False, "accumulate", Fraction(1, 2))
FULL = Period(180, Fraction(1), qualifies=True, verified=True)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 1, 15), -13, date(2022, 12, 15)),
        (date(2024, 5, 31), -12, date(2023, 5, 31)),
        (date(2024, 5, 31), 0, date(2024, 5, 31)),
        (date(9999, 11, 30), 1, date(9999, 12, 30)),
        (date(9999, 12, 1), 1, date.max),
        (date.max, 180, date.max),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_one(day, months, then):
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("day", "begins", "said"),
    [
        (date(2026, 6, 30), 2025, "2025-26"),
        (date(2026, 7, 1), 2026, "2026-27"),
        (date(2099, 12, 31), 2099, "2099-00"),
        (date(2108, 8, 1), 2108, "2108-09"),
    ],
)
def test_a_school_year_begins_in_july_and_is_called_by_both_years(day, begins, said):
    assert school_year(day) == begins
    assert label(begins) == said


@pytest.mark.parametrize(
    ("half_counts", "days", "credit"),
    [
        (True, 180, 1),
        (True, 179, 1),
        (True, 90, 1),
        (True, 89, 0),
        (False, 180, 1),
        (False, 179, 0),
        (False, 90, 0),
    ],
)
def test_half_a_year_counts_for_a_year_where_the_agreement_says_so(half_counts, days, credit):
    terms = replace(TERMS_OF_DAYS, granularity="year", half_year_counts=half_counts)
    assert years_credited(terms, Year(180, (replace(FULL, days=days),))) == credit


@pytest.mark.parametrize(
    ("granularity", "days", "credit"),
    [("semester", 89, 0), ("semester", 90, Fraction(1, 2)), ("month", 17, 0), ("month", 18, Fraction(1, 10))],
)
def test_a_part_of_a_year_is_credited_from_its_last_day_on_with_two_posts_together(granularity, days, credit):
    terms = replace(TERMS_OF_DAYS, granularity=granularity)
    posts = (replace(FULL, days=1), replace(FULL, days=days - 1))
    assert years_credited(terms, Year(180, posts)) == credit


def test_a_year_of_one_service_day_is_a_year():
    assert years_credited(TERMS_OF_DAYS, Year(1, (replace(FULL, days=1),))) == 1


@pytest.mark.parametrize(
    ("graduated", "months", "starts", "deadline"),
    [
        (date(2024, 7, 1), 0, date(2024, 7, 1), date(2030, 7, 1)),
        (date(2024, 7, 2), 0, date(2025, 7, 1), date(2031, 7, 1)),
        (date(2024, 6, 14), 5, date(2024, 7, 1), date(2030, 12, 1)),
        (date(2024, 6, 14), 6, date(2024, 7, 1), date(2031, 1, 1)),
        (date(2024, 6, 14), 36, date(2024, 7, 1), date(2033, 7, 1)),
    ],
)
def test_the_window_runs_from_the_first_of_july_and_suspended_months_lengthen_it(
    graduated, months, starts, deadline
):
    found = service(TERMS_OF_DAYS, [], graduated, graduated, months)
    assert (found.service_starts, found.deadline) == (starts, deadline)


def test_half_a_year_that_remains_is_at_risk_half_a_year_before_the_deadline():
    terms = replace(TERMS_OF_DAYS, required_years=Fraction(1, 2))
    graduated, deadline = date(2024, 6, 14), date(2030, 7, 1)
    standings = [
        service(terms, [], graduated, date.fromordinal(deadline.toordinal() - days)).standing
        for days in (183, 182)
    ]
    assert standings == ["in_progress", "at_risk"]


def test_terms_of_another_time_are_said_too():
    assert words_of(
        {"place": "anywhere", "window_years": None, "half_year_counts": True, "fte": "accumulate"}
    ) == [
        "Years to serve them in: no limit",
        "Half a year counts: yes",
        "Part-time posts: count by their share",
        "place: anywhere",
    ]


# --- what a file may say -----------------------------------------------------------------------------
def said(read):
    with pytest.raises(FieldError) as refused:
        read()
    return str(refused.value)


FILE = {
    "required_years": "4",
    "window_years": 6,
    "granularity": "semester",
    "half_year_counts": False,
    "fte": "threshold",
    "fte_threshold": "1/2",
}


@pytest.mark.parametrize(
    ("good", "wrong", "words"),
    [
        ({"required_years": "40"}, {"required_years": "41"}, "required_years: Write a number from 0 to 40."),
        ({"window_years": 1}, {"window_years": 0}, "window_years: Write a whole number from 1 to 40."),
        ({"window_years": 40}, {"window_years": 41}, "window_years: Write a whole number from 1 to 40."),
        ({"fte_threshold": "1"}, {"fte_threshold": "2"}, "fte_threshold: Write a number from 0 to 1."),
        (
            {"window_years": None},
            {"fte_treshold": "1"},
            "fte_treshold: There is no such field. Correct its name or take it out.",
        ),
    ],
)
def test_the_terms_of_an_agreement_take_the_last_possible_value(good, wrong, words):
    parse_terms(Fields(FILE | good))
    assert said(lambda: parse_terms(Fields(FILE | wrong))) == words


PERIOD = {"days": 90, "fte": "1", "qualifies": True, "verified": True}


@pytest.mark.parametrize(
    ("good", "wrong", "words"),
    [
        ({"service_days": 1}, {"service_days": 0}, "service_days: Write a whole number from 1 to 366."),
        ({"service_days": 366}, {"service_days": 367}, "service_days: Write a whole number from 1 to 366."),
        (
            {"segments": [PERIOD | {"days": 366, "fte": "10", "suspended": True}]},
            {"segments": [PERIOD | {"days": 367}]},
            "segments[1].days: Write a whole number from 0 to 366.",
        ),
        ({}, {"segments": [PERIOD | {"fte": "11"}]}, "segments[1].fte: Write a number from 0 to 10."),
        (
            {},
            {"segments": [PERIOD | {"x": 1}]},
            "segments[1].x: There is no such field. Correct its name or take it out.",
        ),
        ({}, {"x": 1}, "x: There is no such field. Correct its name or take it out."),
    ],
)
def test_a_year_of_service_takes_the_last_possible_value(good, wrong, words):
    file = {"service_days": 180, "segments": [PERIOD]}
    parse_year(Fields(file | good))
    assert said(lambda: parse_year(Fields(file | wrong))) == words
