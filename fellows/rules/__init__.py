"""The rules of a fellow's service, exact and in plain Python. The day is passed in."""

from fellows.rules.service import (
    Ahead,
    Period,
    Service,
    Terms,
    TermsError,
    Year,
    completed_on,
    parse_terms,
    service,
    years_credited,
)

__all__ = [
    "Ahead",
    "Period",
    "Service",
    "Terms",
    "TermsError",
    "Year",
    "completed_on",
    "parse_terms",
    "service",
    "years_credited",
]
