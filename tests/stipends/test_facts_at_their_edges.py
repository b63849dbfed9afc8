"""What a file of facts, a policy or a case may say: the least and the most of each field, and what lies beyond."""

import json
from copy import deepcopy
from datetime import date
from fractions import Fraction

import pytest

from common.reading import FieldError, Fields
from stipends.rules import (
    LITERAL,
    Claim,
    Deliverable,
    Segment,
    Session,
    Step,
    parse_policy,
    parse_step,
    to_json,
)
from stipends.rules.examples import Outcome, check, same
from stipends.rules.facts import parse_segment
from stipends.rules.kinds import Deduction, PerUnit, Tiers
from stipends.rules.policy import Bands
from stipends.rules.substitute import parse_claim

SEGMENT = {
    "annual_cents": 300_000,
    "share": "1/2",
    "service_days": 90,
    "year_service_days": 180,
    "leave_days": 3,
    "sessions": [
        {"date": "2026-10-14", "kind": "seminar", "minutes": 180, "mark": "present", "attended_minutes": 90}
        | {"title": "Feedback", "ref": "s1"},
        {"date": "2026-11-11", "kind": "seminar", "minutes": 180},
    ],
    "deliverables": [{"weight": "3/2", "status": "accepted", "title": "Plan"}],
    "attested": False,
    "title": "Team Lead",
}


def said(read):
    with pytest.raises(FieldError) as refused:
        read()
    return str(refused.value)


def test_a_segment_is_read_field_by_field():
    assert parse_segment(Fields(SEGMENT)) == Segment(
        annual_cents=300_000,
        share=Fraction(1, 2),
        service_days=90,
        year_service_days=180,
        leave_days=3,
        sessions=(
            Session(date(2026, 10, 14), "seminar", 180, "present", 90, "Feedback", "s1"),
            Session(date(2026, 11, 11), "seminar", 180, None),
        ),
        deliverables=(Deliverable(Fraction(3, 2), "accepted", "Plan"),),
        attested=False,
        title="Team Lead",
    )


def test_what_a_segment_need_not_say_is_left_open():
    least = {name: SEGMENT[name] for name in SEGMENT if name not in {"attested", "title"}}
    part = parse_segment(Fields(least | {"sessions": [], "deliverables": [{"weight": 0, "status": "open"}]}))
    assert (part.attested, part.title, part.sessions, part.deliverables) == (
        None,
        "",
        (),
        (Deliverable(Fraction(0), "open"),),
    )


def with_session(**changes):
    return {"sessions": [{"date": "2026-10-14", "kind": "seminar", "minutes": 180} | changes]}


@pytest.mark.parametrize(
    ("good", "wrong", "words"),
    [
        (
            {"share": "1"},
            {"share": "3/2"},
            "share: Write a number from 0 to 1.",
        ),
        (
            {"service_days": 366, "year_service_days": 366},
            {"service_days": 366, "year_service_days": 367},
            "year_service_days: Write a whole number from 1 to 366.",
        ),
        (
            {"service_days": 0, "leave_days": 0, "year_service_days": 1},
            {"service_days": 0, "leave_days": 0, "year_service_days": 0},
            "year_service_days: Write a whole number from 1 to 366.",
        ),
        (
            {"service_days": 180},
            {"service_days": 181},
            "service_days: There are more days served than service days in the year.",
        ),
        ({"service_days": 180}, {"service_days": 367}, "service_days: Write a whole number from 0 to 366."),
        (
            {"leave_days": 90},
            {"leave_days": 91},
            "leave_days: There are more days of leave than days served.",
        ),
        ({"leave_days": 90}, {"leave_days": 367}, "leave_days: Write a whole number from 0 to 366."),
        (
            with_session(minutes=1),
            with_session(minutes=0),
            "sessions[1].minutes: Write a whole number from 1 to 1,440.",
        ),
        (
            with_session(minutes=1440),
            with_session(minutes=1441),
            "sessions[1].minutes: Write a whole number from 1 to 1,440.",
        ),
        (
            with_session(attended_minutes=1440),
            with_session(attended_minutes=1441),
            "sessions[1].attended_minutes: Write a whole number from 0 to 1,440.",
        ),
        (
            with_session(mark="made_up"),
            with_session(mark="late"),
            "sessions[1].mark: Write one of present, absent, excused, made_up, not 'late'.",
        ),
        (
            with_session(title="x"),
            with_session(titel="x"),
            "sessions[1].titel: There is no such field. Correct its name or take it out.",
        ),
        (
            {"deliverables": []},
            {"deliverables": [{"weight": "1", "status": "open", "wieght": 1}]},
            "deliverables[1].wieght: There is no such field. Correct its name or take it out.",
        ),
        ({"title": ""}, {"tilte": ""}, "tilte: There is no such field. Correct its name or take it out."),
    ],
)
def test_a_segment_takes_the_last_possible_value_and_refuses_the_next_one(good, wrong, words):
    parse_segment(Fields(SEGMENT | good))
    assert said(lambda: parse_segment(Fields(SEGMENT | wrong))) == words


