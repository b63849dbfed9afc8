"""From a statement to a line of a run: what this run pays, or why it pays nothing (rules.md §1 and §3)."""

from collections.abc import Sequence
from typing import NamedTuple

from stipends.rules.facts import Segment
from stipends.rules.forecast import maximum_cents, possible
from stipends.rules.instalments import Step, payment, taken_off
from stipends.rules.policy import Policy
from stipends.rules.reasons import ALL_TAKEN, NOTHING_LEFT
from stipends.rules.statement import NO_DELIVERABLES, Statement, statement

BALANCE = Step("balance")
PAYABLE, EXCLUDED = "payable", "excluded"


class Case(NamedTuple):
    """One placement in one run. `policy` is None when none is published.

    `settles` marks a run that pays what was earned in the whole year, `hopes` one that only projects what may
    still come. `open_rosters` counts required sessions whose roster this run has to wait for; `disputed`: its person
    said that something is wrong, and nobody answered yet. `paid_cents` is what the person keeps of all that was paid:
    without what came back, and with what was taken off elsewhere. `against` is what may be taken off this payment, by
    open overpayment; `waived_cents` what was waived of what was paid too much.
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
    disputed: bool = False
    against: tuple[int, ...] = ()
    waived_cents: int = 0


class Line(NamedTuple):
    """`amount_cents` is what the run pays; zero always comes with the `exclusion` that says why.

    `whole_cents` is the whole amount of the year when the run pays a share of it, `overpaid_cents` what was paid
    above what was earned and nobody waived; `nothing_to_deliver` is for a person to review. `taken` is what was taken
    off for each open overpayment of the case; `pays`: something was due, though all of it may be taken.
    """

    status: str
    exclusion: str
    earned_cents: int
    amount_cents: int
    statement: Statement | None
    whole_cents: int | None = None
    overpaid_cents: int = 0
    nothing_to_deliver: bool = False
    taken: tuple[int, ...] = ()

    @property
    def taken_cents(self) -> int:
        return sum(self.taken)

    @property
    def pays(self) -> bool:
        return self.amount_cents + self.taken_cents > 0


def line(case: Case) -> Line:
    """The line of a case. Whoever is paid nothing still gets a line, and a reason."""
    if case.policy is None:
        return Line(EXCLUDED, "no_policy", 0, 0, None)
    result = _statement(case, case.policy)
    of_maximum = case.step.kind == "share_of_maximum"
    most = maximum_cents(case.policy, case.segments) if of_maximum else None
    due = payment(case.step, result.earned_cents, most or 0, case.paid_cents)
    over = max(due.overpaid_cents - case.waived_cents, 0)
    beside = (result, most, over, NO_DELIVERABLES in result.flags)
    exclusion = _exclusion(case, case.policy.weights_bp[2])
    if not exclusion and not due.pay_cents:
        exclusion = NOTHING_LEFT
    if exclusion:
        return Line(EXCLUDED, exclusion, result.earned_cents, 0, *beside)
    taken = taken_off(due.pay_cents, case.against)
    left = due.pay_cents - sum(taken)
    if not left:
        return Line(EXCLUDED, ALL_TAKEN, result.earned_cents, 0, *beside, taken)
    return Line(PAYABLE, "", result.earned_cents, left, *beside, taken)


def _statement(case: Case, policy: Policy) -> Statement:
    if case.hopes:
        return possible(policy, case.signed, case.segments, case.version)
    return statement(policy, case.signed, case.completed_year, case.segments, case.version)


def _exclusion(case: Case, attestation_weight: int) -> str:
    """Why this run must not pay yet. A share of the maximum and a projection look at no evidence."""
    if not case.signed:
        return "unsigned"
    if case.disputed and not case.hopes:
        return "disputed"
    if case.hopes or case.step.kind == "share_of_maximum":
        return ""
    if case.open_rosters:
        return "roster_open"
    if case.settles and attestation_weight and _unanswered(case.segments):
        return "attestation_pending"
    return ""


def _unanswered(segments: Sequence[Segment]) -> bool:
    return any(segment.attested is None for segment in segments)
