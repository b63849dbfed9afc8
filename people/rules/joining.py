"""Days of two accounts that become one person's. Plain Python; spans are half-open, and an open end is None."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    starts: date
    ends: date | None = None

    def meets(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return _before(self.starts, other.ends) and _before(other.starts, self.ends)


def _before(day: date, end: date | None) -> bool:
    return end is None or day < end


def covering(kept: Sequence[Span], gone: Span) -> list[Span]:
    """The `kept` spans, which share no day, widened so that together they hold every day of `gone` as well and still
    share none; in the order they came. Those that do not meet `gone` stay as they are; where none does, all do."""
    met = sorted((span for span in kept if span.meets(gone)), key=lambda span: span.starts)
    widened: dict[Span, Span] = {}
    for number, span in enumerate(met):
        last = number == len(met) - 1
        starts = min(span.starts, gone.starts) if number == 0 else span.starts
        ends = _later(span.ends, gone.ends) if last else met[number + 1].starts
        widened[span] = Span(starts, ends)
    return [widened.get(span, span) for span in kept]


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
