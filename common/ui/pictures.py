"""Pictures drawn to their true whole: a bar with its key, a ring of steps, chips that carry their count.

Each says in words what it shows, reads in gray and on paper, and needs no script and no style of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common import money

register = template.Library()

# What a part of a bar may be; anything else is a mistake of ours.
KINDS = frozenset(("done", "part", "ahead", "lost", "paid", "differ"))
WIDE = 1000
# Around a circle of radius 26, and the room between two steps.
AROUND, GAP = 163.36, 4.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole in cents: what it is, how the key names it, whether it still can come back (hatched)."""

    kind: str
    name: str
    cents: int
    hatched: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A part of a bar is one of {', '.join(sorted(KINDS))}.")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that carries its count: what it leaves, its address, and whether the list is narrowed to it now."""

    name: str
    url: str
    count: int
    current: bool = False


def _edges(parts: Sequence[Part], whole: int) -> list[int]:
    """Where parts begin and the last one ends, of a thousand: rounded together, so that they fill what they fill."""
    sums = [0]
    for part in parts:
        sums.append(sums[-1] + part.cents)
    return [min(money.half_up(_share(one, whole)), WIDE) for one in sums]


def _share(cents: int, whole: int) -> Fraction:
    return Fraction(max(cents, 0) * WIDE, whole) if whole > 0 else Fraction(0)


def _rect(part: Part, start: int, end: int) -> SafeString:
    drawn = format_html(
        '<rect class="b-{}" x="{}" width="{}" height="20"/>', part.kind, start, max(end - start, 0)
    )
    if not part.hatched:
        return drawn
    strokes = "".join(f"M{at} 20L{at + 8} 0" for at in range(start + 2, end - 8, 14))
    return format_html('{}<path class="b-hatch" d="{}"/>', drawn, strokes or f"M{start} 20L{end} 0")


def _bar(parts: Iterable[Part], whole: int, label: str, look: str) -> SafeString:
    shown = [part for part in parts if part.cents > 0]
    edges = _edges(shown, whole)
    rects = format_html_join("", "{}", ((_rect(part, *edges[at : at + 2]),) for at, part in enumerate(shown)))
    return format_html(
        '<svg class="{}" viewBox="0 0 1000 20" preserveAspectRatio="none" role="img" aria-label="{}" '
        'focusable="false"><rect class="b-track" width="1000" height="20"/>{}</svg>',
        look,
        label,
        rects,
    )


@register.simple_tag
def plain_bar(parts: Iterable[Part], whole: int, label: str) -> SafeString:
    """Parts of one whole in cents, drawn to it, without a key: its numbers stand beside it. `label` says all it shows.
    Draws nothing where there is no whole to draw to."""
    return _bar(parts, whole, label, "bar") if whole > 0 else SafeString("")


@register.simple_tag
def whole_bar(parts: Iterable[Part], whole: int) -> SafeString:
    """Parts of one whole in cents, drawn to it, with a key that carries the amounts. Draws nothing where there is no
    whole to draw to."""
    kept = list(parts)
    if whole <= 0:
        return SafeString("")
    words = ", ".join(
        f"{money.dollars(part.cents)} {part.name[:1].lower()}{part.name[1:]}"
        for part in kept
        if part.cents > 0
    )
    picture = _bar(kept, whole, f"Of {money.dollars(whole)}: {words or 'nothing yet'}", "bar bar--big")
    return format_html('{}<ul class="key">{}</ul>', picture, format_html_join("", "{}", _key(kept)))


def _key(parts: Iterable[Part]) -> Iterable[tuple[SafeString]]:
    for part in parts:
        hatch = SafeString('<path class="b-hatch" d="M2 14L8 0M9 14L14 3"/>') if part.hatched else ""
        yield (
            format_html(
                '<li class="key__item"><svg class="swatch" viewBox="0 0 14 14" aria-hidden="true" focusable="false">'
                '<rect class="b-{}" width="14" height="14" rx="2"/>{}</svg><span>{}</span><b>{}</b></li>',
                part.kind,
                hatch,
                part.name,
                money.dollars(part.cents),
            ),
        )


@register.simple_tag
def ring(done: int, of: int, label: str) -> SafeString:
    """The steps of one cycle: `done` of them filled, the number inside. `label`: of what they are steps."""
    arc = AROUND / of - GAP
    steps = format_html_join(
        "",
        '<circle class="{}" cx="32" cy="32" r="26" stroke-dasharray="{} {}" stroke-dashoffset="{}" '
        'transform="rotate(-90 32 32)"/>',
        (
            (
                "r-done" if number < done else "r-track",
                f"{arc:.2f}",
                f"{AROUND - arc:.2f}",
                f"{-(AROUND / of * number + GAP / 2):.2f}",
            )
            for number in range(of)
        ),
    )
    return format_html(
        '<svg class="ring" viewBox="0 0 64 64" role="img" aria-label="{}: {} of {} steps done" focusable="false">{}'
        '<text class="r-words" x="32" y="37.5">{}/{}</text></svg>',
        label,
        done,
        of,
        steps,
        done,
        of,
    )


@register.simple_tag
def chips(found: Iterable[Chip], label: str = "Filters") -> SafeString:
    """Filters with their counts, each a link to the rows it counts; the one the list is narrowed to is filled, and one
    that leaves nothing is dashed."""
    drawn = format_html_join(
        "",
        '<a class="chip{}" href="{}" data-rows="{}"{}>{} <b>{}</b></a>',
        (
            (
                "" if one.count else " chip--zero",
                one.url,
                one.count,
                SafeString(' aria-current="true"') if one.current else "",
                one.name,
                f"{one.count:,}",
            )
            for one in found
        ),
    )
    return format_html('<nav class="chips" aria-label="{}">{}</nav>', label, drawn)


# What stands before a thing that is needed: done, begun, or not there at all. Shape and mark say it without color.
NEEDS = {
    "ready": ("done", "ready", '<path d="M6 10.500l3 3 5-6.500"/>'),
    "gap": ("part", "has a gap", '<path d="M10 6v8"/>'),
    "empty": ("lost", "nothing there", '<path d="M10 5.500v5M10 14v.2"/>'),
    # Nothing is late here: it waits to be done.
    "open": ("open", "to do", ""),
}


@register.simple_tag
def need_mark(state: str) -> SafeString:
    """The mark of what is needed, by its state: ready, gap, empty or open."""
    look, words, drawn = NEEDS[state]
    return format_html(
        '<span class="need__mark"><svg class="need__sign need__sign--{}" viewBox="0 0 20 20" aria-hidden="true"'
        ' focusable="false"><rect x="2" y="2" width="16" height="16" rx="3"/>{}</svg>'
        '<span class="usa-sr-only">{}</span></span>',
        look,
        mark_safe(drawn),
        words,
    )


@register.simple_tag
def need_bar(done: int, whole: int) -> SafeString:
    """How much of a whole is there, without a key: its numbers stand beside it."""
    (edge,) = _edges([Part("done", "", done)], whole)[1:]
    return format_html(
        '<span class="need__bar"><svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false"><rect class="b-track" width="1000" height="20"/>'
        '<rect class="b-done" width="{}" height="20"/></svg></span>',
        edge,
    )
