"""Rosters until today are closed, later sessions are planned."""

from datetime import UTC, datetime

from seminars.models import Session

NOW = datetime(2027, 1, 20, 18, tzinfo=UTC)


def closed_until_now(year):
    Session.objects.filter(event__year=year.year, starts_at__lt=NOW).update(state="closed", closed_at=NOW)
    Session.objects.filter(event__year=year.year, starts_at__gt=NOW).update(state="planned")
