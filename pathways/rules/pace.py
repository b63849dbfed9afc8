"""How a number stands against an even pace from its start to its target (rules.md §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from common.money import half_up

# So much of the way may be missing, or be gained, and the pace is still held.
HOLDS = Fraction(1, 50)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Pace(StrEnum):
    """How what was noted last stands."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Course:
    """The way of a goal over a year: from `start` on its `first` day to `target` on its `last`, up or down; `percent`
    says what its numbers are."""

    first: date
    last: date
    start: Fraction
    target: Fraction
    percent: bool = False

    @property
    def up(self) -> bool:
        return self.target > self.start

    @property
    def whole(self) -> bool:
        """Whether it is counted in whole numbers."""
        return not self.percent and self.start.denominator == self.target.denominator == 1

    def at(self, day: date) -> Fraction:
        """The even pace on that day: a straight line over the days, and level before the first and after the last."""
        whole = max((self.last - self.first).days, 1)
        gone = min(max((day - self.first).days, 0), whole)
        return self.start + (self.target - self.start) * Fraction(gone, whole)

    def ahead(self, value: Fraction, day: date) -> Fraction:
        """By how much `value` is ahead of the pace on that day, rounded to the last digit that is shown; behind it
        where below 0."""
        gap = (value - self.at(day)) * (1 if self.up else -1)
        steps = 1 if self.whole and value.denominator == 1 else 10
        return Fraction(half_up(abs(gap) * steps) * (1 if gap > 0 else -1), steps)

    def pace(self, value: Fraction | None, day: date) -> Pace:
        """How what was noted last stands on that day; None: nothing was noted."""
        if value is None:
            return Pace.SILENT
        if value >= self.target if self.up else value <= self.target:
            return Pace.REACHED
        gap = self.ahead(value, day)
        if gap == 0 or abs(gap) <= abs(self.target - self.start) * HOLDS:
            return Pace.ON
        return Pace.AHEAD if gap > 0 else Pace.BEHIND

    def said(self, value: Fraction) -> str:
        """A number of this goal as people write it: "1,180", "19.4%", at most one digit after the point."""
        tenths = half_up(abs(value) * 10)
        sign = "-" if value < 0 and tenths else ""
        rest = f".{tenths % 10}" if tenths % 10 else ""
        return f"{sign}{tenths // 10:,}{rest}{'%' if self.percent else ''}"

    def even_said(self, day: date) -> str:
        """The even pace on that day, as exactly as the goal is counted."""
        pace = self.at(day)
        return self.said(Fraction(half_up(pace)) if self.whole else pace)

    def beside(self, value: Fraction | None, day: date) -> str:
        """What stands beside what was noted last: "of 600; 47 behind the pace", "down from 22%; on the pace"."""
        way = f"of {self.said(self.target)}" if self.up else self._down(value)
        stands = self.pace(value, day)
        if value is None:
            return f"{way}; nothing noted yet"
        if stands in (Pace.AHEAD, Pace.BEHIND):
            gap = self.said(abs(self.ahead(value, day))).removesuffix("%")
            points = f"{gap} point{'' if gap == '1' else 's'}" if self.percent else gap
            return f"{way}; {points} {stands} {'of the' if stands is Pace.AHEAD else 'the'} pace"
        return f"{way}; reached" if stands is Pace.REACHED else f"{way}; on the pace"

    def _down(self, value: Fraction | None) -> str:
        """Which way a number went that is to come down; where it starts still, where to."""
        start = self.said(self.start)
        if value is None or self.said(value) == start:
            return f"to come down to {self.said(self.target)}"
        return f"{'down' if value < self.start else 'up'} from {start}"


def in_a_sentence(stands: Sequence[tuple[str, Pace]]) -> str:
    """How the goals of a school stand, in one line: "Two goals hold the pace, arts is behind". Each with what people
    call it: "arts"."""
    behind = [name for name, pace in stands if pace is Pace.BEHIND]
    silent = sum(pace is Pace.SILENT for _, pace in stands)
    parts = [
        _hold(len(stands) - len(behind) - silent, len(stands)),
        _behind(behind),
        _silent(silent, len(stands)),
    ]
    said = ", ".join(part for part in parts if part)
    return said[:1].upper() + said[1:]


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def _hold(count: int, of: int) -> str:
    if not count:
        return ""
    if count == of:
        return {1: "the goal holds the pace", 2: "both goals hold the pace"}.get(
            of, f"all {_number(of)} goals hold the pace"
        )
    return "one goal holds the pace" if count == 1 else f"{_number(count)} goals hold the pace"


def _behind(names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(set(names)) < len(names):
        return f"{_number(len(names))} goals are behind"
    *first, last = names
    return f"{', '.join(first)} and {last} are behind" if first else f"{last} is behind"


def _silent(count: int, of: int) -> str:
    if not count:
        return ""
    if count == of:
        return "the goal has no note yet" if of == 1 else "no goal has a note yet"
    return "one has no note yet" if count == 1 else f"{_number(count)} have no note yet"
