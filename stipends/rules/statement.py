"""One person, one role, one program year: what was earned, to the cent, and why (rules.md §1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from common.money import dollars, half_up, largest_remainder
from stipends.rules.attendance import attendance
from stipends.rules.counted import Tally, percent, tally
from stipends.rules.credit import credits
from stipends.rules.facts import STATUSES, Deliverable, Done, FactError, Segment
from stipends.rules.kinds.base import ONE, ZERO, Component, scaled
from stipends.rules.policy import COMPONENTS, WHOLE_BP, DeliverablesRule, IncompleteYear, Policy

PAYABLE = "payable"
EXCLUDED = "excluded"
NO_DELIVERABLES = "no_deliverables"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one component pays in one segment: whole cents, and sentences a teacher reads."""

    cents: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """The cells (a row per segment: attendance, deliverables, attestation) sum to `earned_cents`.

    `flags` name what a person should review: "no_deliverables" when nothing was left to deliver.
    """

    status: str
    earned_cents: int
    cells: tuple[tuple[Cell, ...], ...]
    flags: tuple[str, ...] = ()


def statement(
    policy: Policy,
    signed: bool,
    completed_year: bool,
    segments: Sequence[Segment],
    version: str = "",
    reckon: "Reckon | None" = None,
) -> Statement:
    """What the policy pays for these facts. Sessions may come in any order; what has no mark or answer yet
    counts as not done, unless another `reckon` than `parts_of` says so. `version` names the published rule in the
    reasons. Raises FactError when the program year has no service days to prorate by."""
    rule = (f"Rule: {version}.",) if version else ()
    if not signed:
        why = "The commitment is not signed by both, so nothing can be paid."
        return _nothing(EXCLUDED, segments, (why, *rule))
    if not completed_year and _forfeits(policy.incomplete_year):
        why = "This role pays complete years only, and the year was not completed."
        return _nothing(PAYABLE, segments, (why, *rule))
    parts = [_reckoned(policy, segment, reckon or parts_of) for segment in segments]
    earned, shares = parts[0].alone if len(parts) == 1 else _in_cents([one.components for one in parts])
    cents = iter(shares)
    cells = tuple(
        tuple(Cell(next(cents), reasons) for reasons in _reasons(policy, segment, one, rule))
        for segment, one in zip(segments, parts, strict=True)
    )
    flagged = not all(_left(segment.deliverables) for segment in segments)
    return Statement(PAYABLE, earned, cells, (NO_DELIVERABLES,) if flagged else ())


def _in_cents(rows: Sequence[Sequence[Component]]) -> tuple[int, list[int]]:
    """The whole in cents, and each component of each segment (rules.md §1, Rounding)."""
    amounts = [component.amount for row in rows for component in row]
    earned = half_up(sum(amounts, ZERO))
    return earned, largest_remainder(amounts, earned)


def _forfeits(rule: IncompleteYear) -> bool:
    match rule:
        case "forfeit":
            return True
        case "earned_to_date":
            return False
        case _:
            assert_never(rule)


def _nothing(status: str, segments: Sequence[Segment], reasons: tuple[str, ...]) -> Statement:
    row = tuple(Cell(0, reasons) for _ in COMPONENTS)
    return Statement(status, 0, tuple(row for _ in segments))


def _reckoned(policy: Policy, segment: Segment, reckon: "Reckon") -> "Parts":
    base = base_amount(policy, segment)
    return reckon(policy, base.numerator, base.denominator, segment.done)


@dataclass(frozen=True, slots=True)
class Parts:
    """Attendance, deliverables and attestation of a segment, the gate closed or open; `alone`: the whole and each of
    them in cents, where it is the only one."""

    components: tuple[Component, ...]
    alone: tuple[int, list[int]]


# What a segment comes to under a policy: its base as numerator and denominator, and what was done in it.
Reckon = Callable[[Policy, int, int, Done], Parts]


# Of the leaders of a role most did the same: a run works out once what that comes to. What a person alone has, their
# school in the words, is added by `_reasons`.
@lru_cache(maxsize=4096)
def parts_of(policy: Policy, top: int, under: int, done: Done) -> Parts:
    """Of a base of `top` / `under` cents."""
    full = [Fraction(top * weight, under * WHOLE_BP) for weight in policy.weights_bp]
    credited = credits(policy, done.sessions)
    sums = tally(credited)
    parts = (
        attendance(policy, credited, sums, full[0]),
        _deliverables(policy, done.deliverables, full[1]),
        _attestation(done.attested, full[2]),
    )
    gate = _gate(policy, sums, parts)
    paid = tuple(
        Component(ZERO if gate else part.amount, part.complete, (*part.reasons, *gate)) for part in parts
    )
    return Parts(paid, _in_cents([paid]))


