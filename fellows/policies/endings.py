"""What stands in the way of ending a service for good, and of a suspension."""

from datetime import date, timedelta

from django.db.models import Sum

from common.clock import day_in_words
from common.errors import DomainError
from common.reading import FieldError, Fields
from fellows.models import Fellow, Suspension
from fellows.rules.service import deadline_of, parse_terms
from fellows.states import OWING, State


def why_not_over(fellow: Fellow, day: date) -> DomainError | None:
    """Why service did not end unfulfilled by `day`, in words: its last day, with what suspensions moved it by, is not
    past (rules.md §5). Two queries."""
    agreement = fellow.agreements.order_by("pk").last()
    if agreement is None or fellow.graduated_on is None:
        return DomainError(
            "No service agreement is signed, so no last day to serve is known. Record that first."
        )
    try:
        terms = parse_terms(Fields(agreement.terms))
    except FieldError as error:
        return DomainError(f"The terms of this agreement cannot be read ({error}).")
    months = fellow.suspensions.kept().aggregate(months=Sum("months"))["months"] or 0
    deadline = deadline_of(terms, fellow.graduated_on, months)
    if deadline is None:
        return DomainError(
            "The agreement of this fellow has no last day to serve, so service does not end by itself."
        )
    if day >= deadline:
        return None
    return DomainError(
        f"This fellow may serve until {day_in_words(deadline - timedelta(days=1))}. Service ends unfulfilled only "
        "after that day; until then it can be suspended, and a fellow be released."
    )


def why_not_suspension_back(row: Suspension) -> DomainError | None:
    """Why a suspension is not taken back, in words: it was already, or what was decided rests on it."""
    if row.taken_back_at is not None:
        return DomainError("This suspension was taken back already.")
    if State(row.fellow.state) not in OWING:
        return DomainError("This fellow owes no service any more, and what that rests on stays.")
    return None


def why_not_apart(fellow: Fellow, starts: date, ends: date) -> DomainError | None:
    """Why no suspension is recorded from `starts` up to, but without, `ends`: another one covers some of these days."""
    rows = fellow.suspensions.kept().filter(starts__lt=ends).order_by("starts")
    other = next((row for row in rows if row.ends > starts), None)
    if other is None:
        return None
    return DomainError(
        f"Service is suspended from {day_in_words(other.starts)} to {day_in_words(other.last_day)} already. Choose "
        "days that lie outside, or take that suspension back first.",
        at="starts",
    )
