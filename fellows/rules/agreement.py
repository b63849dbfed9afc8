"""The service agreement a fellow signs today: its terms and the words that say them. Plain Python.

New terms are a new VERSION with new words; what somebody signed before stays as it was.
"""

from collections.abc import Mapping
from hashlib import sha256

# 2: says whose confirmation counts at once, and whose once staff have accepted it.
VERSION = 2
TERMS: Mapping[str, object] = {
    "required_years": "4",
    "window_years": 6,
    "granularity": "semester",
    "half_year_counts": False,
    "fte": "threshold",
    "fte_threshold": "1/2",
}


def agreement_text(name: str, cohort: str) -> str:
    """The agreement as it is shown and signed."""
    return (
        f"Service agreement of {name}, fellow of the {cohort} (version {VERSION})\n\n"
        "After I graduate from the fellowship I will serve four school years at schools of the network,"
        " or at schools that staff decided are similar.\n"
        "My service begins on the first July 1 on or after the day I graduate, and I have six years for it."
        " A suspension that staff approve moves that date; the suspended months earn nothing.\n"
        "Service counts by whole semesters, in any post of at least half time.\n"
        "Each year I report where I served. It counts once the principal or acting signer whom the network knows for"
        " that school has confirmed it. Where somebody else confirms it, it counts once staff have accepted it too.\n"
    )


LABELS = {
    "required_years": "Years of service owed",
    "window_years": "Years to serve them in",
    "granularity": "Service counts by the",
    "half_year_counts": "Half a year counts",
    "fte": "Part-time posts",
    "fte_threshold": "Least full-time equivalent",
}
VALUES = {
    "threshold": "count in full from the least full-time equivalent on",
    "full_time": "do not count",
    "accumulate": "count by their share",
    "True": "yes",
    "False": "no",
    "None": "no limit",
}


def words_of(terms: Mapping[str, object]) -> list[str]:
    """Each term in words: "Years of service owed: 4"."""
    names = [*(name for name in LABELS if name in terms), *(name for name in terms if name not in LABELS)]
    return [f"{LABELS.get(name, name)}: {VALUES.get(str(terms[name]), terms[name])}" for name in names]


def fingerprint(text: str) -> str:
    """SHA-256 of the text, as kept beside the signature."""
    return sha256(text.encode()).hexdigest()
