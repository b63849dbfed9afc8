"""What finance, schools and others do that pays somebody or moves what is paid. Each is said here once."""

from stipends.verbs.assistance import ASSISTANCE, MAKE_ASSISTANCE
from stipends.verbs.batches import BATCH, MAKE
from stipends.verbs.claims import ALLOWANCE, CLAIM, TERMS
from stipends.verbs.layouts import LAYOUT
from stipends.verbs.owed import DISPUTE, OVERPAYMENT
from stipends.verbs.pay import (
    CALCULATING,
    PAID_DELIVERABLE,
    PAID_PLACEMENT,
    PAYDAY,
    POLICY,
    RUN,
    SESSION,
    count_of,
    typed_of,
    unpaid,
)

__all__ = [
    "ALLOWANCE",
    "ASSISTANCE",
    "BATCH",
    "CALCULATING",
    "CLAIM",
    "DISPUTE",
    "LAYOUT",
    "MAKE",
    "MAKE_ASSISTANCE",
    "OVERPAYMENT",
    "PAID_DELIVERABLE",
    "PAID_PLACEMENT",
    "PAYDAY",
    "POLICY",
    "RUN",
    "SESSION",
    "TERMS",
    "count_of",
    "typed_of",
    "unpaid",
]
