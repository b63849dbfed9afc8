"""What a program year needs, as somebody reads it: what others keep leads to no page that turns them away, and says
whose it is."""

from dataclasses import replace

from dashboard.policies import why_not_offerings
from dashboard.queries.needs import (
    APPOINT,
    CALENDAR,
    COHORT,
    OFFERINGS,
    PLACES,
    POLICIES,
    REMINDERS,
    SCOPE,
    SESSIONS,
    Need,
    Needs,
)
from notifications.policies import keeps_reminders
from pathways.policies import why_not_year
from people.models import User
from people.policies import may_appoint
from people.queries import hats
from seminars.policies import plans_any
from stipends.policies import why_not_drafting as why_no_amount

# What a stipend is made of beside what leaders do.
PAID_BY = (CALENDAR, SESSIONS, POLICIES)


def read_by(user: User, needs: Needs) -> Needs:
    """The same as `user` reads it."""
    kept = _kept_by_others(user)
    return Needs(needs.year, tuple(_as_read(row, user, kept) for row in needs.rows))


def for_money(user: User, needs: Needs) -> Needs:
    """What a stipend of the year still waits for, and on whom."""
    rows = (row for row in read_by(user, needs).rows if row.name in PAID_BY and not row.ready)
    return Needs(needs.year, tuple(rows))


def _kept_by_others(user: User) -> dict[str, str]:
    """Whose a thing is that `user` does not keep, by its name; their page is not open to everybody."""
    worn = hats(user)
    table = why_not_offerings(user) is None
    theirs = {
        OFFERINGS: "" if table else "Program managers write them.",
        PLACES: "" if table else "Program managers set them.",
        SCOPE: "" if worn.manager else "Program managers write it.",
        POLICIES: "" if worn.finance else "Finance writes them.",
        REMINDERS: "" if keeps_reminders(user) else "Registrars and program managers keep them.",
        COHORT: "" if worn.manager else "A program manager opens it.",
    }
    return {name: whose for name, whose in theirs.items() if whose}


def _as_read(row: Need, user: User, kept: dict[str, str]) -> Need:
    if row.name in kept:
        return replace(row, url="", gap=_of(row, kept[row.name]))
    if row.verb == APPOINT and not may_appoint(user):
        # Whoever may not appoint reads the page of the school all the same.
        return replace(row, url=row.url.removesuffix("signer/"), verb="Open")
    # A page everybody may read, and others write.
    others = {
        CALENDAR: "" if why_not_year(user) is None else "A registrar keeps it.",
        SESSIONS: "" if plans_any(user) else "Program managers plan them.",
    }
    if whose := others.get(row.name, ""):
        return replace(row, verb="Open", gap=row.gap if row.ready else _of(row, whose))
    if row.name == POLICIES and row.url.startswith("/offerings/") and why_no_amount(user) is not None:
        return replace(
            row, url="/stipends/policies/", verb="Open", gap=_of(row, "A finance preparer types the amounts.")
        )
    return row


def _of(row: Need, whose: str) -> str:
    """What is missing, and in a sentence of its own whose it is."""
    return f"{row.gap.removesuffix('.')}. {whose}"
