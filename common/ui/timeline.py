"""A year on one line: rows of bands and marks over months, drawn to the true length of days.

A band is a time, a circle a session, a square work, a note pay; filled is done, hollow is ahead, dashed is missing. All
of it stands in words in the title, for those who do not see it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

ONE = timedelta(days=1)
# Pixels: where months begin, how wide all is, how high a row is; of a letter, a mark, and a band at the least.
LEFT, WIDTH, HIGH = 104, 1080, 38
LETTER, MARK, LEAST = 7.4, 16, 2.0
# On a phone names stand above their bands: what a phone shows, a month at the least, and how high a name is.
PHONE, MONTH, NAME = 312, 40, 16
KINDS = frozenset(("done", "part", "soft"))
SHAPES = {
    "session": '<circle cx="8" cy="8" r="6"/>',
    "work": '<rect x="2" y="2" width="12" height="12" rx="2"/>',
    "pay": '<rect x="1" y="3" width="14" height="10" rx="2"/>',
    "line": '<path d="M8 0v16"/>',
}
LOOKS = frozenset(("done", "ahead", "gap"))


@dataclass(frozen=True, slots=True)
class Band:
    """Days from `first` to `last`, both in it, and what stands in it or beside it."""

    first: date
    last: date
    kind: str = "done"
    words: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"A band is one of {', '.join(sorted(KINDS))}.")


@dataclass(frozen=True, slots=True)
class Point:
    """Something on a day."""

    day: date
    shape: str
    look: str

    def __post_init__(self) -> None:
        if self.shape not in SHAPES or self.look not in LOOKS:
            raise ValueError(f"A point has a shape of {', '.join(SHAPES)}; it is done, ahead, or a gap.")


@dataclass(frozen=True, slots=True)
class Row:
    """All of one kind; `after` is said behind the last of it, as a gap where it is one."""

    name: str
    bands: Sequence[Band] = ()
    points: Sequence[Point] = ()
    after: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """From the month of `starts` until before `ends`; `year` begins within it. `words` say all of it. `left`: the
    pixels that names of rows take; 0: they stand above their bands. `width`: all of it, in pixels."""

    starts: date
    ends: date
    year: date
    today: date
    rows: Sequence[Row]
    words: str
    left: int = LEFT
    width: int = WIDTH

    @property
    def name_high(self) -> int:
        """The pixels a name takes above its bands."""
        return 0 if self.left else NAME

    @property
    def on_phone(self) -> "Timeline":
        """The same as a phone has room for: the bands from edge to edge, and no more to scroll than marks need."""
        return replace(self, left=0, width=max(PHONE, MONTH * len(list(self.months()))))

    @property
    def has_today(self) -> bool:
        return self.starts <= self.today < self.ends

    def x(self, day: date) -> float:
        """Where a day begins. What lies outside stands at the edge."""
        within = min(max(day, self.starts), self.ends)
        whole = (self.ends - self.starts).days
        return round(self.left + (within - self.starts).days * (self.width - self.left) / whole, 1)

    def months(self) -> Iterator[tuple[date, date]]:
        """Each month and the one after it."""
        first = self.starts.replace(day=1)
        while first < self.ends:
            after = (first + 32 * ONE).replace(day=1)
            yield first, after
            first = after


@register.simple_tag
def timeline(picture: Timeline) -> SafeString:
    """The picture, which scrolls sideways by itself where it has no room; drawn once more for phones. One of the two
    is shown."""
    return _picture(picture, "wide") + _picture(picture.on_phone, "narrow")


def _picture(picture: Timeline, look: str) -> SafeString:
    foot = (HIGH + picture.name_high) * len(picture.rows) + 8
    return format_html(
        '<div class="scroll tl tl--{look}" role="region" tabindex="0" aria-label="Timeline, scrolls sideways">'
        '<svg width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" aria-labelledby="timeline-{look}">'
        '<title id="timeline-{look}">{words}</title>{back}{rows}</svg></div>',
        look=look,
        w=picture.width,
        h=foot + 26,
        words=picture.words,
        back=_months(picture, foot),
        rows=format_html_join(
            "", "{}", ((_row(picture, row, at),) for at, row in zip(count(), picture.rows))
        ),
    )


def _months(picture: Timeline, foot: int) -> SafeString:
    """The months, the year among them, and this month."""
    begins = picture.x(picture.year)
    year = format_html(
        '<rect class="tl-year" x="{}" width="{}" height="{}"/>', begins, picture.width - begins, foot
    )
    drawn = (_month(picture, first, after, foot) for first, after in picture.months())
    return year + format_html_join("", "{}", ((one,) for one in drawn))


def _month(picture: Timeline, first: date, after: date, foot: int) -> SafeString:
    left, right = picture.x(first), picture.x(after)
    now = first <= picture.today < after
    wash = format_html('<rect class="tl-today" x="{}" width="{}" height="{}"/>', left, right - left, foot)
    return (wash if now else SafeString("")) + format_html(
        '<path class="tl-grid" d="M{} 0V{}"/><text class="tl-month{}" x="{}" y="{}">{}</text>',
        left,
        foot,
        SafeString(" tl-month--today" if now else ""),
        round((left + right) / 2, 1),
        foot + 18,
        f"{first:%b}",
    )


def _row(picture: Timeline, row: Row, at: int) -> SafeString:
    top = at * (HIGH + picture.name_high) + 10 + picture.name_high
    head = format_html(
        '<path class="tl-line" d="M0 {}H{}"/><text class="tl-lane" x="0" y="{}">{}</text>',
        top + 29,
        picture.width,
        top - 6 if picture.name_high else top + 15,
        row.name,
    )
    marks = sorted(picture.x(point.day) for point in row.points)
    bands = format_html_join("", "{}", ((_band(picture, band, marks, top),) for band in row.bands))
    points = format_html_join("", "{}", ((_point(picture, point, top),) for point in row.points))
    return head + bands + points + _after(picture, row, top)


def _band(picture: Timeline, band: Band, marks: Sequence[float], top: int) -> SafeString:
    left = picture.x(band.first)
    width = max(round(picture.x(band.last + ONE) - left, 1), LEAST)
    drawn = format_html(
        '<rect class="tl-{}" x="{}" y="{}" width="{}" height="20" rx="3"/>', band.kind, left, top, width
    )
    begins, ends = _free(left, left + width, marks)
    if len(band.words) * LETTER + 6 > ends - begins:
        return drawn
    look = "dark" if band.kind == "soft" else "in"
    return drawn + _text(look, (begins + ends) / 2, top, band.words, "middle")


def _free(left: float, right: float, marks: Sequence[float]) -> tuple[float, float]:
    """The widest part of a band that no mark stands on, the first of several. `marks` from left to right."""
    on = [mark for mark in marks if left - MARK / 2 < mark < right + MARK / 2]
    begins = [left, *(mark + MARK / 2 for mark in on)]
    ends = [*(mark - MARK / 2 for mark in on), right]
    return max(zip(begins, ends, strict=True), key=lambda part: part[1] - part[0])


def _point(picture: Timeline, point: Point, top: int) -> SafeString:
    return format_html(
        '<svg class="tl-mark tl-mark--{}" x="{}" y="{}" width="{}" height="{}" viewBox="0 0 16 16">{}</svg>',
        point.look,
        round(picture.x(point.day) - MARK / 2, 1),
        top + 2,
        MARK,
        MARK,
        mark_safe(SHAPES[point.shape]),
    )


def _after(picture: Timeline, row: Row, top: int) -> SafeString:
    """Behind the last of the row where there is room for it, else before the first; behind a name that stands above."""
    if not row.after:
        return SafeString("")
    look, needs = "gap" if row.gap else "out", len(row.after) * LETTER
    if picture.name_high:
        return _text(look, (len(row.name) + 2) * LETTER, top - 20, row.after, "start")
    firsts = [*(band.first for band in row.bands), *(point.day for point in row.points)]
    lasts = [*(band.last + ONE for band in row.bands), *(point.day + 9 * ONE for point in row.points)]
    right = picture.x(max(lasts)) + 6 if lasts else picture.left + 6
    if right + needs <= picture.width:
        return _text(look, right, top, row.after, "start")
    return _text(look, picture.x(min(firsts)) - 14, top, row.after, "end")


def _text(look: str, x: float, top: int, words: str, anchor: str) -> SafeString:
    return format_html(
        '<text class="tl-{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        look,
        round(x, 1),
        top + 14.5,
        anchor,
        words,
    )
