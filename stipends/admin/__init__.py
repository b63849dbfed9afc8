"""Runs and policies are begun here through services; money that was approved is read-only for everybody."""

from stipends.admin import (
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
