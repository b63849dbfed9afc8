"""What a policy may say, and the words in which it is refused."""

import pytest

from stipends.rules import LITERAL, PolicyError, canonical, parse_policy, to_json

GOOD = to_json(LITERAL)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"weights_bp": [6000, 2500, 1499]}, "weights_bp", "add up to 9,999"),
        ({"weights_bp": [10_000, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [10_001, -1, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [True, 9_999, 0]}, "weights_bp", "Write three whole numbers"),
        ({"weights_bp": [6000.0, 2500, 1500]}, "weights_bp", "Write three whole numbers"),
        ({"attendance": "proportional"}, "attendance", "Write an object"),
        ({"attendance": {"kind": "fair"}}, "attendance.kind", "not 'fair'"),
        ({"attendance": {"kind": ["tiers"]}}, "attendance.kind", "Write one of"),
        ({"attendance": {"kind": "proportional", "at": "1"}}, "attendance.at", "There is no such field"),
        ({"attendance": {"kind": "threshold", "at": 0.9}}, "attendance.at", "exact number in quotes"),
        ({"attendance": {"kind": "threshold", "at": "90"}}, "attendance.at", "from 0 to 1"),
        ({"attendance": {"kind": "tiers", "tiers": []}}, "attendance.tiers", "at least one tier"),
        ({"attendance": {"kind": "tiers", "tiers": [["1"]]}}, "attendance.tiers", "as a pair"),
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
