"""Calendars as files (.ics): whole days become lines, everything else is named and left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import icalendar

from common.clock import LOS_ANGELES
from common.errors import DomainError
from pathways.rules.calendar import ONE, Span

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 2000
UNREADABLE = "This is no calendar file. Export the calendar as .ics and choose it again."
# What calendars of schools call days without school. Others (“Back to school night”) are named and left out.
_FREE = re.compile(
    r"\b(break|recess|holidays?|vacation|no school|no classes|closed|closure|unassigned|(student|pupil)s?[- ]free"
    r"|non[- ]student|admission day|labor day|veterans|thanksgiving|christmas|new year|martin luther king|mlk"
    r"|presidents|ch[aá]vez|memorial day|juneteenth|independence day|indigenous|columbus|good friday|yom kippur"
    r"|rosh hashanah|eid|diwali|genocide remembrance|(lincoln|washington)\W*s birthday)\b",
    re.IGNORECASE,
)
_EDGE = r"{} day of (school|instruction|classes)"
_FIRST = re.compile(_EDGE.format("first") + "|school begins|instruction begins", re.IGNORECASE)
_LAST = re.compile(_EDGE.format("last") + "|school ends|instruction ends", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says of a year: its first and last day, if it names them, the days without school, and what was
    `left` out, each with its reason."""

    first: date | None
    last: date | None
    off: tuple[Span, ...]
    left: tuple[str, ...]


def read_calendar(content: bytes, first: date, last: date) -> Read:
    """What of the file lies in the days from `first` to `last`, each once. Its end of an all-day event is the day
    after it; times are taken to Los Angeles.

    Raises DomainError, in words, for what is no calendar file.
    """
    if len(content) > MOST_BYTES:
        raise DomainError("This file is larger than 1 MB. Export the calendar of one school year.", at="file")
    found = [(name, span, span and span.within(first, last)) for name, span in _events(content)]
    inside = [(name, span) for name, whole, span in found if span is not None]
    off = {span for name, span in inside if _FREE.search(name) and not _edge(name)}
    unknown = [(name, span) for name, span in inside if not _FREE.search(name) and not _edge(name)]
    left = [
        *(f"{name}: it has hours, or it repeats." for name, whole, _ in found if whole is None),
        *(f"{name}, {_day(span.first)}: it does not say that there is no school." for name, span in unknown),
    ]
    return Read(
        next((span.first for name, span in inside if _FIRST.search(name)), None),
        next((span.last for name, span in inside if _LAST.search(name)), None),
        tuple(sorted(off)),
        tuple(dict.fromkeys(left)),
    )


def _edge(name: str) -> bool:
    """Whether it is the first or the last day of school."""
    return bool(_FIRST.search(name) or _LAST.search(name))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"


def _events(content: bytes) -> Iterator[tuple[str, Span | None]]:
    """Each event that takes place by its name, and its days; None for one that has hours or repeats."""
    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        found = [(_name(event), _span(event)) for event in events[:MOST_EVENTS] if not _cancelled(event)]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError) as error:
        raise DomainError(UNREADABLE, at="file") from error
    if not events:
        raise DomainError("This calendar holds no event. Choose the one of the school year.", at="file")
    yield from found


def _cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _name(event: Any) -> str:
    words = " ".join(str(event.get("SUMMARY", "")).replace("\x00", "").split())
    return words[:120] or "Without a name"


def _span(event: Any) -> Span | None:
    if "RRULE" in event:
        return None
    begins, ends = event.start, event.end
    name = _name(event)
    if not isinstance(begins, datetime):
        # The end of whole days is the first day that no longer belongs to them; some programs write the same day twice.
        return Span(begins, max(ends - ONE, begins), name)
    since, until = _here(begins), _here(ends)
    whole = since.time() == until.time() == time(0) and since < until
    return Span(since.date(), until.date() - ONE, name) if whole else None


def _here(moment: date) -> datetime:
    """As clocks in Los Angeles show it; a time without a zone is theirs already."""
    found = moment if isinstance(moment, datetime) else datetime.combine(moment, time(0))
    return found.astimezone(LOS_ANGELES) if found.tzinfo else found.replace(tzinfo=LOS_ANGELES)
