"""What an application still needs before it can be sent. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.counting import counted

CRITERIA = ("time", "mindset", "skillset", "experience")


@dataclass(frozen=True)
class Missing:
    """A field of the form, and a sentence about what to do there."""

    field: str
    sentence: str
    too_long: bool = False


def count_words(text: str) -> int:
    """Words as people count them: whatever stands between white space."""
    return len(text.split())


def missing(
    answers: Mapping[str, str], *, most_words: int, needs_cohort: bool, has_cohort: bool
) -> tuple[Missing, ...]:
    """Everything that is missing or too long, in the order of the form; nothing left means it can be sent."""
    found = [Missing("cohort", "Choose a cohort.")] if needs_cohort and not has_cohort else []
    for criterion in CRITERIA:
        words = count_words(answers.get(criterion, ""))
        if words == 0:
            found.append(Missing(criterion, f"Answer the question about {criterion}."))
        elif words > most_words:
            found.append(
                Missing(
                    criterion,
                    f"Shorten the answer about {criterion}: it has {counted(words, 'word')}, at most {most_words} fit.",
                    too_long=True,
                )
            )
    return tuple(found)
