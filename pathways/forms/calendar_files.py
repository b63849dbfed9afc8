"""Calendars as files (.ics): whole days become lines, everything else is named and left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import icalendar

from common.clock import LOS_ANGELES
from common.errors import DomainError
from pathways.rules.calendar import ONE, Span
from pathways.rules.free import comes_yearly, falls, is_free

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 2000
HOURS = "it has hours, or it repeats otherwise than once a year."
LAST_MINUTE = time(23, 59)
UNREADABLE = "This is no calendar file. Export the calendar as .ics and choose it again."
_EDGE = r"{} day of (school|instruction|classes)"
_FIRST = re.compile(_EDGE.format("first") + "|school begins|instruction begins", re.IGNORECASE)
_LAST = re.compile(_EDGE.format("last") + "|school ends|instruction ends", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says of a year: its first and last day, if it names them, the days without school, and what was
    `left` out, each with its reason. `outside`: how many of its events lie in other years."""

    first: date | None
    last: date | None
    off: tuple[Span, ...]
    left: tuple[str, ...]
    outside: int = 0

    @property
    def silent(self) -> bool:
        """Whether it says nothing at all that a calendar is made of."""
        return not (self.first or self.last or self.off)


def read_calendar(content: bytes, first: date, last: date) -> Read:
    """What of the file lies in the days from `first` to `last`, each once. Its end of an all-day event is the day
    after it; times are taken to Los Angeles.

    Raises DomainError, in words, for what is no calendar file.
    """
    if len(content) > MOST_BYTES:
        raise DomainError("This file is larger than 1 MB. Export the calendar of one school year.", at="file")
    found = [(name, span, span and span.within(first, last)) for name, span in _events(content, last)]
    inside = [(name, span) for name, whole, span in found if span is not None]
    named = [(name, span, is_free(name, span.first)) for name, span in inside if not _edge(name)]
    off = {span for name, span, free in named if free}
    unknown = [(name, span) for name, span, free in named if not free]
    left = [
        *(
            f"{name}: it has hours, or it repeats otherwise than once a year."
            for name, whole, _ in found
            if whole is None
        ),
        *(f"{name}, {_day(span.first)}: it does not say that there is no school." for name, span in unknown),
    ]
    return Read(
        next((span.first for name, span in inside if _FIRST.search(name)), None),
        next((span.last for name, span in inside if _LAST.search(name)), None),
        tuple(sorted(off)),
        tuple(dict.fromkeys(left)),
        len({name for name, whole, span in found if whole and not span} - {name for name, _ in inside}),
    )


def _edge(name: str) -> bool:
    """Whether it is the first or the last day of school."""
    return bool(_FIRST.search(name) or _LAST.search(name))


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"


def _events(content: bytes, last: date) -> Iterator[tuple[str, Span | None]]:
    """Each event that takes place by its name, and its days; None for one that has hours, or repeats otherwise than
    once a year. One that does is each of its days through `last`."""
    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        taking_place = [event for event in events[:MOST_EVENTS] if not _cancelled(event)]
        found = [(_name(event), span) for event in taking_place for span in _spans(event, last)]
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


def _spans(event: Any, last: date) -> Iterator[Span | None]:
    span = _span(event)
    if span is None or "RRULE" not in event:
        yield span
        return
    rule = event["RRULE"]
    # A list of rules, or days that are taken out or put in besides, is more than is read here.
    alone = isinstance(rule, Mapping) and not {"EXDATE", "RDATE"} & set(event)
    if not alone or not comes_yearly(rule):
        yield None
        return
    until = min([last, *map(_date, rule.get("UNTIL", []))])
    for day in falls(rule, span.first, until):
        yield span.later(day - span.first)


def _date(moment: date) -> date:
    return _here(moment).date() if isinstance(moment, datetime) else moment


def _span(event: Any) -> Span | None:
    begins, ends = event.start, event.end
    name = _name(event)
    if not isinstance(begins, datetime):
        # The end of whole days is the first day that no longer belongs to them; some programs write the same day twice.
        return Span(begins, max(ends - ONE, begins), name)
    since, until = _here(begins), _here(ends)
    if since.time() != time(0) or since >= until:
        return None
    if until.time() >= LAST_MINUTE:
        # Some programs end a whole day a minute or a second before the next one.
        return Span(since.date(), until.date(), name)
    return Span(since.date(), until.date() - ONE, name) if until.time() == time(0) else None


def _here(moment: date) -> datetime:
    """As clocks in Los Angeles show it; a time without a zone is theirs already."""
    found = moment if isinstance(moment, datetime) else datetime.combine(moment, time(0))
    return found.astimezone(LOS_ANGELES) if found.tzinfo else found.replace(tzinfo=LOS_ANGELES)
