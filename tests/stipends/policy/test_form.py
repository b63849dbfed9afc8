"""A rule is written in sentences: whatever a stored rule says, the form shows it and sends the same rule back."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given, settings

from stipends.forms.rule import RuleForm
from stipends.rules import LITERAL, canonical, parse_policy, to_json
from stipends.rules.kinds import KINDS
from tests.factories.stipends import PROPORTIONAL
from tests.stipends.policies import policies
from tests.stipends.typed import typed


def sent(rule=PROPORTIONAL, **given):
    """The form with this rule, some fields typed over."""
    return RuleForm(typed(rule, **given))


def refused(**given):
    form = sent(**given)
    assert not form.is_valid()
    return {name: list(errors) for name, errors in form.errors.items()}


@settings(max_examples=400, deadline=None)
@given(policies())
def test_every_rule_there_can_be_comes_back_from_the_form_as_it_went_in(policy):
    form = sent(to_json(policy))
    assert form.is_valid(), form.errors
    assert canonical(parse_policy(form.rule)) == canonical(policy)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_value_of_a_kind_is_a_blank_of_its_sentence(kind):
    assert set(kind.blanks) == {one.name for one in fields(kind)}
    for name in kind.blanks:
        assert kind.sentence.count(f"{{{name}}}") == 1


def test_what_the_guide_says_proportion_and_threshold_come_first():
    form = RuleForm(initial=typed(to_json(LITERAL)))
    assert [kind.name for kind in form.kinds] == ["all_or_nothing", "proportional", "threshold"]
    assert [kind.name for kind in form.other_kinds] == ["tiers", "deduction", "per_unit"]
    assert [kind.name for kind in form.kinds if kind.chosen] == ["all_or_nothing"]
    assert not form.other_chosen


def test_a_kind_among_the_other_rules_is_shown_when_it_is_chosen():
    tiers = {"kind": "tiers", "tiers": [["9/10", "1"]]}
    assert sent(PROPORTIONAL | {"attendance": tiers}).other_chosen


@pytest.mark.parametrize(
    ("text", "share"),
    [("85%", "17/20"), ("85", "17/20"), ("87.5 %", "7/8"), ("2/3", "2/3"), ("0", "0"), ("100%", "1")],
)
def test_a_share_is_a_percentage_or_a_fraction(text, share):
    form = sent(make_up_credit=text)
    assert form.is_valid()
    assert Fraction(form.rule["make_up_credit"]) == Fraction(share)


@pytest.mark.parametrize("text", ["much", "1/0", "-5%", "1e2", "5 percent", "1/2%"])
def test_what_is_no_share_is_refused_at_its_field(text):
    words = ["Write a percentage such as 85%, or a fraction such as 2/3."]
    assert refused(make_up_credit=text) == {"make_up_credit": words}


def test_more_than_all_is_refused_at_its_field():
    assert refused(minimum_attendance="101%") == {"minimum_attendance": ["Write at most 100%."]}


@pytest.mark.parametrize(
    ("weight", "sum_"), [("55", "95%"), ("60.5", "100.5%"), ("59.99", "99.99%"), ("0", "40%")]
)
def test_the_weights_add_up_to_a_hundred_percent(weight, sum_):
    words = f"These three add up to {sum_}. They must add up to 100%."
    assert refused(weight_attendance=weight) == {"weight_attendance": [words]}


def test_a_weight_has_at_most_two_decimals():
    words = ["Write a percentage with at most two decimals."]
    assert refused(weight_attendance="33.333") == {"weight_attendance": words}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"attendance": "threshold", "threshold-at": ""}, "threshold-at", "Write a percentage such as 85%."),
        ({"attendance": "per_unit", "per_unit-minutes": ""}, "per_unit-minutes", "Write a whole number."),
        ({"attendance": "per_unit", "per_unit-cents": ""}, "per_unit-cents", "Write dollars, such as 25.00."),
        ({"attendance": "per_unit", "per_unit-unit": ""}, "per_unit-unit", "Choose one."),
        (
            {"attendance": "tiers", "tiers-tiers-1-pays": ""},
            "tiers-tiers-1-pays",
            "Fill in both parts of this step.",
        ),
        (
            {f"tiers-tiers-{row}-{part}": "" for row in (0, 1) for part in ("from", "pays")}
            | {"attendance": "tiers"},
            "tiers-tiers-0-from",
            "Write at least one step.",
        ),
        (
            {"attendance": "tiers", "tiers-tiers-1-from": "95%"},
            "tiers-tiers-0-from",
            "Write the tiers from the highest bound down, each bound once.",
        ),
        ({"credit_half": ""}, "credit_half", "Write a percentage such as 85%."),
        (
            {"credit_half": "90%"},
            "credit_half",
            "Write a share above 0% that is not above the one from which it counts in full.",
        ),
    ],
)
def test_what_the_chosen_rule_lacks_is_said_at_its_field(given, field, words):
    assert refused(**given) == {field: [words]}


def test_what_stands_in_a_rule_that_is_not_chosen_hinders_nothing_and_stays():
    form = sent(**{"threshold-at": "much", "credit": "exact", "credit_full": "all"})
    assert form.is_valid()
    assert (form["threshold-at"].value(), form["credit_full"].value()) == ("much", "all")


def test_a_rule_with_many_steps_has_room_for_more():
    steps = [[f"{100 - number}/100", "1/2"] for number in range(12)]
    form = RuleForm(initial=typed(PROPORTIONAL | {"attendance": {"kind": "tiers", "tiers": steps}}))
    rows = [name for name in form.fields if name.startswith("tiers-") and name.endswith("-from")]
    assert len(rows) == 14
