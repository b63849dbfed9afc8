"""Runs and policies are begun here through services; money that was approved is read-only for everybody."""

from stipends.admin import (
    assistance,
    budgets,
    claims,
    codes,
    disputes,
    files,
    layouts,
    lines,
    overpayments,
    paydays,
    placements,
    policies,
    runs,
    sessions,
    years,
)

__all__ = [
    "assistance",
    "budgets",
    "claims",
    "codes",
    "disputes",
    "files",
    "layouts",
    "lines",
    "overpayments",
    "paydays",
    "placements",
    "policies",
    "runs",
    "sessions",
    "years",
]
