from stipends.queries.evidence import Context, Evidence, context_of, evidence
from stipends.queries.runs import (
    UNCONFIRMED,
    changed_since,
    lines_of,
    progress,
    snapshot,
    totals,
    unconfirmed,
)
from stipends.queries.standing import Standing, standings

__all__ = [
    "UNCONFIRMED",
    "Context",
    "Evidence",
    "Standing",
    "changed_since",
    "context_of",
    "evidence",
    "lines_of",
    "progress",
    "snapshot",
    "standings",
    "totals",
    "unconfirmed",
]
