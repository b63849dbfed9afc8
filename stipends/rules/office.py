"""Worked examples of an office, tried with a rule that is not in force yet: who expects what, what it pays, and why the
first that differs does."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from common.money import dollars
from common.reading import FieldError, Fields
from stipends.rules.facts import Deliverable, FactError, Segment, Session, parse_segment
from stipends.rules.kinds import AllOrNothing, Proportional
from stipends.rules.policy import Bands, Policy
from stipends.rules.statement import Statement, statement
from stipends.rules.words import in_words

MOST_CASES = 500
# Sessions of a table have no dates; they count in this order.
FIRST_DAY = date(2000, 1, 3)


@dataclass(frozen=True, slots=True)
class Example:
    """What somebody did in a year, and what their office expects it to pay, in cents."""

    name: str
    signed: bool
    completed_year: bool
    segments: tuple[Segment, ...]
    expected_cents: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An example beside what the rule pays for it; `problem` in words where it cannot be calculated."""

    example: Example
    cents: int | None
    problem: str = ""

    @property
    def off_cents(self) -> int:
        """What the rule pays more than is expected."""
        return (self.cents or 0) - self.example.expected_cents

    @property
    def same(self) -> bool:
        return self.cents is not None and not self.off_cents


@dataclass(frozen=True, slots=True)
class Tried:
    """All examples with a rule, and why the first that differs does."""

    rows: tuple[Compared, ...]
    why: str

    @property
    def matching(self) -> int:
        return sum(1 for one in self.rows if one.same)

    @property
    def in_words(self) -> str:
        """ "11 of 12 examples of your office match to the cent"."""
        return f"{self.matching} of {len(self.rows)} examples of your office match to the cent"


def read_file(text: str) -> list[dict[str, Any]]:
    """The cases of a file as `manage.py check_examples` reads it, each with what it expects to be earned. Their own
    rules are left out: they are tried with the rule of the draft. Raises FieldError for the first that cannot be used.
    """
    try:
        cases = Fields(json.loads(text)).list("cases")
    except (ValueError, RecursionError) as error:
        if isinstance(error, FieldError):
            raise
        raise FieldError("file", "This is not JSON.") from None
    found = [_of_file(number, case) for number, case in enumerate(cases, 1)]
    return counted(found)


