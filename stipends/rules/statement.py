"""One person, one role, one program year: what was earned, to the cent, and why (rules.md §1)."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple, assert_never

from common.money import dollars, half_up, largest_remainder
from stipends.rules.attendance import attendance
from stipends.rules.counted import Tally, percent, tally
from stipends.rules.credit import credits
from stipends.rules.facts import STATUSES, Deliverable, Done, FactError, Segment, Session
from stipends.rules.kinds.base import ONE, ZERO, Component, scaled
from stipends.rules.policy import COMPONENTS, WHOLE_BP, DeliverablesRule, IncompleteYear, Policy

PAYABLE = "payable"
EXCLUDED = "excluded"
NO_DELIVERABLES = "no_deliverables"


class Cell(NamedTuple):
    """What one component pays in one segment: whole cents, and sentences a teacher reads."""

    cents: int
    reasons: tuple[str, ...]


class Statement(NamedTuple):
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
    earned, cents = parts[0].alone if len(parts) == 1 else _in_cents([one.components for one in parts])
    rows = zip(segments, parts, cents, strict=True)
    cells = tuple([_cells(policy, segment, one, row, rule) for segment, one, row in rows])
    flagged = any([one.nothing_left for one in parts])
    return Statement(PAYABLE, earned, cells, (NO_DELIVERABLES,) if flagged else ())


def _in_cents(rows: Sequence[Sequence[Component]]) -> tuple[int, list[list[int]]]:
    """The whole in cents, and of each segment each component (rules.md §1, Rounding)."""
    amounts = [component.amount for row in rows for component in row]
    earned = half_up(sum(amounts, ZERO))
    cents, width = largest_remainder(amounts, earned), len(COMPONENTS)
    return earned, [cents[at : at + width] for at in range(0, len(cents), width)]


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
    top, under = _base(policy, segment)
    return reckon(policy, top, under, segment.done)


class Parts(NamedTuple):
    """Attendance, deliverables and attestation of a segment, the gate closed or open; `alone`: the whole and each of
    them in cents, where it is the only one; `nothing_left`: nothing was left to deliver."""

    components: tuple[Component, ...]
    alone: tuple[int, list[list[int]]]
    nothing_left: bool


# What a segment comes to under a policy: its base as numerator and denominator, and what was done in it.
Reckon = Callable[[Policy, int, int, Done], Parts]


# Of the leaders of a role most did the same: a run works out once what that comes to. What a person alone has, their
# school in the words, is added by `_reasons`.
@lru_cache(maxsize=4096)
def parts_of(policy: Policy, top: int, under: int, done: Done) -> Parts:
    """Of a base of `top` / `under` cents."""
    full = _in_full(policy.weights_bp, top, under)
    sums, attended = _attended(policy, top, under, done.sessions)
    delivered = _deliverables(policy, top, under, done.deliverables)
    parts: tuple[Component, ...] = (attended, delivered, _attestation(done.attested, full[2]))
    if gate := _gate(policy, sums, parts):
        parts = tuple(Component(ZERO, part.complete, (*part.reasons, *gate)) for part in parts)
    return Parts(parts, _in_cents([parts]), not _left(done.deliverables))


@lru_cache(maxsize=1000)
def _in_full(weights_bp: tuple[int, ...], top: int, under: int) -> tuple[Fraction, ...]:
    """What each component comes to when all of it is paid."""
    return tuple(Fraction(top * weight, under * WHOLE_BP) for weight in weights_bp)


@lru_cache(maxsize=4096)
def _attended(policy: Policy, top: int, under: int, sessions: tuple[Session, ...]) -> tuple[Tally, Component]:
    """What counts of the sessions, and what that pays."""
    credited = credits(policy, sessions)
    sums = tally(credited)
    return sums, attendance(policy, credited, sums, _in_full(policy.weights_bp, top, under)[0])


def _cells(
    policy: Policy, segment: Segment, parts: Parts, cents: Sequence[int], rule: tuple[str, ...]
) -> tuple[Cell, ...]:
    """Of each component its cents, and all that is to be said of it in this segment."""
    share = segment.share
    own = _of_the_base(
        policy,
        rule,
        segment.annual_cents,
        segment.title,
        (share.numerator, share.denominator),
        (segment.service_days, segment.year_service_days, segment.leave_days),
    )
    says = zip(cents, parts.components, own, strict=True)
    return tuple([Cell(amount, one.reasons + last) for amount, one, last in says])


# The same for all who served as long in a role at a school.
@lru_cache(maxsize=4096)
def _of_the_base(
    policy: Policy,
    rule: tuple[str, ...],
    annual_cents: int,
    title: str,
    share: tuple[int, int],
    days: tuple[int, int, int],
) -> tuple[tuple[str, ...], ...]:
    """Of each component, what it is a part of, and by which rule."""
    why = f"{_year_in_words(annual_cents, title, Fraction(*share))}{_days_in_words(policy, *days)}"
    weights = zip(NAMES, policy.weights_bp, strict=True)
    return tuple((f"{name}: {_weight(weight)} of {why}", *rule) for name, weight in weights)


NAMES = tuple(name.capitalize() for name in COMPONENTS)


def _weight(weight: int) -> str:
    return f"{weight // 100}%" if not weight % 100 else f"{weight // 100}.{weight % 100:02d}%"


def served_days(policy: Policy, service_days: int, leave_days: int) -> int:
    """Service days that count, with leave taken off when the policy says so; never below zero."""
    match policy.leave:
        case "exclude_days":
            return max(service_days - leave_days, 0)
        case "protected":
            return service_days
        case _:
            assert_never(policy.leave)


def _base(policy: Policy, segment: Segment) -> tuple[int, int]:
    """Annual amount × share × days ratio, in exact cents: above and below the line."""
    top, under = segment.annual_cents * segment.share.numerator, segment.share.denominator
    match policy.proration:
        case "none":
            return top, under
        case "service_days":
            served, of_year = _days(policy, segment)
            return top * served, under * of_year
        case _:
            assert_never(policy.proration)


def _days(policy: Policy, segment: Segment) -> tuple[int, int]:
    """Days served, and service days of the year."""
    if segment.year_service_days < 1:
        raise FactError(
            "year_service_days", "The calendar of this program year has no service days. Enter them."
        )
    return served_days(policy, segment.service_days, segment.leave_days), segment.year_service_days


def _year_in_words(annual_cents: int, title: str, share: Fraction) -> str:
    words = f"{dollars(annual_cents)} a year"
    if title:
        words = f"{words} as {title}"
    return words if share == ONE else f"{words}, share {share}"


def _days_in_words(policy: Policy, service_days: int, of_year: int, leave_days: int) -> str:
    """The end of the sentence."""
    if policy.proration == "none":
        return ", not reduced by days."
    days = served_days(policy, service_days, leave_days)
    words = f", {days} of {of_year} service days"
    if leave_days:
        taken = "taken off" if policy.leave == "exclude_days" else "protected, not taken off"
        words = f"{words} ({leave_days} days of leave {taken})"
    return f"{words}." if days else f"{words}: without a service day this part of the year pays nothing."


def _left(deliverables: Sequence[Deliverable]) -> list[Deliverable]:
    """Those that count: not waived, and of some weight. A state this rule does not know is refused."""
    for item in deliverables:
        if item.status not in STATUSES:
            raise FactError(
                "status", f"Nobody has said what a deliverable that is {item.status[:40]!r} pays."
            )
    return [item for item in deliverables if item.status != "waived" and item.weight]


@lru_cache(maxsize=4096)
def _deliverables(policy: Policy, top: int, under: int, deliverables: tuple[Deliverable, ...]) -> Component:
    full = _in_full(policy.weights_bp, top, under)[1]
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
