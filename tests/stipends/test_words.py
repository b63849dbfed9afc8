"""A policy in sentences: nothing it says about pay is left out."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stipends.rules import LITERAL, in_words, parse_policy
from stipends.rules.counted import exactly
from stipends.rules.kinds import Deduction, PerUnit, Threshold, Tiers
from stipends.rules.policy import Bands
from tests.stipends.policies import policies, policy_files


def test_the_guides_own_rule_reads_as_the_guide_says():
    assert in_words(LITERAL) == (
        "The amount has three parts: 60% attendance, 25% deliverables and 15% attestation.",
        "Attendance pays in full when every required minute counts, else nothing.",
        "A session counts only when it was attended to its end.",
        "An excused session counts as missed.",
        "A session made up counts in full.",
        "Deliverables pay only when every one that was not waived is accepted.",
        "Attestation pays when the principal attests that the school's expectations were met.",
        "Whoever serves part of a year is paid for the service days served. "
        "Days of leave are taken off, unless they are protected.",
        "Whoever does not complete the year is paid what was earned so far.",
    )


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            {"attendance": Threshold(Fraction(9, 10))},
            "Attendance pays in full from 90% of the required minutes on, else nothing.",
        ),
        (
            {"attendance": Tiers(((Fraction(9, 10), Fraction(1)), (Fraction(2, 3), Fraction(1, 2))))},
            "Attendance pays by the required minutes that count: from 90%, 100% of it; from 2/3, 50% of it; "
            "below that nothing.",
        ),
        (
            {"attendance": Deduction(1, (("seminar", 5000), ("winter_institute", 12_550)))},
            "Missed sessions are taken off attendance, the first 1 free, then $50.00 for a session of the kind "
            "“seminar”, $125.50 for a session of the kind “winter institute”; never more than the whole part.",
        ),
        (
            {"attendance": Deduction(0, (("seminar", 5000),))},
            "Missed sessions are taken off attendance, each $50.00 for a session of the kind “seminar”; never more "
            "than the whole part.",
        ),
        ({"attendance": Deduction(2, ())}, "Missed sessions cost nothing (2 would be free)."),
        (
            {"attendance": PerUnit("day", 1200, 4000)},
            "Attendance pays $40.00 for each session of which at least 1,200 minutes count, whatever its share of the "
            "amount.",
        ),
        (
            {"attendance": PerUnit("block", 60, 4000, True)},
            "Attendance pays $40.00 for each 60 minutes that count in all, at most its share of the amount.",
        ),
        (
            {"credit": Bands(Fraction(9, 10), Fraction(1, 2))},
            "A session counts in full from 90% of its length on, by half from 50% on, else not at all.",
        ),
        ({"make_up_limit": 2}, "A session made up counts in full, but only the first 2."),
        ({"whole": "all_or_nothing"}, "Nothing is paid unless every part with a weight is complete."),
        (
            {"minimum_attendance": Fraction(2591, 2880)},
            "Below 2591/2880 of the required minutes nothing is paid at all.",
        ),
    ],
)
def test_each_choice_is_said(part, said):
    assert said in in_words(replace(LITERAL, **part))


@given(policy_files(), st.data())
def test_policies_that_pay_differently_read_differently(file, data):
    """One field is taken from another policy: either it is the same, or the words are not."""
    policy = parse_policy(file)
    names = [name for name in policy.__slots__ if name != "leave" or policy.proration == "service_days"]
    name = data.draw(st.sampled_from(names))
    other = replace(policy, **{name: getattr(data.draw(policies()), name)})
    assert (in_words(policy) == in_words(other)) == (policy == other)


@given(st.fractions(0, 1))
def test_a_percentage_is_exact_or_a_fraction(fraction):
    text = exactly(fraction)
    assert (Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)) == fraction
