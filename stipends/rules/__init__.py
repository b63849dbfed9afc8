"""The rules of money, exact and in plain Python. No clock, no database, no float."""

from stipends.rules.cap import capped
from stipends.rules.facts import Deliverable, FactError, Segment, Session, Sessions, parse_segment
from stipends.rules.forecast import Forecast, Item, forecast, maximum_cents, outlook, possible
from stipends.rules.instalments import (
    Payment,
    Plan,
    Step,
    instalments,
    left_open,
    parse_step,
    payment,
    supplementary,
    taken_off,
)
from stipends.rules.lines import BALANCE, Case, Line, line
from stipends.rules.policy import COMPONENTS, LITERAL, Policy, PolicyError, canonical, parse_policy, to_json
from stipends.rules.reasons import (
    ALL_TAKEN,
    NOTHING_LEFT,
    Kept,
    Nothing,
    reasons,
    run_in_words,
    step_in_words,
    why_nothing,
)
from stipends.rules.statement import Cell, Statement, statement
from stipends.rules.substitute import (
    Claim,
    Reimbursement,
    day_units_left,
    days_in_words,
    reimbursement,
    reimbursements,
)
from stipends.rules.words import in_words
from stipends.rules.worked import Asked, Worked, three

__all__ = [
    "ALL_TAKEN",
    "BALANCE",
    "COMPONENTS",
    "LITERAL",
    "NOTHING_LEFT",
    "Asked",
    "Case",
    "Cell",
    "Claim",
    "Deliverable",
    "FactError",
    "Forecast",
    "Item",
    "Kept",
    "Line",
    "Nothing",
    "Payment",
    "Plan",
    "Policy",
    "PolicyError",
    "Reimbursement",
    "Segment",
    "Session",
    "Sessions",
    "Statement",
    "Step",
    "Worked",
    "canonical",
    "capped",
    "day_units_left",
    "days_in_words",
    "forecast",
    "in_words",
    "instalments",
    "left_open",
    "line",
    "maximum_cents",
    "outlook",
    "parse_policy",
    "parse_segment",
    "parse_step",
    "payment",
    "possible",
    "reasons",
    "reimbursement",
    "reimbursements",
    "run_in_words",
    "statement",
    "step_in_words",
    "supplementary",
    "taken_off",
    "three",
    "to_json",
    "why_nothing",
]
