"""One person's year: lanes over months, each mark a link. It is a list, so it reads aloud.

A circle is a session, a square is work, a note is pay; filled is done, hollow is ahead: it reads in gray."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.clock import day_in_words

register = template.Library()

SHAPES = {
    "session": '<circle cx="10" cy="10" r="8"/>',
    "work": '<rect x="2" y="2" width="16" height="16" rx="3"/>',
    "pay": '<rect x="1" y="4" width="18" height="12" rx="2"/>',
}
# What is drawn upon the shape, by what became of it.
LOOKS = {
    "done": "",
    "made_up": '<path d="M10 6v8M6 10h8"/>',
    "lost": '<path d="M7 7l6 6M13 7l-6 6"/>',
    "excused": '<path d="M6.5 10h7"/>',
    "sent": '<path d="M6 10l3 3 5-6"/>',
    "ahead": "",
    "now": "",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something of the year: its `shape` and `look`, what it is in words, its address."""

    day: date
    shape: str
    look: str
    words: str
    url: str

    def __post_init__(self) -> None:
        if self.shape not in SHAPES or self.look not in LOOKS:
            raise ValueError(
                f"A mark has one of the shapes {', '.join(SHAPES)} and looks {', '.join(LOOKS)}."
            )


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the strip: all marks of one kind."""

    name: str
    marks: Sequence[Mark]


def _months(starts: date, ends: date) -> list[date]:
    """The first days of the months from `starts` until before `ends`."""
    first = starts.year * 12 + starts.month - 1
    last = ends.year * 12 + ends.month - 1 - (ends.day == 1)
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]


def _mark(mark: Mark) -> SafeString:
    drawn = mark_safe(SHAPES[mark.shape] + LOOKS[mark.look])
    return format_html(
        '<a class="dot" href="{}"><svg class="mark mark--{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        '{}</svg><span class="usa-sr-only">{}, {}</span></a>',
        mark.url,
        mark.look,
        drawn,
        mark.words,
        day_in_words(mark.day),
    )


def _cells(lane: Lane, months: Sequence[date], today: date) -> Iterator[tuple[SafeString, SafeString]]:
    """Each month with its marks, in their order; what lies outside of the year stands at its end or beginning."""
    for month in months:
        held = [mark for mark in lane.marks if _kept_in(mark.day, months) == month]
        marks = format_html_join("", "{}", ((_mark(one),) for one in sorted(held, key=lambda one: one.day)))
        yield _look(month, today), marks


def _kept_in(day: date, months: Sequence[date]) -> date:
    return min(max(day.replace(day=1), months[0]), months[-1])


def _look(month: date, today: date) -> SafeString:
    return SafeString(" strip__month--today" if month == today.replace(day=1) else "")


@register.simple_tag
def strip(lanes: Sequence[Lane], starts: date, ends: date, today: date) -> SafeString:
    """The lanes that hold something, over the months from `starts` until before `ends`; this month is marked. Draws
    nothing where no lane holds anything."""
    months, held = _months(starts, ends), [lane for lane in lanes if lane.marks]
    if not held:
        return SafeString("")
    drawn = (
        (
            lane.name,
            lane.name,
            format_html_join("", '<li class="strip__month{}">{}</li>', _cells(lane, months, today)),
        )
        for lane in held
    )
    rows = format_html_join(
        "",
        '<div class="strip__lane"><p class="strip__label">{}</p>'
        '<ol class="strip__months" aria-label="{}, by month">{}</ol></div>',
        drawn,
    )
    names = format_html_join(
        "",
        '<span class="strip__month{}">{}</span>',
        ((_look(month, today), f"{month:%b}") for month in months),
    )
    return format_html(
        '<div class="strip">{}<div class="strip__lane strip__names" aria-hidden="true"><span></span>'
        '<div class="strip__months">{}</div></div></div>',
        rows,
        names,
    )
