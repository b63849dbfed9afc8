from stipends.queries.changes import changed_parts, stands_on
from stipends.queries.drafts import Cost, Draft, Reckoned, asked_of, cost_of, facts_year, worths
from stipends.queries.evidence import Context, Evidence, context_of, evidence
from stipends.queries.lines import (
    AHEAD,
    OVERPAID,
    SAME_NAME,
    UNCONFIRMED,
    LineFilters,
    approved_lines,
    lines_of,
    nothing_codes,
    paid_at,
)
from stipends.queries.policies import Effect, effect_of, offered_without_amount, policies_to_carry, words_of
from stipends.queries.refusals import Otherwise, changes_since, open_refusal, stale
from stipends.queries.runs import (
    Totals,
    kind_in_words,
    progress,
    snapshot,
    totals,
    unconfirmed,
)
from stipends.queries.sessions import unplanned, warning_of, warnings
from stipends.queries.standing import Standing, standings
from stipends.queries.touched import Look, Touched, Worth, fingerprint, look_at, marked_otherwise, touched

__all__ = [
    "AHEAD",
    "OVERPAID",
    "SAME_NAME",
    "UNCONFIRMED",
    "Context",
    "Cost",
    "Draft",
    "Effect",
    "Evidence",
    "LineFilters",
    "Look",
    "Otherwise",
    "Reckoned",
    "Standing",
    "Totals",
    "Touched",
    "Worth",
    "approved_lines",
    "asked_of",
    "changed_parts",
    "changes_since",
    "context_of",
    "cost_of",
    "effect_of",
    "evidence",
    "facts_year",
    "fingerprint",
    "kind_in_words",
    "lines_of",
    "look_at",
    "marked_otherwise",
    "nothing_codes",
    "offered_without_amount",
    "open_refusal",
    "paid_at",
    "policies_to_carry",
    "progress",
    "snapshot",
    "stale",
    "standings",
    "stands_on",
    "totals",
    "touched",
    "unconfirmed",
    "unplanned",
    "warning_of",
    "warnings",
    "words_of",
    "worths",
]
