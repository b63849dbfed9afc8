"""Days as people write them, a line each: "Nov 23–27 Thanksgiving", "12/21/2026 - 1/8/2027: Winter break"."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from common.counting import counted
from pathways.rules.calendar import SATURDAY, Span

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_TOLD = 10
HOW = "Write it like “Nov 23–27 Thanksgiving”."
HOW_A_DAY = "Write it like 8/13/2026 or Aug 13."
TWICE_TOLD = 3
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?(?![\d/])"
_YEAR = r"(?:,?\s*(?:20\d\d)\b)?"


def _day(name: str) -> str:
    """A day: ISO, by numbers, or by the name of its month; its weekday may stand before it."""
    return (
        rf"(?P<{name}>(?:(?:{_WEEKDAY})\s*)?(?:20\d\d-\d\d?-\d\d?|\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?"
        rf"|{_MONTH}\s*{_NUMBER}{_YEAR}))"
    )


# What people put between days and name.
_BETWEEN = " \t:;,.-–—|*•"
_DAY = re.compile(_day("day"), re.IGNORECASE)
_RANGE = re.compile(
    rf"(?<![\w/-]){_day('first')}"
    rf"(?:\s*(?:–|—|-|\bto\b|\bthrough\b|\bthru\b|\buntil\b)\s*(?:{_day('last')}|(?P<number>{_NUMBER}{_YEAR})))?",
    re.IGNORECASE,
)
_PARTS = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY})\s*)?(?:(?P<iso>20\d\d-\d\d?-\d\d?)"
    rf"|(?P<of>\d{{1,2}})/(?P<slash>\d{{1,2}})(?:/(?P<short>(?:20)?\d\d))?"
    rf"|(?P<month>{_MONTH})\s*(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<year>20\d\d))?)\Z",
    re.IGNORECASE,
)


class LineError(ValueError):
    """A line that cannot be taken; says which one, why, and what to do."""

    def __init__(self, number: int, words: str) -> None:
        super().__init__(f"Line {number}: {words}")
        self.number = number


class LinesError(ValueError):
    """Lines that cannot be taken, all of one text. `told`: a sentence for each of the first, and how many are left."""

    def __init__(self, wrong: Sequence[LineError]) -> None:
        told = [str(error) for error in wrong[:MOST_TOLD]]
        more = len(wrong) - MOST_TOLD
        self.told = (*told, f"And {counted(more, 'line')} more.") if more > 0 else tuple(told)
        super().__init__(" ".join(self.told))


@dataclass(frozen=True, slots=True)
class Within:
    """The program year days are written for: its label, first and last day. A day without a year is the one in it."""

    label: str
    first: date
    last: date

    def day(self, month: int, number: int, year: int | None = None) -> date:
        """Raises ValueError for no day."""
        if year is not None:
            return date(year + 2000 if year < 100 else year, month, number)
        found = [_made(one, month, number) for one in (self.first.year, self.last.year)]
        days = [day for day in found if day is not None]
        if not days:
            raise ValueError
        return next((day for day in days if self.first <= day <= self.last), days[0])

    def refusal(self, span: Span) -> str:
        """That it is not in this year, in words; else nothing."""
        outside = next((day for day in (span.first, span.last) if not self.first <= day <= self.last), None)
        if outside is None:
            return ""
        return (
            f"{in_full(outside)} is not in {self.label}, which lasts from {in_full(self.first)} to "
            f"{in_full(self.last)}. Take it out or correct the year."
        )


def in_full(day: date) -> str:
    """ "November 23, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def spans_in(text: str, within: Within) -> tuple[Span, ...]:
    """The spans that the lines name, in the order of their days, each once. Raises LinesError, which names every line
    that cannot be taken."""
    return tuple(sorted(set(_all(text, lambda number, line: [_span(number, line, within)]))))


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted list was read as. `heading`: its first line, where that is left out; `twice`: the days that stand
    there more than once, in order."""

    days: tuple[date, ...]
    heading: str = ""
    twice: tuple[date, ...] = ()

    @property
    def beside(self) -> str:
        """What whoever pasted it should know besides its days, in sentences; mostly nothing."""
        said = []
        if self.heading:
            said.append(f"“{self.heading[:40]}” was left out: it is read as a heading.")
        if self.twice:
            said.append(f"Pasted twice: {_some(self.twice)}.")
        return " ".join(said)


def _some(days: Sequence[date]) -> str:
    """ "Aug 13", "Aug 13 and Aug 20", "Aug 10, Aug 11, Aug 12 and 2 more"."""
    told = [f"{day:%b} {day.day}" for day in days[:TWICE_TOLD]]
    last = f"{len(days) - TWICE_TOLD} more" if len(days) > TWICE_TOLD else told.pop()
    return f"{', '.join(told)} and {last}" if told else last


def days_in(text: str, within: Within) -> Pasted:
    """The single days of a pasted list, in order, each once: several a line, whatever stands beside them; from one day
    to another means the weekdays of them. A first line that names no day and holds no digit is the heading of a
    column and left out. Raises LinesError, which names every line that cannot be taken."""
    heading = _heading(text)

    def taken(number: int, line: str) -> list[Span]:
        spans = [_taken(number, one.groupdict(), within, HOW_A_DAY) for one in _RANGE.finditer(line)]
        if not spans and line != heading:
            raise LineError(number, f"“{line[:40]}” names no day. {HOW_A_DAY}")
        return spans

    found: Counter[date] = Counter()
    for span in _all(text, taken):
        found.update(day for day in span.days() if span.first == span.last or day.weekday() < SATURDAY)
    return Pasted(tuple(sorted(found)), heading, tuple(sorted(day for day in found if found[day] > 1)))


def _heading(text: str) -> str:
    """The first line, where it can only be the heading of a column: a day that is written unknown to us has digits."""
    first = next((line for _, line in _written(text)), "")
    return "" if any(letter.isdigit() for letter in first) else first


def _all(text: str, taken: Callable[[int, str], Iterable[Span]]) -> list[Span]:
    """What each line is taken for. Raises LinesError once all were looked at."""
    found, wrong = list[Span](), list[LineError]()
    for number, line in _written(text):
        try:
            found.extend(taken(number, line))
        except LineError as error:
            wrong.append(error)
    if wrong:
        raise LinesError(wrong)
    return found


def line_of(span: Span) -> str:
    """The span as a line that is read back as the same: "Nov 23–27 Thanksgiving"."""
    first = f"{span.first:%b} {span.first.day}"
    if span.first == span.last:
        days = first
    elif (span.first.year, span.first.month) == (span.last.year, span.last.month):
        days = f"{first}–{span.last.day}"
    else:
        days = f"{first} – {span.last:%b} {span.last.day}"
    return f"{days} {span.name}".rstrip()


def lines_of(spans: Iterable[Span]) -> str:
    return "\n".join(line_of(span) for span in spans)


def _written(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return ((number, line) for number, line in lines if line)


def _span(number: int, line: str, within: Within) -> Span:
    found = _RANGE.search(line)
    if found is None:
        raise LineError(number, f"“{line[:40]}” names no day. {HOW}")
    before, after = line[: found.start()], line[found.end() :]
    if _DAY.search(after):
        raise LineError(number, "It names more than one day. Write each on a line of its own.")
    span = _taken(number, found.groupdict(), within)
    # A bracket that the days stood in goes with them.
    parts = before.rstrip(f"{_BETWEEN}(").lstrip(_BETWEEN), after.lstrip(f"{_BETWEEN})").rstrip(_BETWEEN)
    name = " ".join(part for part in parts if part)
    return Span(span.first, span.last, name[:120])


def _taken(number: int, parts: dict[str, str | None], within: Within, how: str = HOW) -> Span:
    """The span of a match. `how`: how a day is written there, for a refusal. Raises LineError."""
    first = _date(number, str(parts["first"]), within, how)
    written = parts["last"] or (f"{first:%b} {parts['number']}" if parts["number"] else None)
    last = _date(number, written, within, how) if written else first
    if last < first:
        raise LineError(number, f"It ends on {in_full(last)}, before it begins. Correct its days.")
    span = Span(first, last)
    if refusal := within.refusal(span):
        raise LineError(number, refusal)
    return span


def _date(number: int, written: str, within: Within, how: str) -> date:
    parts = _PARTS.match(written.strip())
    try:
        if parts is None:
            raise ValueError
        day = _dated(parts.groupdict(), within)
    except ValueError:
        raise LineError(number, f"“{written.strip()[:40]}” is no day. {how}") from None
    named = (parts["weekday"] or "")[:3].lower()
    if named and named != WEEKDAYS[day.weekday()]:
        raise LineError(number, f"{in_full(day)} is a {day:%A}. Correct the day or its weekday.")
    return day


def _dated(parts: dict[str, str | None], within: Within) -> date:
    if parts["iso"]:
        return date(*map(int, parts["iso"].split("-")))
    if parts["of"]:
        return within.day(int(parts["of"]), int(parts["slash"] or 0), _number(parts["short"]))
    month = MONTHS.index(str(parts["month"])[:3].lower()) + 1
    return within.day(month, int(parts["number"] or 0), _number(parts["year"]))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _made(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
