"""Counts that leave the house: small ones are hidden, and so is what would reveal them. Plain Python."""

from collections.abc import Sequence

SMALL = 10


def suppress(counts: Sequence[int]) -> list[int | None]:
    """A column of counts that sum to a known total; None for a hidden one.

    Everything under 10 is hidden. When what is hidden could be told from the total (one cell alone, or cells that
    sum to less than 10 together), the next smallest is hidden too.
    """
    order = sorted(range(len(counts)), key=lambda index: (counts[index], index))
    hidden = {index for index in order if counts[index] < SMALL}
    for index in order:
        if not hidden or (len(hidden) > 1 and sum(counts[i] for i in hidden) >= SMALL):
            break
        hidden.add(index)
    return [None if index in hidden else count for index, count in enumerate(counts)]
