"""From a statement to a line of a run: who is paid, who waits and for what, and the sentences beside it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from stipends.rules import Case, Kept, Step, line, reasons, run_in_words, why_nothing
from tests.stipends.test_rules_statement import PROPORTIONAL, segment, seminar

BALANCE = Step("balance")
OF_EARNED = Step("share_of_earned", Fraction(1, 2))
OF_MAXIMUM = Step("share_of_maximum", Fraction(1, 2))
# Earns 1,500.00 of 3,000.00 by attendance, and the rest in full.
HALF_THERE = segment(seminar(1), seminar(2, "absent"))
CASE = Case(
    PROPORTIONAL, "", True, True, (HALF_THERE,), 0, BALANCE, settles=True, hopes=False, open_rosters=0
)
EARNED = 210_000
UNWEIGHTED = replace(PROPORTIONAL, weights_bp=(6000, 4000, 0))
SILENT = replace(HALF_THERE, attested=None)


def paid(**facts):
    found = line(CASE._replace(**facts))
    return found.status, found.exclusion, found.amount_cents, (found.whole_cents, found.overpaid_cents)


@pytest.mark.parametrize(
    ("facts", "earned"), [({}, EARNED), ({"open_rosters": 1}, EARNED), ({"policy": None}, 0)]
)
def test_a_line_keeps_what_was_earned_whether_it_is_paid_or_not(facts, earned):
    assert line(CASE._replace(**facts)).earned_cents == earned


@pytest.mark.parametrize(
    ("facts", "amount", "beside"),
    [
        ({}, EARNED, (None, 0)),
        ({"paid_cents": EARNED - 1}, 1, (None, 0)),
        ({"step": OF_EARNED}, EARNED // 2, (None, 0)),
        ({"step": Step("share_of_earned", Fraction(2, 3))}, 140_000, (None, 0)),
        ({"step": OF_MAXIMUM}, 150_000, (300_000, 0)),
        ({"step": OF_MAXIMUM, "paid_cents": 299_999}, 1, (300_000, 0)),
        # A share of the maximum and a projection look at no evidence.
        ({"step": OF_MAXIMUM, "open_rosters": 1}, 150_000, (300_000, 0)),
        ({"step": OF_MAXIMUM, "segments": (SILENT,)}, 150_000, (300_000, 0)),
        ({"hopes": True, "open_rosters": 1, "completed_year": False}, EARNED, (None, 0)),
        ({"hopes": True, "segments": (SILENT,)}, EARNED, (None, 0)),
        # What settles nothing waits for no principal, nor does what is paid nothing for their word.
        ({"settles": False, "segments": (SILENT,)}, EARNED - 45_000, (None, 0)),
        ({"policy": UNWEIGHTED, "segments": (SILENT,)}, EARNED, (None, 0)),
    ],
)
def test_a_line_that_is_paid_says_how_much(facts, amount, beside):
    assert paid(**facts) == ("payable", "", amount, beside)


@pytest.mark.parametrize(
    ("facts", "why", "beside"),
    [
        ({"policy": None}, "no_policy", (None, 0)),
        ({"signed": False}, "unsigned", (None, 0)),
        ({"signed": False, "open_rosters": 1}, "unsigned", (None, 0)),
        ({"signed": False, "step": OF_MAXIMUM}, "unsigned", (300_000, 0)),
        ({"open_rosters": 1}, "roster_open", (None, 0)),
        ({"open_rosters": 1, "segments": (SILENT,)}, "roster_open", (None, 0)),
        ({"step": OF_EARNED, "open_rosters": 1}, "roster_open", (None, 0)),
        ({"segments": (SILENT,)}, "attestation_pending", (None, 0)),
        ({"segments": (HALF_THERE, SILENT)}, "attestation_pending", (None, 0)),
        ({"paid_cents": EARNED}, "zero", (None, 0)),
        ({"paid_cents": EARNED + 1}, "zero", (None, 1)),
        ({"step": OF_EARNED, "paid_cents": EARNED + 1}, "zero", (None, 0)),
        ({"step": OF_MAXIMUM, "paid_cents": 300_000}, "zero", (300_000, 0)),
    ],
)
def test_a_line_that_is_paid_nothing_says_why(facts, why, beside):
    assert paid(**facts) == ("excluded", why, 0, beside)


@pytest.mark.parametrize(
    ("step", "hopes", "said"),
    [
        (BALANCE, False, "This run pays what was earned, less what was paid before."),
        (BALANCE, True, "This run projects what may still be earned, less what was paid before."),
        (OF_EARNED, False, "This run pays 1/2 of what was earned, but never more than is left of it."),
        (
            Step("share_of_earned", Fraction(1)),
            True,
            "This run projects what may still be earned, but never more than is left of it.",
        ),
        (OF_MAXIMUM, False, "This run pays 1/2 of the whole amount, but never more than is left of it."),
    ],
)
def test_a_run_says_what_it_pays(step, hopes, said):
    assert run_in_words(step, hopes) == said


def kept(step, **facts):
    told = {"hopes": False, "exclusion": "", "earned_cents": EARNED, "whole_cents": 300_000}
    return Kept(**({"step": step, "paid_cents": 0, "pay_cents": 0} | told | facts))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            kept(OF_MAXIMUM, pay_cents=150_000),
            ("This run pays 1/2 of the whole amount of $3,000.00: $1,500.00.", "Paid before: $0.00."),
        ),
        (
            kept(OF_MAXIMUM, paid_cents=299_999, pay_cents=1),
            (
                "This run pays 1/2 of the whole amount of $3,000.00: $1,500.00.",
                "Paid before: $2,999.99.",
                "$0.01 is left of the $3,000.00, so this run pays $0.01.",
            ),
        ),
        (
            kept(OF_MAXIMUM, paid_cents=300_000, exclusion="zero"),
            (
                "This run pays 1/2 of the whole amount of $3,000.00: $1,500.00.",
                "Paid before: $3,000.00.",
                "Nothing of the $3,000.00 is left to pay.",
            ),
        ),
        (kept(OF_MAXIMUM, whole_cents=None), ("This run pays 1/2 of the whole amount.",)),
        (
            kept(OF_MAXIMUM, exclusion="unsigned"),
            ("This run pays 1/2 of the whole amount of $3,000.00.",),
        ),
        (
            kept(Step("share_of_earned", Fraction(1)), pay_cents=EARNED),
            ("This run pays what was earned, $2,100.00.", "Paid before: $0.00."),
        ),
        (kept(BALANCE, pay_cents=EARNED), ("Earned now: $2,100.00, less $0.00 paid before: $2,100.00.",)),
        (
            kept(BALANCE, paid_cents=EARNED, exclusion="zero"),
            ("Earned now: $2,100.00, less $2,100.00 paid before: $0.00.",),
        ),
        (
            kept(BALANCE, paid_cents=EARNED + 1, exclusion="zero"),
            (
                "Earned now: $2,100.00, less $2,100.01 paid before: $0.00.",
                "$0.01 was paid above what was earned. No run takes it off unless they agree: finance settles it.",
            ),
        ),
        (
            kept(BALANCE, hopes=True, paid_cents=EARNED + 1),
            ("It may still earn $2,100.00, less $2,100.01 paid before: $0.00.",),
        ),
        (kept(BALANCE, exclusion="roster_open"), ()),
    ],
)
def test_a_line_says_how_it_comes_to_its_amount(facts, said):
    assert reasons(facts) == said


@pytest.mark.parametrize(
    ("step", "unearned", "paid_up", "said"),
    [
        (OF_MAXIMUM, True, True, "the whole amount was paid before"),
        (OF_MAXIMUM, True, False, "its share is less than a cent"),
        (OF_EARNED, True, True, "nothing was earned"),
        (BALANCE, True, False, "nothing was earned"),
        (BALANCE, False, True, "everything earned was paid before"),
        (OF_EARNED, False, False, "its share is less than a cent"),
    ],
)
def test_nothing_left_to_pay_is_said_in_words(step, unearned, paid_up, said):
    assert why_nothing(step, unearned, paid_up).words(step) == said
