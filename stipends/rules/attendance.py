"""What attendance pays (rules.md §1, Attendance amount)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from common.money import dollars, half_up
from stipends.rules.credit import Credit, Minutes, minutes_words
from stipends.rules.facts import session_label
from stipends.rules.policy import (
    AllOrNothing,
    AttendanceKind,
    Deduction,
    PerUnit,
    Proportional,
    Threshold,
    Tiers,
)

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Component:
    """The exact amount of a component in cents, whether it is complete, and why."""

    amount: Fraction
    complete: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Minutes that count, minutes needed, and their exact fraction (1 when nothing is needed)."""

    credit: Minutes
    needed: int
    fraction: Fraction


def tally(credits: Sequence[Credit]) -> Tally:
    """The sums over all sessions of a segment."""
    needed = sum(credit.needed for credit in credits)
    counted: Minutes = sum(credit.minutes for credit in credits)
    if counted == needed:
        return Tally(counted, needed, ONE)
    return Tally(counted, needed, Fraction(counted, needed))


def percent(fraction: Fraction) -> str:
    """With one decimal, for people only: 2591/2880 shows as 90.0% and is not 90%."""
    top, under = fraction.numerator * 100, fraction.denominator
    whole, rest = divmod(top, under)
    if not rest:
        return f"{whole}%"
    tenths = (20 * top + under) // (2 * under)
    return f"{tenths // 10}.{tenths % 10}%"


def attendance(kind: AttendanceKind, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
    """Pays from `full`, the base times the weight of attendance."""
    seen = (_counted(sums), *_session_reasons(credits))
    match kind:
        case Deduction():
            amount, complete, why = _deducted(kind, credits, full)
        case PerUnit():
            amount, why = _per_unit(kind, credits, sums, full)
            complete = sums.fraction == 1
        case AllOrNothing() | Proportional() | Threshold() | Tiers():
            factor, sentence = _factor(kind, sums)
            amount, complete, why = scaled(full, factor), factor == 1, (sentence,)
        case _:
            assert_never(kind)
    return Component(amount, complete, (*seen, *why))


def scaled(full: Fraction, factor: Fraction) -> Fraction:
    """`full` times a factor from 0 to 1; all or nothing, the usual, without a multiplication."""
    if factor.denominator == 1:
        return full if factor.numerator else ZERO
    return full * factor


def _counted(sums: Tally) -> str:
    if not sums.needed:
        return "No session was required."
    return f"{minutes_words(sums.credit)} of {sums.needed:,} minutes count ({percent(sums.fraction)})."


def _session_reasons(credits: Sequence[Credit]) -> list[str]:
    attended = [
        session_label(credit.session.title, credit.session.kind, credit.session.date)
        for credit in credits
        if credit.session.mark == "present" and credit.minutes == credit.needed
    ]
    other = [
        credit.reason()
        for credit in credits
        if credit.session.mark != "present" or credit.minutes != credit.needed
    ]
    return [f"Present, in full: {'; '.join(attended)}.", *other] if attended else other


def _factor(kind: AllOrNothing | Proportional | Threshold | Tiers, sums: Tally) -> tuple[Fraction, str]:
    """The factor paid, and the sentence that says so."""
    fraction = sums.fraction
    match kind:
        case AllOrNothing():
            if fraction == 1:
                return ONE, "Every required minute counts: attendance pays in full."
            return ZERO, "Attendance pays only when every required minute counts."
        case Proportional():
            return fraction, "Attendance pays in proportion to the minutes that count."
        case Tiers():
            return _tier(kind, fraction)
        case Threshold():
            return _threshold(kind, sums)
        case _:
            assert_never(kind)


def _threshold(kind: Threshold, sums: Tally) -> tuple[Fraction, str]:
    if sums.fraction >= kind.at:
        return ONE, f"The {percent(kind.at)} needed is reached: attendance pays in full."
    least = -(-kind.at * sums.needed // 1)
    return ZERO, f"Below the {percent(kind.at)} needed ({least:,} minutes): attendance pays nothing."


def _tier(kind: Tiers, fraction: Fraction) -> tuple[Fraction, str]:
    for bound, factor in kind.tiers:
        if fraction >= bound:
            return factor, f"The step from {percent(bound)} is reached: attendance pays {percent(factor)}."
    return ZERO, f"Below the lowest step ({percent(kind.tiers[-1][0])}): attendance pays nothing."


def _deducted(
    kind: Deduction, credits: Sequence[Credit], full: Fraction
) -> tuple[Fraction, bool, tuple[str, ...]]:
    """`credits` are in date order: the earliest absences are the free ones."""
    missed = [credit for credit in credits if credit.missed]
    reasons = []
    cost = 0
    for number, credit in enumerate(missed, 1):
        label = session_label(credit.session.title, credit.session.kind, credit.session.date)
        if number <= kind.free_absences:
            reasons.append(f"{label}: free absence {number} of {kind.free_absences}.")
        else:
            cents = kind.cost(credit.session.kind)
            cost += cents
            reasons.append(f"{label}: {dollars(cents)} less.")
    if cost > full:
        reasons.append("The deductions use up all of attendance; nothing more is taken off.")
    return max(full - cost, ZERO), cost == 0, tuple(reasons)


def _per_unit(
    kind: PerUnit, credits: Sequence[Credit], sums: Tally, full: Fraction
) -> tuple[Fraction, tuple[str, ...]]:
    match kind.unit:
        case "day":
            units = sum(1 for credit in credits if credit.minutes >= kind.minutes)
            what = f"sessions of at least {kind.minutes} minutes that count"
        case "block":
            units = int(sums.credit // kind.minutes)
            what = f"whole blocks of {kind.minutes} minutes"
        case _:
            assert_never(kind.unit)
    amount = Fraction(units * kind.cents)
    reason = f"{units} {what}, {dollars(kind.cents)} each: {dollars(units * kind.cents)}."
    if kind.cap and amount > full:
        return full, (reason, f"Not more than the share of attendance: {dollars(half_up(full))}.")
    return amount, (reason,)
