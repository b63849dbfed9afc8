"""The calendar of a program year where it is known what it moves: stipends are prorated over its days."""

from datetime import datetime

from django.db import transaction

from common.errors import LookFirst, demand
from pathways.models import ProgramYear
from pathways.rules.calendar import Calendar
from pathways.services import CalendarChange
from pathways.services import set_calendar as write
from people.models import User
from stipends.models import StatementChange
from stipends.policies import why_not_calendar
from stipends.services.asked import Asking, Moves, change_asked

KIND = StatementChange.Kind.CALENDAR
SAY_WHY = "Say why: people hold a role in this year, and the reason stays in its history."


class CalendarLook(LookFirst):
    """What a calendar changes, before it is written: the days it has then, and whose stipend it `moves`, if anybody's.
    `held`: people hold a role in the year. `reason_missing`: that was seen, and nobody has said why yet."""

    def __init__(
        self,
        change: CalendarChange,
        moves: Moves | None,
        *,
        seen: str,
        held: bool = False,
        reason_missing: bool = False,
    ) -> None:
        super().__init__(SAY_WHY if reason_missing else counted(change), lines=(), seen=seen)
        self.change, self.moves, self.reason_missing = change, moves, reason_missing
        self.moves_nobody = held and moves is None


def counted(change: CalendarChange) -> str:
    """How many days there are then, in a sentence."""
    days = "1 service day" if change.after == 1 else f"{change.after} service days"
    if change.before is None:
        return f"This makes {days}."
    same = change.before == change.after
    return (
        f"This makes {days}, as many as before."
        if same
        else f"This makes {days}; now there are {change.before}."
    )


def set_calendar(
    *,
    year: ProgramYear,
    by: User,
    calendar: Calendar,
    reason: str = "",
    seen: str = "",
    now: datetime | None = None,
) -> CalendarChange:
    """Make this the calendar of the year, once it was looked at; answers what it changed. The same again writes nothing
    and asks nothing.

    Raises CalendarLook when `seen` does not hold the marks of exactly what it changes and moves, and without a reason
    when people hold a role in the year; nothing was done then. Raises DomainError for days outside the year, and once
    the final run of the year is approved.
    """
    demand(why_not_calendar(by, year))
    told: list[CalendarChange] = []

    def verb() -> str:
        told.append(write(pk=year.pk, by=by, calendar=calendar, reason=reason, now=now))
        return f"{year} has {told[0].after} now, and had {told[0].before or 0}"

    with transaction.atomic():
        try:
            change_asked(year=year, kind=KIND, asking=Asking(by, reason, seen), verb=verb, now=now)
            moves = None
        except Moves as found:
            moves = found
        change = told[0]
        mark = " ".join([change.mark, *([moves.seen] if moves else [])])
        looked = set(mark.split()) <= set(seen.split())
        held = year.placements.exists()
        why = bool(reason.strip()) or not held
        if change and not (looked and why):
            raise CalendarLook(change, moves, seen=mark, held=held, reason_missing=looked)
    return change
