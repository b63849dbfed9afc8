"""The way of a group of people: from what they were, through one thing they all did, to what they are. Bands are drawn
to one scale; the numbers stand beside it as rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
# Where the three bars stand, and how wide they are. The whole is as tall as TALL.
LEFT, MIDDLE, RIGHT, BAR, WIDE = 170, 440, 700, 12, 1000
TOP, TALL, GAP = 40, 260, 18
# So much room the words beside a bar need.
WORDS = 44


@dataclass(frozen=True, slots=True)
class Side:
    """Some of the people, before or after. `look`: how their band is drawn ("leads", "here", "gone")."""

    words: str
    number: int
    look: str = "here"


@dataclass(frozen=True, slots=True)
class Flow:
    """Each side parts the same people; `middle` says what all of them did, `label` says all of it."""

    before: Sequence[Side]
    middle: str
    after: Sequence[Side]
    label: str

    @property
    def whole(self) -> int:
        return sum(side.number for side in self.before)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A side where it is drawn: from `top` on, `tall`, and where its band meets the middle, counted from its top."""

    side: Side
    top: float
    tall: float
    meets: float


def placed(sides: Iterable[Side], whole: int) -> list[Drawn]:
    """Those who are any, one below the other, far enough apart for their words."""
    found, top, meets = [], float(TOP), 0.0
    for side in sides:
        if side.number:
            tall = side.number / whole * TALL
            found.append(Drawn(side, top, tall, meets))
            top, meets = top + max(tall, WORDS) + GAP, meets + tall
    return found


@register.simple_tag
def flow_picture(flow: Flow) -> SafeString:
    """The picture of a way; nothing where there is nobody."""
    if not flow.whole:
        return SafeString("")
    before, after = placed(flow.before, flow.whole), placed(flow.after, flow.whole)
    floor = max(one.top + max(one.tall, WORDS) for one in (*before, *after))
    middle = TOP + (floor - TOP - TALL) / 2
    return format_html(
        '<svg class="flow" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}{}'
        '<rect class="flow__bar" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="flow__middle" x="{}" y="24"><tspan class="flow__number">{}</tspan> {}</text></svg>',
        WIDE,
        f"{floor + 8:g}",
        flow.label,
        format_html_join("", "{}", ((_side(one, middle, before=True),) for one in before)),
        format_html_join("", "{}", ((_side(one, middle, before=False),) for one in after)),
        MIDDLE,
        f"{middle:g}",
        BAR,
        TALL,
        MIDDLE + BAR / 2,
        flow.whole,
        flow.middle,
    )


def _side(one: Drawn, middle: float, *, before: bool) -> SafeString:
    """A bar with its words outside, and its band to the middle."""
    bar = LEFT if before else RIGHT
    start, end = (LEFT + BAR, MIDDLE) if before else (MIDDLE + BAR, RIGHT)
    here, there = one.top, middle + one.meets
    first, last = (here, there) if before else (there, here)
    bend = (start + end) / 2
    band = (
        f"M{start} {first:g}C{bend:g} {first:g} {bend:g} {last:g} {end} {last:g}V{last + one.tall:g}"
        f"C{bend:g} {last + one.tall:g} {bend:g} {first + one.tall:g} {start} {first + one.tall:g}Z"
    )
    words = LEFT - 12 if before else RIGHT + BAR + 12
    height = one.top + max(one.tall, WORDS) / 2
    return format_html(
        '<path class="flow__band flow__band--{}" d="{}"/>'
        '<rect class="flow__bar flow__bar--{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="flow__{}" x="{}" y="{}"><tspan class="flow__number">{}</tspan>'
        '<tspan x="{}" dy="19">{}</tspan></text>',
        one.side.look,
        band,
        one.side.look,
        bar,
        f"{one.top:g}",
        BAR,
        f"{one.tall:g}",
        "before" if before else "after",
        words,
        f"{height - 2:g}",
        one.side.number,
        words,
        one.side.words,
    )