# --- a policy ----------------------------------------------------------------------------------------
def deduction(**changes):
    return {"attendance": {"kind": "deduction", "free_absences": 1, "cents": {"seminar": 5_000}} | changes}


def per_unit(**changes):
    return {"attendance": {"kind": "per_unit", "unit": "day", "minutes": 60, "cents": 1} | changes}


def steps(*tiers):
    return {"attendance": {"kind": "tiers", "tiers": [list(tier) for tier in tiers]}}


def bands(full, half):
    return {"credit": {"kind": "bands", "full": full, "half": half}}


@pytest.mark.parametrize(
    ("good", "wrong", "words"),
    [
        ({"make_up_limit": 0}, {"make_up_limit": -1}, "make_up_limit: Write a whole number from 0 to 1,000."),
        (
            {"make_up_limit": 1000},
            {"make_up_limit": 1001},
            "make_up_limit: Write a whole number from 0 to 1,000.",
        ),
        ({"make_up_credit": "1"}, {"make_up_credit": "2"}, "make_up_credit: Write a number from 0 to 1."),
        (
            {"minimum_attendance": "1"},
            {"minimum_attendance": "2"},
            "minimum_attendance: Write a number from 0 to 1.",
        ),
        (
            deduction(free_absences=1000),
            deduction(free_absences=1001),
            "attendance.free_absences: Write a whole number from 0 to 1,000.",
        ),
        (
            deduction(cents={"seminar": 0}),
            deduction(cents={"seminar": -1}),
            "attendance.cents.seminar: Write a whole number from 0 to 1,000,000,000,000.",
        ),
        (
            per_unit(minutes=1),
            per_unit(minutes=0),
            "attendance.minutes: Write a whole number from 1 to 1,000,000,000,000.",
        ),
        (per_unit(cap=True), per_unit(cap=1), "attendance.cap: Write true or false."),
        (
            steps(["1", "1"], ["1/2", "1"]),
            steps(["1", "1"], ["1", "1/2"]),
            "attendance.tiers: Write the tiers from the highest bound down, each bound once.",
        ),
        (
            steps(["1", "1"]),
            steps(["2", "1"]),
            "attendance.tiers: Write a number from 0 to 1.",
        ),
        (steps(["1", "1"]), steps(["1", "2"]), "attendance.tiers: Write a number from 0 to 1."),
        (
            steps(["1", "1"]),
            steps(["1", "1", "1"]),
            'attendance.tiers: Write each tier as a pair such as ["9/10", "1"].',
        ),
        (
            {"attendance": {"kind": "threshold", "at": "1"}},
            {"attendance": {"kind": "threshold", "at": "2"}},
            "attendance.at: Write a number from 0 to 1.",
        ),
        (
            bands("1/2", "1/2"),
            bands("1/2", "2/3"),
            "credit.half: Write a bound above 0 that is not above `full`.",
        ),
        (bands("1", "1"), bands("2", "1"), "credit.full: Write a number from 0 to 1."),
        (bands("1", "1"), bands("1", "2"), "credit.half: Write a number from 0 to 1."),
        (
            {"weights_bp": [10_000, 0, 0]},
            {"weights_bp": [10_001, 0, 0]},
            "weights_bp: The weights add up to 10,001. They must add up to 10,000.",
        ),
        (
            {"weights_bp": [0, 0, 10_000]},
            {"weights_bp": [0, 0, 0, 10_000]},
            "weights_bp: Write three whole numbers: attendance, deliverables, attestation.",
        ),
    ],
)
def test_a_policy_takes_the_last_possible_value_and_refuses_the_next_one(good, wrong, words):
    file = to_json(LITERAL)
    assert to_json(parse_policy(file | good)) == file | {
        **good,
        **(
            {"attendance": {"cap": False} | good["attendance"]}
            if "unit" in good.get("attendance", {})
            else {}
        ),
    }
    assert said(lambda: parse_policy(file | wrong)) == words


def test_a_policy_is_read_into_the_values_it_names():
    file = to_json(LITERAL)
    assert parse_policy(file | deduction(cents={"b": 2, "a": 1})).attendance == Deduction(
        1, (("a", 1), ("b", 2))
    )
    assert parse_policy(file | per_unit()).attendance == PerUnit("day", 60, 1, False)
    assert parse_policy(file | bands("3/4", "1/4")).credit == Bands(Fraction(3, 4), Fraction(1, 4))
    assert parse_policy(file | steps(["1", "1"], ["1/2", "1/4"])).attendance == Tiers(
        ((Fraction(1), Fraction(1)), (Fraction(1, 2), Fraction(1, 4)))
    )