def counted(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same. Raises FieldError where there are none, or too many."""
    if not 0 < len(found) <= MOST_CASES:
        raise FieldError("cases", f"Write from 1 to {MOST_CASES} examples in a file.")
    return found


def _of_file(number: int, case: object) -> dict[str, Any]:
    fields = Fields(case, f"case {number}")
    if fields.text("rule") != "statement":
        raise fields.fail("rule", "Only examples of a “statement” are tried with a policy.")
    kept = {
        "name": fields.text("about", "") or fields.text("id", f"case {number}"),
        "signed": fields.boolean("signed") if fields.has("signed") else True,
        "completed_year": fields.boolean("completed_year") if fields.has("completed_year") else True,
        "segments": list(fields.list("segments")),
        "expected_cents": fields.object("expect").integer("earned_cents"),
    }
    for segment in fields.objects("segments"):
        parse_segment(segment)
    return kept


def of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A case as a row of a table says it: `attended` and `required` are minutes of each session (or one sum of all),
    `accepted` and `deliverables`, `days` and `year_days` are counts."""
    if len(row["attended"]) != len(row["required"]):
        raise FieldError(
            "minutes", "Write as many minutes attended as minutes required, one for each session."
        )
    pairs = zip(row["attended"], row["required"], strict=True)
    if any(attended > required for attended, required in pairs):
        raise FieldError("minutes", "Nobody attends more minutes of a session than are required.")
    if row["accepted"] > row["deliverables"]:
        raise FieldError("deliverables", "There are more deliverables accepted than there are.")
    if not row["days"] <= row["year_days"]:
        raise FieldError("days", "There are more days served than service days in the year.")
    return dict(row)


def example(case: Mapping[str, Any], annual_cents: int) -> Example:
    """A case as it was kept, for a draft that pays this much a year. Segments of a file that all name one amount are
    paid by that of the draft; those that name several keep theirs."""
    if "segments" not in case:
        return _of_table(case, annual_cents)
    segments = [parse_segment(Fields(one)) for one in case["segments"]]
    if len({one.annual_cents for one in segments}) == 1:
        segments = [replace(one, annual_cents=annual_cents) for one in segments]
    return Example(
        case["name"], case["signed"], case["completed_year"], tuple(segments), case["expected_cents"]
    )


def _of_table(case: Mapping[str, Any], annual_cents: int) -> Example:
    pairs = enumerate(zip(case["attended"], case["required"], strict=True))
    sessions = tuple(
        Session(
            FIRST_DAY + timedelta(days=number),
            "seminar",
            required,
            "present" if attended else "absent",
            attended if attended else None,
            title=f"Session {number + 1}",
        )
        for number, (attended, required) in pairs
        if required
    )
    work = tuple(
        Deliverable(Fraction(1), "accepted" if number < case["accepted"] else "missing")
        for number in range(case["deliverables"])
    )
    segment = Segment(
        annual_cents,
        Fraction(1),
        case["days"],
        case["year_days"],
        0,
        sessions,
        work,
        case["attested"],
    )
    return Example(case["name"], True, True, (segment,), case["expected_cents"])


def tried(policy: Policy, annual_cents: int, cases: Sequence[Mapping[str, Any]]) -> Tried:
    """Every case with this rule, in the order of the file."""
    examples = [example(case, annual_cents) for case in cases]
    rows = tuple(_compared(policy, one) for one in examples)
    first = next((one for one in rows if not one.same), None)
    return Tried(rows, _why(policy, first, examples) if first else "")


def _statement(policy: Policy, of: Example) -> Statement:
    return statement(policy, of.signed, of.completed_year, of.segments)


def _compared(policy: Policy, of: Example) -> Compared:
    try:
        return Compared(of, _statement(policy, of).earned_cents)
    except FactError as refusal:
        return Compared(of, None, refusal.sentence)


def _why(policy: Policy, first: Compared, examples: Sequence[Example]) -> str:
    """One other word of the rule that makes it match, with how many match then; else what the part that pays least
    says."""
    if first.problem:
        return f"{first.example.name}: {first.problem}"
    for other in _others(policy, first.example):
        if _compared(other, first.example).same:
            says = [line for line in in_words(other) if line not in in_words(policy)]
            matching = sum(1 for one in examples if _compared(other, one).same)
            return (
                f"{first.example.name}: it would match if the rule said “{' '.join(says)}” Then {matching} of "
                f"{len(examples)} match."
            )
    return f"{first.example.name}: {_least(policy, first.example)}"


def _others(policy: Policy, of: Example) -> Iterator[Policy]:
    """The rule with one word another."""
    sessions = [one for part in of.segments for one in part.sessions]
    shares = [Fraction(one.attended_minutes, one.minutes) for one in sessions if one.attended_minutes]
    yield replace(policy, credit="exact")
    yield replace(policy, credit="full_only")
    if shares and min(shares) < 1:
        yield replace(policy, credit=Bands(min(shares), min(shares)))
    yield replace(policy, attendance=Proportional())
    yield replace(policy, attendance=AllOrNothing())
    yield replace(policy, deliverables="weighted")
    yield replace(policy, deliverables="all_or_nothing")
    yield replace(policy, excused="exclude")
    yield replace(policy, excused="absent")
    yield replace(policy, excused="present")
    yield replace(policy, make_up_credit=Fraction(1))
    yield replace(policy, make_up_limit=None)
    yield replace(policy, proration="none")
    yield replace(policy, proration="service_days")
    yield replace(policy, leave="protected")
    yield replace(policy, leave="exclude_days")
    yield replace(policy, minimum_attendance=None)
    yield replace(policy, whole="components")
    yield replace(policy, whole="all_or_nothing")
    yield replace(policy, incomplete_year="earned_to_date")


def _least(policy: Policy, of: Example) -> str:
    """What the first part says that is not paid in full; where all are, the amount itself is another."""
    result = _statement(policy, of)
    for segment, row in zip(of.segments, result.cells, strict=True):
        for weight, cell in zip(policy.weights_bp, row, strict=True):
            if cell.cents * 10_000 < segment.annual_cents * weight:
                return " ".join(cell.reasons[-2:])
    return f"every part is paid in full, {dollars(result.earned_cents)} in all."
