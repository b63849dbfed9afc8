"""What becomes of work that is handed in after its day."""

from datetime import date, timedelta

MOST_DAYS = 365


def taken_until(due: date, days: int | None, allowed: date | None) -> date | None:
    """The last day on which work due on `due` is taken: so many days later, or the day `allowed` by a manager where
    that is later still. None where late work counts whenever it comes (`days` None)."""
    if days is None:
        return None
    last = due + timedelta(days=days)
    return max(last, allowed) if allowed is not None else last


def in_words(days: int | None) -> str:
    """What holds of late work, as whoever signs for the role reads it."""
    if days is None:
        return "Work that is handed in late counts in full."
    if days == 0:
        return "Work is handed in by its day. Later it is taken only where a program manager allows it."
    late = "1 day" if days == 1 else f"{days} days"
    return (
        f"Work that is handed in up to {late} late counts in full. Later it is taken only where a program manager "
        "allows it."
    )
