"""Questions about fellows and their service."""

from fellows.queries.cohorts import CohortFields, next_cohort
from fellows.queries.facts import facts_of
from fellows.queries.ledgers import Ledger, LedgerLine, LedgerYear, ledger, terms_of, years_text
from fellows.queries.links import DEAD_LINK, link_of
from fellows.queries.outcomes import BECAME, REACHED, CohortOutcome, counted, narrowed, outcomes, reaching

__all__ = [
    "BECAME",
    "DEAD_LINK",
    "REACHED",
    "CohortFields",
    "CohortOutcome",
    "Ledger",
    "LedgerLine",
    "LedgerYear",
    "counted",
    "facts_of",
    "ledger",
    "link_of",
    "narrowed",
    "next_cohort",
    "outcomes",
    "reaching",
    "terms_of",
    "years_text",
]
