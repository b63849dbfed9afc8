"""What was paid: by calendar year, and as a file of payroll says it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from common.clock import day_in_words
from common.money import amount, dollars
from common.ui.lists import Column
from stipends.services import Found
from stipends.tables.assistance import parts_at

# How far a line came, in words, as STAGES of the queries ask for it.
STAGES = {
    "exported": "sent to payroll",
    "confirmed": "confirmed by payroll",
    "to_export": "approved and not sent",
    "to_confirm": "sent and not confirmed",
    "unconfirmed": "not confirmed",
    "late": "sent 30 days ago or more, and not confirmed",
}


def payments_of(calendar_year: int) -> tuple[Column, ...]:
    """Who was paid in a calendar year, how much, and what came back in it; each name opens the lines."""
    return (
        Column("Name", lambda row: row.name, leads=lambda row: _behind(row, calendar_year)),
        Column("Payee number", lambda row: row.external_id or None, drawn=lambda row: row.external_id or "–"),
        Column("Lines", lambda row: row.lines, look="number"),
        Column("Last paid", lambda row: row.last, drawn=_last, sort=("last",), none="–"),
        Column(
            f"Paid in {calendar_year}",
            lambda row: amount(row.cents),
            drawn=lambda row: dollars(row.cents),
            look="number",
            sort=("cents",),
        ),
        Column(
            "Of it assistance",
            lambda row: amount(row.assisted),
            drawn=lambda row: _assisted(row, calendar_year),
            look="number",
            sort=("assisted",),
        ),
        Column(
            f"Came back in {calendar_year}",
            lambda row: amount(row.back),
            drawn=lambda row: dollars(row.back),
            look="number",
            sort=("back",),
        ),
        Column(
            "Paid less what came back",
            lambda row: amount(row.kept),
            drawn=lambda row: dollars(row.kept),
            look="number",
            sort=("kept",),
        ),
    )


def _behind(row: Any, calendar_year: int) -> str:
    """The lines of runs that paid this person; of whom none did, the payments of assistance."""
    if row.assisted and not row.lines:
        return parts_at(paid=calendar_year, person=row.pk)
    return f"{reverse('stipends:lines')}?paid={calendar_year}&person={row.pk}"


def _assisted(row: Any, calendar_year: int) -> str:
    """Of who got none, a dash."""
    if not row.assisted:
        return "–"
    return format_html(
        '<a class="usa-link" href="{}" data-rows="{}">{}</a>',
        parts_at(paid=calendar_year, person=row.pk),
        row.parts,
        dollars(row.assisted),
    )


def _last(row: Any) -> str:
    return day_in_words(row.last) if row.last else "–"


MOST_MISSING = MOST_CUT = 10


def shown_of(read: str, found: Found) -> list[str]:
    """What a file of payroll would record, and what is missing after it, in sentences."""
    return _shown(read, found, "line", "run")


def claims_shown_of(read: str, found: Found) -> list[str]:
    """The same of what an office paid of a file of claims."""
    return _shown(read, found, "claim", "file")


def assistance_shown_of(read: str, found: Found) -> list[str]:
    """The same of what payroll paid of a file of assistance."""
    return _shown(read, found, "line", "file")


def _shown(read: str, found: Found, noun: str, of: str) -> list[str]:
    days: dict[date, list[int]] = {}
    for line in found.lines:
        days.setdefault(line.paid_on, []).append(line.amount_cents)
    left = found.missing
    said = [
        f"The file was {read}.",
        f"It confirms {dollars(found.cents)} on {_counted(found.lines, noun)} of this {of}, row by row.",
        *found.read_as[:MOST_CUT],
        *(
            [f"And {cut:,} more whose zeros were cut so."]
            if (cut := len(found.read_as) - MOST_CUT) > 0
            else []
        ),
        *(f"Paid on {day_in_words(day)}: {dollars(sum(cents))}." for day, cents in sorted(days.items())),
    ]
    if not left:
        return [*said, f"With it all of the {of} is confirmed."]
    names = "; ".join(f"{one.name}, {dollars(one.cents)}" for one in left[:MOST_MISSING])
    more = f"; and {len(left) - MOST_MISSING:,} more" if len(left) > MOST_MISSING else ""
    still = f"{dollars(sum(one.cents for one in left))} on {_counted(left, noun)}"
    return [*said, f"Not in it, and open after it: {still}. {names}{more}."]


def _counted(rows: Sequence[object], noun: str) -> str:
    return f"{len(rows):,} {noun}{'' if len(rows) == 1 else 's'}"
