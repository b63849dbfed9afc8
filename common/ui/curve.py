"""A curve that falls over the years, with the band of what is in doubt: drawn to 100%, said in words; its numbers stand
beside it as rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# The picture, and where it is drawn in it: 400 wide, so that a phone hardly scales it.
LEFT, RIGHT, TOP, FLOOR = 42, 390, 14, 224
NUMBERS_Y, WORDS_Y = 242, 262
# From here on words stand to the left of what they name.
TOO_FAR = 230


@dataclass(frozen=True, slots=True)
class Fall:
    """From `years` on: the share that stays and the bounds of its band, each from 0 to 1."""

    years: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Falls in their order, from 100% at 0 to the `last` year; the year that is pointed out, with its words; what is
    counted below the axis; `label` says all of it."""

    falls: Sequence[Fall]
    last: int
    marked: int
    marked_said: str
    axis: str
    label: str

    def x(self, years: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(years / self.last, 1), 1)

    def at(self, years: float) -> Fall:
        """What holds after so many years."""
        return next((fall for fall in reversed(self.falls) if fall.years <= years), Fall(0, 1, 1, 1))

    def line(self, of: str) -> list[tuple[float, float]]:
        """The corners of the curve or of a bound: `share`, `low` or `high`."""
        corners = [(float(LEFT), y(1))]
        for fall in self.falls:
            if fall.years <= self.last:
                corners += [(self.x(fall.years), corners[-1][1]), (self.x(fall.years), y(getattr(fall, of)))]
        return [*corners, (float(RIGHT), corners[-1][1])]


def y(share: float) -> float:
    """Where a share stands: 100% on top."""
    return round(FLOOR - (FLOOR - TOP) * share, 1)


@register.simple_tag
def curve_picture(curve: Curve) -> SafeString:
    """The picture of who is still there."""
    x, height = curve.x(curve.marked), y(curve.at(curve.marked).share)
    far = x > TOO_FAR
    return format_html(
        '<svg class="curve" viewBox="0 0 400 270" role="img" aria-label="{}" focusable="false">'
        '<path class="curve__band" d="M{}Z"/>{}{}<text x="216" y="{}">{}</text><path class="curve__line" d="M{}"/>'
        '<path class="curve__mark" d="M{} {}V{}"/><circle class="curve__dot" cx="{}" cy="{}" r="6"/>'
        '<text class="curve__said{}" x="{}" y="{}">{}</text></svg>',
        curve.label,
        _path([*curve.line("high"), *reversed(curve.line("low"))]),
        format_html_join(
            "",
            '<path class="curve__grid" d="M42 {}H390"/><text class="curve__side" x="34" y="{}">{}%</text>',
            _grid(),
        ),
        format_html_join("", '<text x="{}" y="{}">{}</text>', _years(curve)),
        WORDS_Y,
        curve.axis,
        _path(curve.line("share")),
        x,
        height,
        FLOOR,
        x,
        height,
        " curve__said--left" if far else "",
        x - 10 if far else x + 10,
        max(height - 12, TOP + 12),
        curve.marked_said,
    )


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return "L".join(f"{across:g} {down:g}" for across, down in corners)


def _grid() -> Iterator[tuple[float, float, int]]:
    for percent in (0, 25, 50, 75, 100):
        yield y(percent / 100), y(percent / 100) + 4, percent


def _years(curve: Curve) -> Iterator[tuple[float, int, int]]:
    for year in range(curve.last + 1):
        yield curve.x(year), NUMBERS_Y, year
