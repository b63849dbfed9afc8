"""Counts that leave the house: small ones are hidden, and so is what would reveal them (rules.md §11). Plain Python.

A table is drawn up with its totals as a last row and a last column, so that a total is a number like the others. What
is hidden can be worked out only as far as the sums allow: the least and the greatest value of a hidden number are a
greatest flow over the hidden numbers, which is exact.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

SMALL = 10
# More than any flow that is asked for; a number that nothing limits can grow by it.
NO_END = 10**9
Place = tuple[int, int]
Node = tuple[str, int]
Shown = tuple[tuple[int | None, ...], ...]


class CannotHide(ValueError):
    """A small number follows from what is published beside the table, whatever the table hides."""


@dataclass(frozen=True)
class Table:
    """Counts by row and column. `known`: places that are published elsewhere too, and so always shown; -1 is the row
    or column of totals. A table of one row has no row of totals: it would say the same twice."""

    counts: tuple[tuple[int, ...], ...]
    known: frozenset[Place] = field(default_factory=frozenset)

    @cached_property
    def numbers(self) -> tuple[tuple[int, ...], ...]:
        """The counts with their totals: a last column, and of several rows a last row."""
        rows = [(*row, sum(row)) for row in self.counts]
        return (*rows, *([tuple(map(sum, zip(*rows, strict=True)))] if len(rows) > 1 else []))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every number's place, row by row, totals last."""
        return tuple(product(range(len(self.numbers)), range(len(self.numbers[0]))))

    @cached_property
    def fixed(self) -> frozenset[Place]:
        """The known places, counted from the first row and column."""
        rows, columns = len(self.numbers), len(self.numbers[0])
        return frozenset((row % rows, column % columns) for row, column in self.known)

    def at(self, place: Place) -> int:
        return self.numbers[place[0]][place[1]]

    def ends(self, place: Place) -> tuple[Node, Node]:
        """The sums it stands in: of its row and of its column. Columns of one row are no sums, so they are one end."""
        return ("row", place[0]), ("column", place[1] if len(self.counts) > 1 else 0)

    def is_total(self, place: Place) -> bool:
        """Whether it is a total of exactly one direction: those stand on the other side of their sum."""
        row, column = place
        return (row == len(self.counts)) != (column == len(self.counts[0]))


def suppress(table: Table) -> Shown:
    """The numbers of a table with their totals, None where one is hidden.

    Guarantees that no number under SMALL is shown but known ones, and that every hidden number is `protected`.
    Raises CannotHide where what is known leaves no way.
    """
    hidden = {place for place in table.places if table.at(place) < SMALL} - table.fixed
    while bare := _first_bare(table, hidden):
        hidden |= _hidden_too(table, hidden, bare)
    _shown_again(table, hidden)
    return tuple(
        tuple(None if (row, column) in hidden else number for column, number in enumerate(numbers))
        for row, numbers in enumerate(table.numbers)
    )


def protected(table: Table, hidden: Collection[Place], place: Place) -> bool:
    """Whether the values a hidden number may have, as far as anybody can work out, span SMALL or more and reach SMALL:
    then nobody can tell a small one, nor that it is small."""
    value = table.at(place)
    up = _slack(table, hidden, place, 1)
    down = min(_slack(table, hidden, place, -1), value)
    return value + up >= SMALL and up + down >= SMALL


def _first_bare(table: Table, hidden: Collection[Place]) -> Place | None:
    return next((place for place in sorted(hidden) if not protected(table, hidden, place)), None)


def _hidden_too(table: Table, hidden: set[Place], bare: Place) -> set[Place]:
    """What else is hidden for a bare number: of what protects it the fewest, totals last, the smallest first."""
    free = [place for place in table.places if place not in hidden and place not in table.fixed]
    if not free:
        raise CannotHide("A small number follows from what is published beside its table.")

    def cost(more: Iterable[Place]) -> tuple[int, int, int, list[Place]]:
        places = sorted(more)
        totals = sum(place[0] == len(table.counts) or place[1] == len(table.counts[0]) for place in places)
        return totals, len(places), sum(table.at(place) for place in places), places

    for more in sorted({*_corners(table, hidden, bare)}, key=cost):
        if protected(table, hidden | more, bare):
            return set(more)
    near = [place for place in free if place[0] == bare[0] or place[1] == bare[1]]
    return set(min((frozenset({place}) for place in near or free), key=cost))


def _corners(table: Table, hidden: Collection[Place], bare: Place) -> Iterator[frozenset[Place]]:
    """What can be hidden with a number: one more of its row, or what makes a rectangle with it."""
    rows, columns = len(table.numbers), len(table.numbers[0])
    for row, column in product(range(rows), range(columns)):
        beside, across = (bare[0], column), (row, bare[1])
        alone, all_of_it = {beside}, {beside, across, (row, column)}
        for corners in (alone, all_of_it) if column != bare[1] else ():
            more = frozenset(corners - {*hidden, bare})
            if more and not more & table.fixed:
                yield more


def _shown_again(table: Table, hidden: set[Place]) -> None:
    """Take back what turned out not to be needed, the greatest first."""
    for place in sorted(hidden, key=lambda place: (-table.at(place), place)):
        fewer = hidden - {place}
        if table.at(place) >= SMALL and _first_bare(table, fewer) is None:
            hidden.discard(place)


def _slack(table: Table, hidden: Collection[Place], place: Place, way: int) -> int:
    """By how much a hidden number can grow (`way` 1) or shrink (-1) while all sums hold; at most SMALL is asked for.

    Rows and columns are nodes and hidden numbers edges between them: what one number takes on, others of its row and
    its column give up.
    """
    end, start = table.ends(place)
    if (way > 0) == table.is_total(place):
        start, end = end, start
    room = _room(table, [other for other in hidden if other != place])
    found = 0
    while found < SMALL and (path := _path(room, start, end)):
        step = min(SMALL - found, *(room[one][other] for one, other in path))
        for one, other in path:
            room[one][other] -= step
            room[other][one] = room[other].get(one, 0) + step
        found += step
    return found


def _room(table: Table, hidden: Collection[Place]) -> dict[Node, dict[Node, int]]:
    """How much can flow from a row to a column, where a number grows, and back, where it shrinks; for totals the other
    way round."""
    room: dict[Node, dict[Node, int]] = {node: {} for place in table.places for node in table.ends(place)}
    for place in hidden:
        row, column = table.ends(place)
        one, other = (column, row) if table.is_total(place) else (row, column)
        room[one][other] = room[one].get(other, 0) + NO_END
        room[other][one] = room[other].get(one, 0) + table.at(place)
    return room


def _path(room: dict[Node, dict[Node, int]], start: Node, end: Node) -> list[tuple[Node, Node]]:
    """A shortest way with room on each step; empty where there is none."""
    came: dict[Node, Node] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for there, left in room[here].items():
            if left and there not in came:
                came[there] = here
                waiting.append(there)
    if end not in came:
        return []
    steps = []
    while end != start:
        steps.append((came[end], end))
        end = came[end]
    return steps
