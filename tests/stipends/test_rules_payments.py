"""Caps, installments and substitutes, where the worked examples are silent."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stipends.rules import (
    Claim,
    Payment,
    Plan,
    Step,
    capped,
    day_units_left,
    instalments,
    payment,
    reimbursement,
    supplementary,
)

DAY = Claim(True, Fraction(1), Fraction("202.60"), Fraction(4, 5))


def test_a_claim_says_the_rate_and_the_coverage_it_is_paid_by():
    assert reimbursement(DAY).reasons == (
        "The published rate for one day: $202.60.",
        "80% of it comes back: $162.08.",
    )


@pytest.mark.parametrize(
    "limit",
    [
        {"day_cap_cents": 20_260},
        {"day_cap_cents": 25_000},
        {"school_units_left": Fraction(1)},
        {"school_units_left": Fraction(5)},
        {"budget_left_cents": 16_208},
        {"budget_left_cents": 50_000},
    ],
)
@pytest.mark.parametrize("actual_cents", [None, 20_260])
def test_a_limit_that_is_not_passed_cuts_nothing_and_says_nothing(limit, actual_cents):
    claim = replace(DAY, actual_cents=actual_cents)
    assert reimbursement(replace(claim, **limit)) == reimbursement(claim)


def test_under_the_cap_and_without_one_nothing_changes():
    assert capped([100, 0, 200], 300) == [100, 0, 200]
    assert capped([100, 0, 200], None) == [100, 0, 200]
    assert capped([], 0) == []
    assert capped([0, 0], 0) == [0, 0]


def test_a_cap_of_nothing_pays_nothing():
    assert capped([100, 200], 0) == [0, 0]


def test_a_share_is_floored_to_cents():
    third = Step("share_of_earned", Fraction(1, 3))
    assert payment(third, earned_cents=100, maximum_cents=0, paid_cents=0) == Payment(33, 0)


def test_shares_paid_above_what_was_earned_in_the_end_are_an_overpayment():
    half = Step("share_of_maximum", Fraction(1, 2))
    assert instalments(40_000, 100_000, [half, half]) == Plan((50_000, 50_000), 60_000)


def test_a_share_of_the_maximum_pays_at_most_what_the_maximum_leaves():
    whole = Step("share_of_maximum", Fraction(1))
    assert payment(whole, earned_cents=123_750, maximum_cents=300_000, paid_cents=273_750) == Payment(
        26_250, 0
    )
    assert payment(whole, earned_cents=123_750, maximum_cents=300_000, paid_cents=300_001) == Payment(0, 0)


def test_a_share_of_the_earned_amount_pays_at_most_what_was_earned_and_not_paid():
    half = Step("share_of_earned", Fraction(1, 2))
    assert payment(half, earned_cents=100_000, maximum_cents=300_000, paid_cents=70_000) == Payment(30_000, 0)
    assert payment(half, earned_cents=100_000, maximum_cents=300_000, paid_cents=150_000) == Payment(0, 0)


def test_three_halves_of_the_maximum_pay_the_maximum_and_no_more():
    half = Step("share_of_maximum", Fraction(1, 2))
    assert instalments(100_000, 100_000, [half, half, half]) == Plan((50_000, 50_000, 0), 0)


def test_a_later_change_is_paid_by_what_is_missing():
    assert supplementary(earned_cents=300_000, paid_cents=288_750) == Payment(11_250, 0)
    assert supplementary(earned_cents=288_750, paid_cents=300_000) == Payment(0, 11_250)


@pytest.mark.parametrize(
    ("changes", "cents", "reason"),
    [
        ({"teacher_attended": False}, 0, "The teacher is not marked as present."),
        (
            {"school_units_left": Fraction(0)},
            0,
            "No day is left for this line of those the school may claim this year.",
        ),
        (
            {"budget_left_cents": 5_000},
            5_000,
            "Only $50.00 is left for the whole claim; the part of this line is $50.00.",
        ),
        (
            {"budget_left_cents": -1},
            0,
            "Only $0.00 is left for the whole claim; the part of this line is $0.00.",
        ),
        # Half of the actual cost goes with half of the units, and half of the day cap too.
        (
            {"actual_cents": 31_501, "school_units_left": Fraction(1, 2)},
            12_600,
            "Of one day, only half a day is left of what the school may claim this year.",
        ),
        (
            {"actual_cents": 60_000, "school_units_left": Fraction(1, 2), "day_cap_cents": 25_000},
            10_000,
            "What the school paid for half a day: $300.00. At most $250.00 a day counts: $125.00.",
        ),
        # Half a unit is held to half of the cap, although its cost is below the whole cap.
        (
            {"units": Fraction(1, 2), "actual_cents": 15_000, "day_cap_cents": 25_000},
            10_000,
            "What the school paid for half a day: $150.00. At most $250.00 a day counts: $125.00.",
        ),
        ({"actual_cents": 0}, 0, "What the school paid for one day: $0.00."),
    ],
)
def test_a_claim_is_cut_to_what_is_left(changes, cents, reason):
    result = reimbursement(replace(DAY, **changes))
    assert result.cents == cents
    assert reason in result.reasons


def test_a_claim_of_no_units_costs_nothing():
    assert reimbursement(replace(DAY, units=Fraction(0), actual_cents=100)).cents == 0


def test_what_a_substitute_covered_on_a_date_leaves_the_rest_of_one_day():
    assert day_units_left([]) == 1
    assert day_units_left([Fraction(1, 2), Fraction(1, 4)]) == Fraction(1, 4)
    assert day_units_left([Fraction(3, 4), Fraction(3, 4)]) == 0
