"""What a school gets back for a substitute (rules.md §4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from common.money import dollars, half_up, largest_remainder
from common.reading import Fields

HALF, DAY = Fraction(1, 2), Fraction(1)


@dataclass(frozen=True, slots=True)
class Claim:
    """Units are days or hours, as the rate is. `rate` is dollars a unit, exact to five decimals; limits of
    None are no limits."""

    teacher_attended: bool
    units: Fraction
    rate: Fraction
    coverage: Fraction
    actual_cents: int | None = None
    day_cap_cents: int | None = None
    school_units_left: Fraction | None = None
    budget_left_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """Whole cents, the units they pay for, and why in words of a school. `short`: limits of the school leave less
    than the line alone would come to."""

    cents: int
    units: Fraction
    reasons: tuple[str, ...]
    short: bool = False


def parse_claim(fields: Fields) -> Claim:
    """The claim of a worked example. Raises FieldError for the first field that cannot be used."""
    return Claim(
        teacher_attended=fields.boolean("teacher_attended"),
        units=fields.fraction("units"),
        rate=fields.fraction("rate"),
        coverage=fields.fraction("coverage", most=1),
        actual_cents=fields.integer("actual_cents") if fields.has("actual_cents") else None,
        day_cap_cents=fields.integer("day_cap_cents") if fields.has("day_cap_cents") else None,
        school_units_left=fields.fraction("school_units_left") if fields.has("school_units_left") else None,
        budget_left_cents=fields.integer("budget_left_cents") if fields.has("budget_left_cents") else None,
    )


def day_units_left(covered: Iterable[Fraction]) -> Fraction:
    """Days one substitute can still cover on a date after the days already claimed: at most 1.0 in all."""
    return max(DAY - sum(covered, Fraction(0)), Fraction(0))


def reimbursement(claim: Claim) -> Reimbursement:
    """Cents the school gets back: rounded half up once, never negative, never above what is left."""
    return reimbursements([claim])[0]


def reimbursements(lines: Sequence[Claim]) -> list[Reimbursement]:
    """Cents of the lines of one claim, in their order. What is left of units and budget, as the first line says it,
    is for all of them together: units are cut as they run out. The sum is rounded half up once and is at most the
    budget left; cents go to the lines by largest remainder, ties to the lower index."""
    worked = _worked(lines)
    whole = sum((one.exact for one in worked), Fraction(0))
    total = half_up(whole)
    left = lines[0].budget_left_cents if lines else None
    most = total if left is None else min(total, max(left, 0))
    exact = [one.exact * Fraction(most, whole) if most < total else one.exact for one in worked]
    cents = largest_remainder(exact, most)
    return [_answer(one, paid, left, most < total) for one, paid in zip(worked, cents, strict=True)]


@dataclass(frozen=True, slots=True)
class _Worked:
    """A line before rounding: exact cents, and how they came about; without units it says why."""

    claim: Claim
    exact: Fraction
    units: Fraction
    reasons: tuple[str, ...]


def _worked(lines: Sequence[Claim]) -> list[_Worked]:
    found = []
    left = lines[0].school_units_left if lines else None
    for line in lines:
        found.append(_one(replace(line, school_units_left=left)))
        if left is not None:
            left -= found[-1].units
    return found


def _one(claim: Claim) -> _Worked:
    if not claim.teacher_attended:
        return _Worked(claim, Fraction(0), Fraction(0), ("The teacher is not marked as present.",))
    units, reasons = _units(claim)
    if not units:
        return _Worked(claim, Fraction(0), units, tuple(reasons) or ("No part of a day is claimed.",))
    cost, words = _cost(claim, units)
    return _Worked(claim, cost * claim.coverage, units, (*reasons, words))


def _answer(line: _Worked, cents: int, left: int | None, cut: bool) -> Reimbursement:
    """`left`: cents for all lines of the claim, which are cut to them."""
    fewer = line.claim.teacher_attended and line.units < line.claim.units
    if not line.units:
        return Reimbursement(0, line.units, line.reasons, short=fewer)
    whole = half_up(line.exact) if cut else cents
    reasons = [*line.reasons, f"{_share(line.claim.coverage)} of it comes back: {dollars(whole)}."]
    if cut:
        most = dollars(max(left or 0, 0))
        reasons.append(f"Only {most} is left for the whole claim; the part of this line is {dollars(cents)}.")
    return Reimbursement(cents, line.units, tuple(reasons), short=fewer or cut)


def _units(claim: Claim) -> tuple[Fraction, list[str]]:
    left = claim.school_units_left
    if left is None or claim.units <= left:
        return claim.units, []
    units = max(left, Fraction(0))
    if not units:
        return units, ["No day is left for this line of those the school may claim this year."]
    return units, [
        f"Of {days_in_words(claim.units)}, only {days_in_words(units)} is left of what the school may claim this year."
    ]


def _cost(claim: Claim, units: Fraction) -> tuple[Fraction, str]:
    """Exact cents of `units`, and where they come from."""
    if claim.actual_cents is not None:
        cost = Fraction(claim.actual_cents * units, claim.units)
        words = f"What the school paid for {days_in_words(units)}: {dollars(half_up(cost))}"
    else:
        cost = claim.rate * 100 * units
        words = f"The published rate for {days_in_words(units)}: {dollars(half_up(cost))}"
    if claim.day_cap_cents is not None and cost > claim.day_cap_cents * units:
        most = claim.day_cap_cents * units
        return (
            most,
            f"{words}. At most {dollars(claim.day_cap_cents)} a day counts: {dollars(half_up(most))}.",
        )
    return cost, f"{words}."


def days_in_words(units: Fraction) -> str:
    """ "half a day", "one day", "0.25 of a day", "1.5 days"."""
    if units in (HALF, DAY):
        return "half a day" if units == HALF else "one day"
    return f"{_plain(units)} of a day" if units < DAY else f"{_plain(units)} days"


def _share(coverage: Fraction) -> str:
    """ "80%"; all of it is "All"."""
    return "All" if coverage == 1 else f"{_plain(coverage * 100)}%"


def _plain(number: Fraction) -> str:
    """At most four decimals, as people write them; for words alone."""
    whole = half_up(number * 10_000)
    return f"{whole // 10_000}.{whole % 10_000:04d}".rstrip("0").rstrip(".")
