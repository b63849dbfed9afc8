from stipends.queries.changes import changed_parts
from stipends.queries.evidence import Context, Evidence, context_of, evidence
from stipends.queries.policies import Effect, effect_of, words_of
from stipends.queries.runs import (
    UNCONFIRMED,
    Totals,
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
    "Effect",
    "Evidence",
    "Standing",
    "Totals",
    "changed_parts",
    "changed_since",
    "context_of",
    "effect_of",
    "evidence",
    "lines_of",
    "progress",
    "snapshot",
    "standings",
    "totals",
    "unconfirmed",
    "words_of",
]
