"""What a policy may say, and the words in which it is refused."""

from dataclasses import replace

import pytest

from stipends.rules import (
    LITERAL,
    PolicyError,
    Step,
    canonical,
    in_words,
    parse_policy,
    payment,
    statement,
    to_json,
)
from stipends.rules.kinds import PerUnit
from tests.stipends.test_rules_statement import segment, seminar

GOOD = to_json(LITERAL)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"weights_bp": [6000, 2500, 1499]}, "weights_bp", "add up to 9,999"),
        ({"weights_bp": [10_000, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [10_001, -1, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [True, 9_999, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [6000.0, 2500, 1500]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [6000, 2500, 1500, -1]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [6000, 2500, 1500, 0]}, "weights_bp", "Write three whole numbers"),
        ({"attendance": "proportional"}, "attendance", "Write an object"),
        ({"attendance": {"kind": "fair"}}, "attendance.kind", "not 'fair'"),
        ({"attendance": {"kind": ["tiers"]}}, "attendance.kind", "Write one of"),
        ({"attendance": {"kind": "proportional", "at": "1"}}, "attendance.at", "There is no such field"),
        ({"attendance": {"kind": "threshold", "at": 0.9}}, "attendance.at", "exact number in quotes"),
        ({"attendance": {"kind": "threshold", "at": "90"}}, "attendance.at", "from 0 to 1"),
        ({"attendance": {"kind": "tiers", "tiers": []}}, "attendance.tiers", "at least one tier"),
        ({"attendance": {"kind": "tiers", "tiers": [["1"]]}}, "attendance.tiers", "as a pair"),
        *(
            ({"attendance": {"kind": "tiers", "tiers": [wrong]}}, "attendance.tiers", "as a pair")
            for wrong in (5, None, "12", {"9/10": "1", "1/2": "0"}, ["9/10", "1", "1"])
        ),
        (
            {"attendance": {"kind": "tiers", "tiers": [["1/2", "1/2"], ["9/10", "1"]]}},
            "attendance.tiers",
            "from the highest bound down",
        ),
        (
            {"attendance": {"kind": "tiers", "tiers": [["9/10", "1/2"], ["1/2", "1"]]}},
            "attendance.tiers",
            "The tier from 1/2 pays more than the one from 9/10.",
        ),
        (
            {"attendance": {"kind": "deduction", "free_absences": 0, "cents": {"seminar": -1}}},
            "attendance.cents.seminar",
            "Write a whole number",
        ),
        (
            {"attendance": {"kind": "per_unit", "unit": "day", "minutes": 0, "cents": 1}},
            "attendance.minutes",
            "from 1",
        ),
        ({"credit": {"kind": "bands", "full": "1/2", "half": "3/4"}}, "credit.half", "not above `full`"),
        ({"credit": {"kind": "bands", "full": "1/2", "half": "0"}}, "credit.half", "above 0"),
        (
            {"credit": {"kind": "bands", "full": "1", "half": "1/2", "least": "1/4"}},
            "credit.least",
            "There is no such field",
        ),
        ({"credit": {"kind": "exact", "full": "1"}}, "credit.full", "There is no such field"),
        ({"excused": None}, "excused", "missing"),
        ({"make_up_credit": "11/10"}, "make_up_credit", "from 0 to 1"),
        ({"make_up_limit": -1}, "make_up_limit", "from 0"),
        ({"minimum_attendance": "-1/2"}, "minimum_attendance", "exact number in quotes"),
        ({"minimum_attendence": "1/2"}, "minimum_attendence", "There is no such field"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_at_its_field(change, field, sentence):
    with pytest.raises(PolicyError) as refusal:
        parse_policy({**GOOD, **change})
    assert refusal.value.field == field
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"credit": {"kind": "fair"}}, "credit.kind: Write one of exact, full_only, bands, not 'fair'."),
        (
            {"attendance": {"kind": "fair"}},
            "attendance.kind: Write one of all_or_nothing, proportional, threshold, tiers, deduction, per_unit, "
            "not 'fair'.",
        ),
        (
            {"attendance": {"kind": "per_unit", "unit": "fair", "minutes": 60, "cents": 1}},
            "attendance.unit: Write one of day, block, not 'fair'.",
        ),
        ({"excused": "fair"}, "excused: Write one of exclude, absent, present, not 'fair'."),
        ({"deliverables": "fair"}, "deliverables: Write one of weighted, all_or_nothing, not 'fair'."),
        ({"proration": "fair"}, "proration: Write one of service_days, none, not 'fair'."),
        ({"leave": "fair"}, "leave: Write one of exclude_days, protected, not 'fair'."),
        ({"incomplete_year": "fair"}, "incomplete_year: Write one of earned_to_date, forfeit, not 'fair'."),
        ({"whole": "fair"}, "whole: Write one of components, all_or_nothing, not 'fair'."),
    ],
)
def test_whoever_writes_another_word_reads_all_that_may_be_written(change, sentence):
    with pytest.raises(PolicyError) as refusal:
        parse_policy({**GOOD, **change})
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"make_up_limit", "minimum_attendance"}))
def test_a_missing_field_is_named(name):
    with pytest.raises(PolicyError) as refusal:
        parse_policy({key: value for key, value in GOOD.items() if key != name})
    assert refusal.value.field == name


def test_a_policy_has_one_canonical_text():
    shuffled = dict(reversed(GOOD.items()))
    assert canonical(parse_policy({**shuffled, "make_up_credit": "7/7"})) == canonical(LITERAL)
    assert canonical(LITERAL).startswith(
        '{"attendance":{"kind":"all_or_nothing"},"credit":{"kind":"full_only"}'
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("credit", segment(seminar(1, attended_minutes=90))),
        ("excused", segment(seminar(1, "excused"))),
        ("deliverables", segment()),
        ("proration", segment()),
        ("leave", segment()),
        ("whole", segment()),
    ],
)
def test_a_word_that_nobody_has_said_a_rule_for_pays_nobody(name, found):
    policy = replace(LITERAL, **{name: "otherwise"})
    with pytest.raises(AssertionError):
        statement(policy, True, True, [found])


def test_a_year_not_completed_under_a_word_without_a_rule_pays_nobody():
    with pytest.raises(AssertionError):
        statement(replace(LITERAL, incomplete_year="otherwise"), True, False, [segment()])


@pytest.mark.parametrize("unit", ["hour", ""])
def test_a_unit_that_nobody_has_said_a_rule_for_pays_nobody(unit):
    policy = replace(LITERAL, attendance=PerUnit(unit, minutes=60, cents=100))
    with pytest.raises(AssertionError):
        statement(policy, True, True, [segment()])


def test_a_step_that_nobody_has_said_a_rule_for_pays_nobody():
    with pytest.raises(AssertionError):
        payment(Step("otherwise"), earned_cents=100, maximum_cents=100, paid_cents=0)


def test_what_is_no_kind_of_attendance_pays_nobody_and_is_not_passed_over_in_silence():
    policy = replace(LITERAL, attendance="otherwise")
    with pytest.raises(AttributeError, match="pays"):
        statement(policy, True, True, [segment()])
    with pytest.raises(AttributeError, match="said"):
        in_words(policy)
