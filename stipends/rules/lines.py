"""From a statement to a line of a run: what this run pays, or why it pays nothing (rules.md §1 and §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from stipends.rules.facts import Segment
from stipends.rules.forecast import maximum_cents, possible
from stipends.rules.instalments import Step, payment
from stipends.rules.policy import Policy
from stipends.rules.reasons import NOTHING_LEFT
from stipends.rules.statement import Statement, statement

BALANCE = Step("balance")
WHOLE = "whole:"
PAYABLE, EXCLUDED = "payable", "excluded"


@dataclass(frozen=True, slots=True)
class Case:
    """One placement in one run. `policy` is None when none is published.

    `settles` marks a run that pays what was earned in the whole year, `hopes` one that only projects what may
    still come. `open_rosters` counts required sessions whose roster this run has to wait for.
    """

    policy: Policy | None
    version: str
    signed: bool
    completed_year: bool
    segments: tuple[Segment, ...]
    paid_cents: int
    step: Step
    settles: bool
    hopes: bool
    open_rosters: int


@dataclass(frozen=True, slots=True)
class Line:
    """`amount_cents` is what the run pays; zero always comes with the `exclusion` that says why.

    `flags` keep what a person should review ("no_deliverables", "overpaid:" and cents), and the whole amount of
    the year ("whole:" and cents) when the run pays a share of it.
    """

    status: str
    exclusion: str
    earned_cents: int
    amount_cents: int
    statement: Statement | None
    flags: tuple[str, ...]


def line(case: Case) -> Line:
    """The line of a case. Whoever is paid nothing still gets a line, and a reason."""
    if case.policy is None:
        return Line(EXCLUDED, "no_policy", 0, 0, None, ())
    result = _statement(case, case.policy)
    most, flags = 0, result.flags
    if case.step.kind == "share_of_maximum":
        most = maximum_cents(case.policy, case.segments)
        flags = (*flags, f"{WHOLE}{most}")
    due = payment(case.step, result.earned_cents, most, case.paid_cents)
    if due.overpaid_cents:
        flags = (*flags, f"overpaid:{due.overpaid_cents}")
    exclusion = _exclusion(case, case.policy.weights_bp[2])
    if not exclusion and not due.pay_cents:
        exclusion = NOTHING_LEFT
    if exclusion:
        return Line(EXCLUDED, exclusion, result.earned_cents, 0, result, flags)
    return Line(PAYABLE, "", result.earned_cents, due.pay_cents, result, flags)


def _statement(case: Case, policy: Policy) -> Statement:
    if case.hopes:
        return possible(policy, case.signed, case.segments, case.version)
    return statement(policy, case.signed, case.completed_year, case.segments, case.version)


def _exclusion(case: Case, attestation_weight: int) -> str:
    """Why this run must not pay yet. A share of the maximum and a projection look at no evidence."""
    if not case.signed:
        return "unsigned"
    if case.hopes or case.step.kind == "share_of_maximum":
        return ""
    if case.open_rosters:
        return "roster_open"
    if case.settles and attestation_weight and _unanswered(case.segments):
        return "attestation_pending"
    return ""


def _unanswered(segments: Sequence[Segment]) -> bool:
    return any(segment.attested is None for segment in segments)
