"""The lines of one claim together: rounded once, never more than what is left (rules.md §4)."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from common.money import half_up
from stipends.rules import Claim, reimbursement, reimbursements

# The same examples in every run.
always = settings(deadline=None, derandomize=True, database=None, max_examples=100)
HALVES = st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(1, 4)])
LIMITS = st.none() | st.integers(-5, 60_000)
DAYS = st.none() | st.fractions(min_value=-1, max_value=6, max_denominator=4)


@st.composite
def claims(draw):
    """Lines of one claim, whose limits are the same."""
    limits = {"budget_left_cents": draw(LIMITS), "school_units_left": draw(DAYS)}
    terms = {
        "rate": draw(st.fractions(min_value=1, max_value=400, max_denominator=100_000)),
        "coverage": draw(st.fractions(min_value=Fraction(1, 10), max_value=1, max_denominator=100)),
        "day_cap_cents": draw(st.none() | st.integers(1, 40_000)),
    }
    return [
        Claim(
            teacher_attended=draw(st.booleans()),
            units=draw(HALVES),
            actual_cents=draw(st.none() | st.integers(1, 50_000)),
            **terms,
            **limits,
        )
        for _ in range(draw(st.integers(1, 8)))
    ]


@always
@given(claims())
def test_a_claim_never_exceeds_what_rosters_show_nor_what_is_left(lines):
    backs = reimbursements(lines)
    first = lines[0]
    assert all(back.cents >= 0 and back.units >= 0 for back in backs)
    assert all(back.cents == 0 for line, back in zip(lines, backs, strict=True) if not line.teacher_attended)
    assert all(back.units <= line.units for line, back in zip(lines, backs, strict=True))
    if first.budget_left_cents is not None:
        assert sum(back.cents for back in backs) <= max(first.budget_left_cents, 0)
    if first.school_units_left is not None:
        assert sum(back.units for back in backs) <= max(first.school_units_left, Fraction(0))
    if first.day_cap_cents is not None:
        most = first.day_cap_cents * first.coverage * sum(back.units for back in backs)
        assert sum(back.cents for back in backs) <= half_up(most)


@always
@given(claims())
def test_a_claim_of_one_line_is_that_line(lines):
    assert reimbursements(lines[:1]) == [reimbursement(lines[0])]


@always
@given(claims())
def test_a_line_is_a_cent_at_most_from_what_it_is_alone(lines):
    alone = [
        Claim(**{**_fields(line), "budget_left_cents": None, "school_units_left": None}) for line in lines
    ]
    together = reimbursements(alone)
    for line, back in zip(alone, together, strict=True):
        assert abs(back.cents - reimbursement(line).cents) <= 1


def _fields(line):
    return {name: getattr(line, name) for name in Claim.__slots__}


def test_eight_half_days_are_rounded_once():
    line = Claim(
        teacher_attended=True,
        units=Fraction(1, 2),
        rate=Fraction(243),
        coverage=Fraction(4, 5),
        actual_cents=12_156,
    )
    assert [back.cents for back in reimbursements([line] * 8)] == [9725] * 6 + [9724] * 2


def test_what_is_cut_by_the_budget_says_what_was_left():
    line = Claim(
        teacher_attended=True,
        units=Fraction(1),
        rate=Fraction(200),
        coverage=Fraction(1),
        budget_left_cents=30_001,
    )
    first, second = reimbursements([line] * 2)
    assert (first.cents, second.cents) == (15_001, 15_000)
    assert second.reasons == (
        "The published rate for one day: $200.00.",
        "All of it comes back: $200.00.",
        "Only $300.01 is left for the whole claim; the part of this line is $150.00.",
    )


def test_days_and_shares_are_said_as_people_say_them():
    line = Claim(True, Fraction(3, 4), Fraction(200), Fraction("0.3333"), school_units_left=Fraction(1, 4))
    assert reimbursement(line).reasons == (
        "Of 0.75 of a day, only 0.25 of a day is left of what the school may claim this year.",
        "The published rate for 0.25 of a day: $50.00.",
        "33.33% of it comes back: $16.67.",
    )
    assert [reimbursement(replace(line, school_units_left=left)).short for left in (None, Fraction(0))] == [
        False,
        True,
    ]
    many = replace(line, units=Fraction(3, 2), school_units_left=None)
    assert reimbursement(many).reasons[0] == "The published rate for 1.5 days: $300.00."
