"""Scores of several readers. Plain Python."""


def average_hundredths(scores: list[int]) -> int | None:
    """The mean of all scores given, in hundredths, halves up; None without scores. 3.25 is 325."""
    if not scores:
        return None
    return (200 * sum(scores) + len(scores)) // (2 * len(scores))


def wide_apart(totals: list[int]) -> bool:
    """Whether readers disagree so far (6 of the 16 points) that a third should read."""
    return len(totals) > 1 and max(totals) - min(totals) >= 6
