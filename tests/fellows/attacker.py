"""Somebody who holds all that was published and works out, exactly, what each hidden number can be.

Written without the rule it judges: linear programming in fractions, over all sums that hold at once.
"""

from collections.abc import Hashable, Sequence
from fractions import Fraction

# Names with their factors, and what they come to together.
Sum = tuple[dict[Hashable, int], int]


def most(sums: Sequence[Sum], name: Hashable, way: int = 1) -> Fraction | None:
    """The greatest value (`way` 1) or the least (-1) a name of the sums can have, none under 0; None without an end."""
    names = sorted({one for factors, _ in sums for one in factors} | {name}, key=repr)
    rows = [
        [Fraction(sign * factors.get(one, 0)) for one in names]
        + [Fraction(int(at == own)) for own in range(len(sums))]
        + [Fraction(sign * total)]
        for at, (factors, total) in enumerate(sums)
        for sign in (1 if total >= 0 else -1,)
    ]
    basis = [len(names) + at for at in range(len(sums))]
    # First something that keeps all sums, then the best of it.
    _climb(rows, basis, [Fraction(0)] * len(names) + [Fraction(-1)] * len(sums), len(names) + len(sums))
    assert all(row[-1] == 0 for row, held in zip(rows, basis, strict=True) if held >= len(names)), "no way"
    aim = [Fraction(way * (one == name)) for one in names] + [Fraction(0)] * len(sums)
    if not _climb(rows, basis, aim, len(names)):
        return None
    return sum(
        (row[-1] for row, held in zip(rows, basis, strict=True) if held == names.index(name)), Fraction(0)
    )


def _climb(rows: list[list[Fraction]], basis: list[int], aim: list[Fraction], columns: int) -> bool:
    """The simplex method by Bland's rule; False where the aim grows without an end."""
    while True:
        gains = (
            aim[at] - sum((aim[held] * row[at] for row, held in zip(rows, basis, strict=True)), Fraction(0))
            for at in range(columns)
        )
        enters = next((at for at, gain in enumerate(gains) if gain > 0), None)
        if enters is None:
            return True
        limits = [
            (row[-1] / row[enters], basis[at], at)
            for at, row in enumerate(rows)
            if row[enters] > 0 or (row[enters] and row[-1] == 0 and basis[at] >= len(aim) - len(rows))
        ]
        if not limits:
            return False
        _turn(rows, basis, min(limits)[2], enters)


def _turn(rows: list[list[Fraction]], basis: list[int], leaves: int, enters: int) -> None:
    factor = rows[leaves][enters]
    rows[leaves] = [value / factor for value in rows[leaves]]
    for at, row in enumerate(rows):
        if at != leaves and row[enters]:
            times = row[enters]
            rows[at] = [value - times * own for value, own in zip(row, rows[leaves], strict=True)]
    basis[leaves] = enters
