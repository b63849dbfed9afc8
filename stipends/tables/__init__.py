"""What pages and files of stipends show: lists, a year's lanes, and what an approver looks at."""

from stipends.tables.claims import ALLOWANCES, CLAIMS, TERMS_ROWS
from stipends.tables.digests import digest_of
from stipends.tables.layouts import LAYOUTS
from stipends.tables.lists import (
    APPROVED_LINES,
    DIFFERENCES,
    FUNDS,
    LINES,
    POLICIES,
    RUNS,
    WHAT_IF,
    bar_of,
    cost_bar,
    lanes_of,
    lines_for,
    worked_bar,
)
from stipends.tables.owed import DISPUTES, OVERPAYMENTS
from stipends.tables.payments import STAGES, payments_of, shown_of

__all__ = [
    "ALLOWANCES",
    "APPROVED_LINES",
    "CLAIMS",
    "DIFFERENCES",
    "DISPUTES",
    "FUNDS",
    "LAYOUTS",
    "LINES",
    "OVERPAYMENTS",
    "POLICIES",
    "RUNS",
    "STAGES",
    "TERMS_ROWS",
    "WHAT_IF",
    "bar_of",
    "cost_bar",
    "digest_of",
    "lanes_of",
    "lines_for",
    "payments_of",
    "shown_of",
    "worked_bar",
]
