"""Worked examples: cases with inputs and what the rules should make of them. A finance office proves a policy
with them before publishing it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from common.reading import EXACT, FieldError, Fields
from fellows.rules.service import parse_terms, parse_year, service
from stipends.rules.cap import capped
from stipends.rules.facts import parse_segment
from stipends.rules.instalments import instalments, parse_step
from stipends.rules.policy import parse_policy
from stipends.rules.statement import statement
from stipends.rules.substitute import parse_claim, reimbursement


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that came out otherwise: both sides as JSON values."""

    field: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case. It passes when there is neither a difference nor a problem in words."""

    id: str
    differences: tuple[Difference, ...] = ()
    problem: str = ""

    @property
    def passes(self) -> bool:
        return not (self.differences or self.problem)


def check(text: str) -> list[Outcome]:
    """The outcome of each case of a file. Raises FieldError when the text holds no cases.

    A case that cannot be used is an outcome with a problem, and the others are still checked.
    """
    cases = Fields(_loaded(text)).list("cases")
    if not cases:
        raise FieldError("cases", "There is no case in this file.")
    return [_outcome(number, case) for number, case in enumerate(cases, 1)]


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise FieldError(
            f"line {error.lineno}, column {error.colno}", f"This is not JSON: {error.msg}."
        ) from None
    except (RecursionError, ValueError):
        raise FieldError(
            "file", "This JSON is nested too deeply or holds a number too long to read."
        ) from None


def _outcome(number: int, case: object) -> Outcome:
    name = f"case {number}"
    try:
        fields = Fields(case)
        name = fields.text("id", name)
        return Outcome(name, _differences(fields))
    except FieldError as error:
        return Outcome(name, problem=f"{error.field}: {error.sentence}")


def _differences(fields: Fields) -> tuple[Difference, ...]:
    """Raises FieldError for a field that cannot be used, and for an expectation the rule knows nothing of."""
    fields.text("about", "")
    actual = RULES[fields.choice("rule", tuple(RULES))](fields)
    expect = fields.object("expect")
    fields.done()
    names = expect.names()
    if not names:
        raise fields.fail("expect", "Write at least one field to expect.")
    for name in names:
        if name not in actual:
            raise expect.fail(name, f"This rule gives {', '.join(actual)}.")
    pairs = [(name, expect.value(name) if expect.has(name) else None) for name in names]
    return tuple(
        Difference(name, expected, actual[name])
        for name, expected in pairs
        if not same(expected, actual[name])
    )


def same(expected: Any, actual: Any) -> bool:
    """Exact and of one kind: 1 is neither true nor 1.0, and "5/2" is "10/4"."""
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if isinstance(expected, str) and isinstance(actual, str) and expected != actual:
        return _number(expected) is not None and _number(expected) == _number(actual)
    return type(expected) is type(actual) and bool(expected == actual)


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text) if EXACT.fullmatch(text) else None
    except ZeroDivisionError:
        return None


def _statement(fields: Fields) -> dict[str, Any]:
    policy = parse_policy(fields.value("policy"), "policy")
    result = statement(
        policy,
        signed=fields.boolean("signed"),
        completed_year=fields.boolean("completed_year"),
        segments=[parse_segment(segment) for segment in fields.objects("segments")],
    )
    return {
        "status": result.status,
        "earned_cents": result.earned_cents,
        "cells": [[cell.cents for cell in row] for row in result.cells],
        "flags": list(result.flags),
    }


def _cap(fields: Fields) -> dict[str, Any]:
    earned = _cents(fields, "earned_cents")
    cap = fields.integer("cap_cents") if fields.has("cap_cents") else None
    return {"cents": capped(earned, cap)}


def _cents(fields: Fields, name: str) -> Sequence[int]:
    cents = [item for item in fields.list(name) if type(item) is int and item >= 0]
    if len(cents) != len(fields.list(name)):
        raise fields.fail(name, "Write whole cents, none below zero.")
    return cents


def _instalments(fields: Fields) -> dict[str, Any]:
    plan = instalments(
        fields.integer("earned_cents"),
        fields.integer("maximum_cents"),
        [parse_step(step) for step in fields.objects("steps")],
    )
    return {"pay_cents": list(plan.pay_cents), "overpaid_cents": plan.overpaid_cents}


def _substitute(fields: Fields) -> dict[str, Any]:
    result = reimbursement(parse_claim(fields))
    return {"cents": result.cents, "units": str(result.units)}


def _service(fields: Fields) -> dict[str, Any]:
    result = service(
        parse_terms(fields.object("terms")),
        [parse_year(year) for year in fields.objects("years")],
        graduated=fields.day("graduated"),
        today=fields.day("today"),
        suspended_months=fields.integer("suspended_months", most=480)
        if fields.has("suspended_months")
        else 0,
        discharged=fields.boolean("discharged") if fields.has("discharged") else False,
    )
    return {
        "credited_years": str(result.credited_years),
        "credit_by_year": [str(credit) for credit in result.credit_by_year],
        "remaining_years": str(result.remaining_years),
        "service_starts": result.service_starts.isoformat(),
        "deadline": result.deadline.isoformat() if result.deadline else None,
        "standing": result.standing,
    }


RULES: dict[str, Callable[[Fields], dict[str, Any]]] = {
    "statement": _statement,
    "cap": _cap,
    "instalments": _instalments,
    "substitute": _substitute,
    "service": _service,
}
