"""How many who led a pathway in a year became fellows since (rules.md §11). Plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Led:
    """Somebody led in a program year, given by the year's first day, in a group: a pathway, or a school."""

    group: str
    starts: date
    person: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Of one year: how many led, and how many of them are in a cohort that began on its first day or later."""

    leaders: int
    fellows: int


@dataclass(frozen=True, slots=True)
class Source:
    """A group whose leaders became fellows, year by year in the order asked for. The sums count everybody once, however
    many years they led."""

    name: str
    years: tuple[Cell, ...]
    leaders: int
    fellows: int

    @property
    def share(self) -> Fraction:
        """Of those who led there, those who became fellows since."""
        return Fraction(self.fellows, self.leaders)


def sources(led: Iterable[Led], years: Sequence[date], began: Mapping[int, date]) -> list[Source]:
    """Every group somebody led in during one of these years, by name. `began`: by person the first day of the last
    cohort they were selected into."""
    groups: dict[str, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in led:
        if one.starts in years:
            groups[one.group][one.starts].add(one.person)
    return [_source(name, groups[name], years, began) for name in sorted(groups)]


def _source(
    name: str, led: Mapping[date, set[int]], years: Sequence[date], began: Mapping[int, date]
) -> Source:
    since = {
        year: {person for person in led.get(year, ()) if began.get(person, date.min) >= year}
        for year in years
    }
    cells = tuple(Cell(len(led.get(year, ())), len(since[year])) for year in years)
    return Source(name, cells, len(set().union(*led.values())), len(set().union(*since.values())))


def counted_of(
    led: Iterable[Led], years: Sequence[date], began: Mapping[int, date], *, became: bool
) -> set[int]:
    """Whom a number counts: who led in one of these years; with `became` those of them alone who are in a cohort that
    began on the first day of a year they led in, or later."""
    return {
        one.person
        for one in led
        if one.starts in years and (not became or began.get(one.person, date.min) >= one.starts)
    }