def _reasons(policy: Policy, segment: Segment, parts: Parts, rule: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Of each component, all that is to be said of it in this segment."""
    why = _base_reason(policy, segment)
    says = zip(_shares(policy.weights_bp), parts.components, strict=True)
    return [(*one.reasons, f"{share} of {why}", *rule) for share, one in says]


@lru_cache(maxsize=64)
def _shares(weights_bp: tuple[int, ...]) -> tuple[str, ...]:
    """ "Attendance: 60%" and so on."""
    return tuple(f"{name}: {_weight(weight)}" for name, weight in zip(NAMES, weights_bp, strict=True))


NAMES = tuple(name.capitalize() for name in COMPONENTS)


def _weight(weight: int) -> str:
    return f"{weight // 100}%" if not weight % 100 else f"{weight // 100}.{weight % 100:02d}%"


def served_days(policy: Policy, segment: Segment) -> int:
    """Service days that count, with leave taken off when the policy says so; never below zero."""
    match policy.leave:
        case "exclude_days":
            return max(segment.service_days - segment.leave_days, 0)
        case "protected":
            return segment.service_days
        case _:
            assert_never(policy.leave)


def base_amount(policy: Policy, segment: Segment) -> Fraction:
    """Annual amount × share × days ratio, in exact cents."""
    top = segment.annual_cents * segment.share.numerator
    match policy.proration:
        case "none":
            return Fraction(top, segment.share.denominator)
        case "service_days":
            return _by_days(policy, segment, top)
        case _:
            assert_never(policy.proration)


def _by_days(policy: Policy, segment: Segment, top: int) -> Fraction:
    if segment.year_service_days < 1:
        raise FactError(
            "year_service_days", "The calendar of this program year has no service days. Enter them."
        )
    days = served_days(policy, segment)
    return Fraction(top * days, segment.share.denominator * segment.year_service_days)


def _base_reason(policy: Policy, segment: Segment) -> str:
    words = f"{dollars(segment.annual_cents)} a year"
    if segment.title:
        words = f"{words} as {segment.title}"
    if segment.share != ONE:
        words = f"{words}, share {segment.share}"
    if policy.proration == "none":
        return f"{words}, not reduced by days."
    days = served_days(policy, segment)
    words = f"{words}, {days} of {segment.year_service_days} service days"
    if segment.leave_days:
        taken = "taken off" if policy.leave == "exclude_days" else "protected, not taken off"
        words = f"{words} ({segment.leave_days} days of leave {taken})"
    return f"{words}." if days else f"{words}: without a service day this part of the year pays nothing."


def _left(deliverables: Sequence[Deliverable]) -> list[Deliverable]:
    """Those that count: not waived, and of some weight. A state this rule does not know is refused."""
    for item in deliverables:
        if item.status not in STATUSES:
            raise FactError(
                "status", f"Nobody has said what a deliverable that is {item.status[:40]!r} pays."
            )
    return [item for item in deliverables if item.status != "waived" and item.weight]


def _deliverables(policy: Policy, deliverables: Sequence[Deliverable], full: Fraction) -> Component:
    reasons = [_deliverable_reason(number, item) for number, item in enumerate(deliverables, 1)]
    left = _left(deliverables)
    if not left:
        reasons.append("Nothing was left to deliver: paid in full, and flagged for review.")
        return Component(full, True, tuple(reasons))
    factor, why = _paid(policy.deliverables, _delivered(left))
    return Component(scaled(full, factor), factor == 1, (*reasons, why))


def _paid(rule: DeliverablesRule, delivered: Fraction) -> tuple[Fraction, str]:
    """The factor paid, and the sentence that says so."""
    by_weight = f"Deliverables pay {percent(delivered)}: the weight that was accepted."
    match rule:
        case "weighted":
            return delivered, by_weight
        case "all_or_nothing":
            return (
                (ONE, by_weight)
                if delivered == 1
                else (ZERO, "Deliverables pay only when every one is accepted.")
            )
        case _:
            assert_never(rule)


def _delivered(left: Sequence[Deliverable]) -> Fraction:
    accepted = [item.weight for item in left if item.status == "accepted"]
    if len(accepted) == len(left):
        return ONE
    return Fraction(sum(accepted, ZERO), sum((item.weight for item in left), ZERO))


def _deliverable_reason(number: int, item: Deliverable) -> str:
    return f"{item.title or f'Deliverable {number}'} (weight {item.weight}): {item.status}."


def _attestation(attested: bool | None, full: Fraction) -> Component:
    if attested:
        return Component(full, True, ("The principal attested the school-level expectations.",))
    if attested is None:
        return Component(ZERO, False, ("The principal has not attested yet.",))
    return Component(ZERO, False, ("The principal did not attest the school-level expectations.",))


def _gate(policy: Policy, sums: Tally, parts: Sequence[Component]) -> tuple[str, ...]:
    """Why the segment pays nothing; empty when it pays."""
    least = policy.minimum_attendance
    if least is not None and sums.fraction < least:
        return (f"Attendance is below the minimum of {percent(least)}, so nothing of this part is paid.",)
    match policy.whole:
        case "components":
            return ()
        case "all_or_nothing":
            return _incomplete(policy, parts)
        case _:
            assert_never(policy.whole)


def _incomplete(policy: Policy, parts: Sequence[Component]) -> tuple[str, ...]:
    for name, weight, part in zip(COMPONENTS, policy.weights_bp, parts, strict=True):
        if weight and not part.complete:
            return (f"All parts must be complete, and {name} is not, so nothing of this part is paid.",)
    return ()
