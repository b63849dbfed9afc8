"""When the money goes out. A payment is never negative; too much paid is for a person (rules.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, assert_never, get_args

from common.reading import Fields

StepKind = Literal["share_of_maximum", "share_of_earned", "balance"]
STEPS: tuple[StepKind, ...] = get_args(StepKind)


@dataclass(frozen=True, slots=True)
class Step:
    """One installment: a share of the maximum or of the earned amount, or the balance (without a share)."""

    kind: StepKind
    share: Fraction = Fraction(0)


class Payment(NamedTuple):
    """What to pay now, and what was paid above the earned amount."""

    pay_cents: int
    overpaid_cents: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What each step pays, and what then stands above the earned amount."""

    pay_cents: tuple[int, ...]
    overpaid_cents: int


def parse_step(fields: Fields) -> Step:
    """A step of an installment plan. Raises FieldError for the first field that cannot be used."""
    kind = fields.choice("kind", STEPS)
    step = Step(kind) if kind == "balance" else Step(kind, fields.fraction("share", most=1))
    fields.done()
    return step


def payment(step: Step, earned_cents: int, maximum_cents: int, paid_cents: int) -> Payment:
    """What `step` pays after `paid_cents`. A share is floored to cents, and cut to what was not paid yet of the
    amount it is a share of. Shares settle nothing: only the balance can say that too much was paid."""
    match step.kind:
        case "balance":
            return supplementary(earned_cents, paid_cents)
        case "share_of_maximum":
            whole = maximum_cents
        case "share_of_earned":
            whole = earned_cents
        case _:
            assert_never(step.kind)
    return Payment(min(share_cents(step, whole), max(whole - paid_cents, 0)), 0)


def share_cents(step: Step, whole_cents: int) -> int:
    """The share of an amount, floored to cents, whatever was paid before."""
    return whole_cents * step.share.numerator // step.share.denominator


def supplementary(earned_cents: int, paid_cents: int) -> Payment:
    """After a later change: earned now − paid so far, never negative."""
    due = earned_cents - paid_cents
    return Payment(max(due, 0), max(-due, 0))


def taken_off(pay_cents: int, open_cents: Sequence[int]) -> tuple[int, ...]:
    """What a payment loses to each of several open overpayments, in their order: never more than is open, nor than is
    left to pay."""
    taken: list[int] = []
    for cents in open_cents:
        taken.append(min(cents, pay_cents - sum(taken)))
    return tuple(taken)


def left_open(paid_cents: int, earned_cents: int, waived_cents: int) -> int:
    """What stands open as overpaid: paid above what was earned, less what was waived before. Never negative: who has
    earned it since keeps what was waived, and owes nothing."""
    return max(paid_cents - earned_cents - waived_cents, 0)


def instalments(earned_cents: int, maximum_cents: int, steps: Sequence[Step]) -> Plan:
    """What each step pays when they follow each other."""
    pay: list[int] = []
    for step in steps:
        pay.append(payment(step, earned_cents, maximum_cents, sum(pay)).pay_cents)
    return Plan(tuple(pay), max(sum(pay) - earned_cents, 0))
