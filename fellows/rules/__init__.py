"""The rules of a fellow's service, exact and in plain Python. The day is passed in."""

from fellows.rules.service import (
    Period,
    Service,
    Terms,
    TermsError,
    Year,
    parse_terms,
    service,
    years_credited,
)

__all__ = ["Period", "Service", "Terms", "TermsError", "Year", "parse_terms", "service", "years_credited"]
