"""What each score means, so that two readers mean the same by a 3. Plain Python."""

RUBRIC: dict[str, dict[int, str]] = {
    "time": {
        1: "Sees no room for the role beside other duties.",
        2: "Names some time, but not when or how it is protected.",
        3: "Shows a weekly plan that fits the role.",
        4: "Shows a plan that fits, and how it holds when the year gets busy.",
    },
    "mindset": {
        1: "Speaks of colleagues or students as the problem.",
        2: "Wants to help, with little sign of learning from others.",
        3: "Sees growth as possible for every adult and student, with an example.",
        4: "Seeks feedback, changes own practice, and helps others do so, with examples.",
    },
    "skillset": {
        1: "Names no skill that the role needs.",
        2: "Names skills without showing them at work.",
        3: "Shows skills of the role at work in own classroom.",
        4: "Shows skills of the role at work with other adults, and what came of it.",
    },
    "experience": {
        1: "Has not led adults yet and names nothing close to it.",
        2: "Has taken part in work that others led.",
        3: "Has led a team or project at the school.",
        4: "Has led over more than a year, with results others can see.",
    },
}


def average_hundredths(scores: list[int]) -> int | None:
    """The mean of all scores given, in hundredths, halves up; None without scores. 3.25 is 325."""
    if not scores:
        return None
    return (200 * sum(scores) + len(scores)) // (2 * len(scores))


def wide_apart(totals: list[int]) -> bool:
    """Whether readers disagree so far (6 of the 16 points) that a third should read."""
    return len(totals) > 1 and max(totals) - min(totals) >= 6