def test_a_deduction_costs_what_its_kind_says_and_nothing_for_another():
    kind = Deduction(0, (("seminar", 5_000), ("institute", 9_000)))
    assert [kind.cost(name) for name in ("seminar", "institute", "retreat")] == [5_000, 9_000, 0]


# --- steps and claims ------------------------------------------------------------------
def test_a_step_has_a_share_unless_it_is_the_balance():
    assert parse_step(Fields({"kind": "balance"})) == Step("balance")
    assert parse_step(Fields({"kind": "share_of_earned", "share": "1"})) == Step(
        "share_of_earned", Fraction(1)
    )
    assert said(lambda: parse_step(Fields({"kind": "balance", "share": "1"}))) == (
        "share: There is no such field. Correct its name or take it out."
    )
    assert said(lambda: parse_step(Fields({"kind": "share_of_earned", "share": "2"}))) == (
        "share: Write a number from 0 to 1."
    )


def test_a_claim_is_read_with_the_limits_it_names_and_without_the_others():
    least = {"teacher_attended": True, "units": "1/2", "rate": "202.60", "coverage": "1"}
    assert parse_claim(Fields(least)) == Claim(True, Fraction(1, 2), Fraction("202.60"), Fraction(1))
    limits = {"actual_cents": 1, "day_cap_cents": 2, "school_units_left": "3", "budget_left_cents": 4}
    assert parse_claim(Fields(least | limits)) == Claim(
        True, Fraction(1, 2), Fraction("202.60"), Fraction(1), 1, 2, Fraction(3), 4
    )
    assert said(lambda: parse_claim(Fields(least | {"coverage": "2"}))) == (
        "coverage: Write a number from 0 to 1."
    )


# --- worked examples ---------------------------------------------------------------------------------
TERMS = {
    "required_years": "4",
    "window_years": 6,
    "granularity": "semester",
    "half_year_counts": False,
    "fte": "threshold",
    "fte_threshold": "1/2",
}
PERIOD = {"days": 90, "fte": "1", "qualifies": True, "verified": True}
SERVICE = {
    "id": "years",
    "rule": "service",
    "terms": TERMS,
    "years": [{"service_days": 180, "segments": [PERIOD]}],
    "graduated": "2024-06-14",
    "today": "2025-07-10",
    "expect": {
        "credited_years": "1/2",
        "credit_by_year": ["1/2"],
        "remaining_years": "7/2",
        "service_starts": "2024-07-01",
        "deadline": "2030-07-01",
        "standing": "in_progress",
    },
}


def outcome(case):
    [found] = check(json.dumps({"cases": [case]}))
    return found


@pytest.mark.parametrize(
    ("changes", "expect"),
    [
        ({}, {}),
        ({"suspended_months": 480}, {"deadline": "2070-07-01"}),
        ({"discharged": True}, {"standing": "discharged"}),
        ({"terms": TERMS | {"window_years": None}}, {"deadline": None}),
    ],
)
def test_a_case_of_service_comes_out_in_every_field(changes, expect):
    case = deepcopy(SERVICE) | changes
    case["expect"] |= expect
    assert outcome(case) == Outcome("years")


def test_a_case_of_service_suspends_at_most_forty_years():
    assert outcome(SERVICE | {"suspended_months": 481}).problem == (
        "suspended_months: Write a whole number from 0 to 480."
    )


def test_a_case_without_a_name_is_called_by_its_number():
    unnamed = {name: SERVICE[name] for name in SERVICE if name != "id"}
    found = check(json.dumps({"cases": [unnamed, SERVICE]}))
    assert [one.id for one in found] == ["case 1", "years"]


@pytest.mark.parametrize(
    ("expected", "actual", "alike"),
    [
        (1, 1, True),
        (1, True, False),
        (1, 1.0, False),
        (1, "1", False),
        ("1", 1, False),
        ("5/2", "10/4", True),
        ("2.5", "5/2", True),
        ("x", "x", True),
        ("x", "y", False),
        ("1/2", "x", False),
        ("1/0", "1/0", True),
        ("1/0", "2/0", False),
        ([1, "1/2"], [1, "2/4"], True),
        ([1], [1, 1], False),
        ([1], 1, False),
        (None, None, True),
        (None, 0, False),
    ],
)
def test_what_was_expected_is_compared_exactly_and_fractions_by_their_value(expected, actual, alike):
    assert same(expected, actual) is alike
