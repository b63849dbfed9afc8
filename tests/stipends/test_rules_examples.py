"""Every worked example of the rules, as it stands in the file that finance offices get."""

import json
from pathlib import Path

import pytest

from common.reading import FieldError
from stipends.rules.examples import Difference, Outcome, check

FILE = Path(__file__).parent.parent / "vectors" / "worked-examples.json"
CASES = json.loads(FILE.read_text())["cases"]


def check_one(case: object) -> Outcome:
    [outcome] = check(json.dumps({"cases": [case]}))
    return outcome


def changed(name: str, **changes: object) -> dict[str, object]:
    return {**next(case for case in CASES if case["id"] == name), **changes}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_worked_example_comes_out_as_written(case):
    assert check_one(case) == Outcome(case["id"])


def test_a_difference_shows_both_sides():
    outcome = check_one(changed("person-cap", expect={"cents": [245454, 204546]}))
    assert outcome.differences == (Difference("cents", [245454, 204546], [245455, 204545]),)
    assert not outcome.passes


def test_an_expected_fraction_may_be_written_in_other_terms():
    assert check_one(changed("two-and-a-half-years", expect={"credited_years": "10/4"})).passes
    assert not check_one(changed("two-and-a-half-years", expect={"credited_years": "10/0"})).passes


def test_whoever_earned_nothing_stands_among_those_under_a_cap():
    assert check_one(changed("person-cap", earned_cents=[0, 2], cap_cents=1, expect={"cents": [0, 1]})).passes


@pytest.mark.parametrize("expected", [5, None, "5", {}, [5], [5, 5, 5]])
def test_something_else_than_the_list_that_came_out_is_a_difference(expected):
    outcome = check_one(
        changed("person-cap", earned_cents=[5, 6], cap_cents=None, expect={"cents": expected})
    )
    assert outcome.differences == (Difference("cents", expected, [5, 6]),)


def test_a_list_where_one_number_came_out_is_a_difference():
    outcome = check_one(changed("full-year", expect={"earned_cents": [300_000]}))
    assert outcome.differences == (Difference("earned_cents", [300_000], 300_000),)


def test_true_is_not_one():
    assert not check_one(changed("substitute-teacher-absent", expect={"cents": False})).passes


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ([], "file: Write an object with named fields here."),
        ({"id": "x"}, "rule: This field is missing."),
        (
            {"id": "x", "rule": "magic"},
            "rule: Write one of statement, cap, instalments, ",
        ),
        (changed("person-cap", cap_cents=1.5), "cap_cents: Write a whole number from 0 to"),
        (changed("person-cap", earned_cents=[1, -1]), "earned_cents: Write whole cents, none below zero."),
        *(
            (
                changed("person-cap", earned_cents=[1, wrong]),
                "earned_cents: Write whole cents, none below zero.",
            )
            for wrong in (True, 1.0, "1", None, [1])
        ),
        (changed("person-cap", capcents=1), "capcents: There is no such field."),
        (changed("person-cap", expect={}), "expect: Write at least one field to expect."),
        (changed("person-cap", expect={"cent": 1}), "expect.cent: This rule gives cents."),
        (changed("substitute-day", coverage="1/0"), "coverage: A fraction cannot have 0 below the line."),
        (changed("substitute-day", coverage=0.8), "coverage: Write an exact number in quotes"),
        (changed("full-year", segments=[{}]), "segments[1].annual_cents: This field is missing."),
        (changed("full-year", policy={}), "policy.weights_bp: This field is missing."),
        (changed("at-risk", today="2030-02-30"), "today: Write a date such as"),
        (changed("at-risk", graduated="9999-12-31"), "graduated: Write a date between 1900 and 2199."),
        (changed("at-risk", terms=None), "terms: This field is missing."),
    ],
)
def test_a_field_that_cannot_be_used_is_named(case, problem):
    assert check_one(case).problem.startswith(problem)


def test_one_bad_case_does_not_hide_the_others():
    outcomes = check(json.dumps({"cases": [{}, changed("person-cap")]}))
    assert [(outcome.id, outcome.passes) for outcome in outcomes] == [("case 1", False), ("person-cap", True)]


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"cases": []}', '{"cases": {}}', "[]", "[" * 100_000, "9" * 5_000, '{"cases": NaN}'],
)
def test_a_text_without_cases_is_refused_in_words(text):
    with pytest.raises(FieldError):
        check(text)
