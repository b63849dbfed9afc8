"""A line over the months of a year: dots where something was noted, an even pace, a target.

Drawn with classes and attributes only, and said in words; the numbers stand beside it as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# The picture: 340 wide, so that a phone shows it without scaling; where lines run, from left to right, top to bottom.
LEFT, RIGHT, TOP, FLOOR = 8, 332, 14, 158
HIGH, LOW = 30, 134
MONTHS_Y = 178
# From here on words stand to the left of what they name.
TOO_FAR = 262


@dataclass(frozen=True, slots=True)
class PaceLine:
    """What a line shows: the first and the last day, today, start and target with their words, what was noted (day and
    number, in order), the words of the last; `label` says all of it."""

    first: date
    last: date
    today: date
    start: Fraction
    target: Fraction
    start_said: str
    target_said: str
    dots: tuple[tuple[date, Fraction], ...]
    last_said: str
    label: str

    def x(self, day: date) -> float:
        whole = max((self.last - self.first).days, 1)
        gone = min(max((day - self.first).days, 0), whole)
        return round(LEFT + (RIGHT - LEFT) * gone / whole, 1)

    def y(self, value: Fraction) -> float:
        values = [self.start, self.target, *(one for _, one in self.dots)]
        low, high = min(values), max(values)
        return round(float(LOW - (value - low) / (high - low) * (LOW - HIGH)), 1)

    @property
    def points(self) -> list[tuple[float, float]]:
        """The start, then what was noted."""
        return [
            (self.x(self.first), self.y(self.start)),
            *((self.x(day), self.y(one)) for day, one in self.dots),
        ]


@register.simple_tag
def pace_line(line: PaceLine) -> SafeString:
    """The picture of a goal over its year."""
    target, start = line.y(line.target), line.y(line.start)
    return format_html(
        '<svg class="pace" viewBox="0 0 340 186" role="img" aria-label="{}" focusable="false">{}'
        '<path class="pace__axis" d="M8 158H332"/><path class="pace__target" d="M8 {}H332"/>'
        '<path class="pace__even" d="M8 {}L332 {}"/><path class="pace__line" d="M{}"/>{}{}{}</svg>',
        line.label,
        _now(line),
        target,
        start,
        target,
        "L".join(f"{x} {y}" for x, y in line.points),
        format_html_join("", '<circle class="pace__dot" cx="{}" cy="{}" r="5.5"/>', line.points),
        _words(line, start, target),
        format_html_join("", '<text class="pace__month" x="{}" y="{}">{}</text>', _months(line)),
    )


def _now(line: PaceLine) -> SafeString:
    """The month of today, where the year holds it."""
    if not line.first <= line.today <= line.last:
        return SafeString("")
    begins = line.today.replace(day=1)
    x, end = line.x(begins), line.x(_next(begins))
    return format_html(
        '<rect class="pace__now" x="{}" y="{}" width="{}" height="{}"/>',
        x,
        TOP,
        round(end - x, 1),
        FLOOR - TOP,
    )


def _words(line: PaceLine, start: float, target: float) -> SafeString:
    """Words at the target, at the start, and at what was noted last, each where the line leaves room."""
    up = target < start
    said: list[tuple[str, float, float, str]] = [
        ("pace__words", LEFT, target - 6 if up else target + 17, f"target {line.target_said}")
    ]
    if line.dots:
        said.append(
            ("pace__words", LEFT + 9 if up else LEFT, start + 16 if up else start - 9, line.start_said)
        )
        x, y = line.points[-1]
        look = "pace__last pace__last--left" if x > TOO_FAR else "pace__last"
        said.append((look, x - 11 if x > TOO_FAR else x + 11, y + 17 if up else y - 9, line.last_said))
    return format_html_join("", '<text class="{}" x="{}" y="{}">{}</text>', said)


def _months(line: PaceLine) -> Iterator[tuple[float, int, str]]:
    """Every second month, in its middle."""
    month, shown = line.first.replace(day=1), True
    while month <= line.last:
        if shown:
            middle = (line.x(month) + line.x(_next(month))) / 2
            yield round(min(max(middle, 20), 320), 1), MONTHS_Y, f"{month:%b}"
        month, shown = _next(month), not shown


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)
