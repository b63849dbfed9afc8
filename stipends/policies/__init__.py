"""Who may see and do what with stipends, claims and assistance that is paid, each said once."""

from stipends.policies.assistance import why_not_assistance
from stipends.policies.claims import why_not_batch, why_not_claim
from stipends.policies.pay import (
    RUN_HATS,
    SETTLED,
    paid,
    sees_money,
    settled,
    why_not,
    why_not_approved,
    why_not_budget,
    why_not_calendar,
    why_not_codes,
    why_not_dispute,
    why_not_download,
    why_not_drafting,
    why_not_layout,
    why_not_overpayment,
    why_not_prepared,
    why_not_publishing,
    why_not_rate,
)

__all__ = [
    "RUN_HATS",
    "SETTLED",
    "paid",
    "sees_money",
    "settled",
    "why_not",
    "why_not_approved",
    "why_not_assistance",
    "why_not_batch",
    "why_not_budget",
    "why_not_calendar",
    "why_not_claim",
    "why_not_codes",
    "why_not_dispute",
    "why_not_download",
    "why_not_drafting",
    "why_not_layout",
    "why_not_overpayment",
    "why_not_prepared",
    "why_not_publishing",
    "why_not_rate",
]
