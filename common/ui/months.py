"""The days of a year as months of small squares: which serve, and which are free between them."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# A square and the room to the next one.
SIDE, STEP = 10, 12


@register.simple_tag
def months(served: Collection[date], free: Collection[date], starts: date, ends: date) -> SafeString:
    """Each month of the days `served`, within `starts` and `ends`: a square a day, a row a week from Monday, with its
    number of days in words. What is `free` looks otherwise. Draws nothing without a day."""
    days, off = frozenset(served), frozenset(free)
    if not days:
        return SafeString("")
    drawn = ((_name(month, days), _picture(month, days, off)) for month in _held(days, starts, ends))
    return format_html(
        '<ul class="months">{}</ul>',
        format_html_join("", '<li><p class="months__name">{}</p>{}</li>', drawn),
    )


def _held(days: frozenset[date], starts: date, ends: date) -> Iterator[date]:
    first, last = min(days), max(days)
    month = max(starts, first).replace(day=1)
    while month <= min(last, ends):
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _name(month: date, days: frozenset[date]) -> SafeString:
    count = sum((day.year, day.month) == (month.year, month.month) for day in days)
    return format_html('{} <b>{}</b><span class="usa-sr-only"> days</span>', f"{month:%b}", count)


def _picture(month: date, days: frozenset[date], off: frozenset[date]) -> SafeString:
    squares = format_html_join(
        "",
        '<rect class="months__{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
        ((_look(day, days, off), x * STEP, y * STEP, SIDE, SIDE) for day, x, y in _squares(month)),
    )
    size = f"{7 * STEP} {6 * STEP}"
    return format_html(
        '<svg viewBox="0 0 {}" width="84" height="72" aria-hidden="true" focusable="false">{}</svg>',
        size,
        squares,
    )


def _squares(month: date) -> Iterator[tuple[date, int, int]]:
    day, before = month, month.weekday()
    while day.month == month.month:
        place = before + day.day - 1
        yield day, place % 7, place // 7
        day += timedelta(days=1)


def _look(day: date, days: frozenset[date], off: frozenset[date]) -> str:
    return "serves" if day in days else "free" if day in off else "rest"
