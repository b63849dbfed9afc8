"""Outcomes as they are frozen: facts, the tables that leave the house, and what their words mean. Plain Python.

Read back, they are what they were: pages, files and print are drawn from them alone.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from fellows.rules.outcomes import MEANINGS, Facts
from fellows.rules.publication import ALL, TOTAL, Group, Publication, Published

# Of what is frozen: another shape is another number.
SHAPE = 1
HIDDEN = "hidden"
# Nobody is counted there by what the words mean: who is in our schools today has not left them.
NEVER = "cannot be"
DAYS = ("graduated", "credential", "led_on", "left_on")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What was known on a day, and what of it may leave the house. `waiting`: the years in which cohorts began that are
    in no number yet; `words`: each word of the tables with its meaning."""

    today: date
    facts: tuple[Facts, ...]
    groups: tuple[Group, ...]
    waiting: tuple[int, ...]
    tables: tuple[Published, ...]
    words: tuple[tuple[str, str], ...]


def said(number: int | None) -> str:
    """A number as it leaves the house."""
    if number is None:
        return HIDDEN
    return str(number) if number else NEVER


def freeze(facts: Sequence[Facts], published: Publication, today: date) -> dict[str, Any]:
    """What is kept of a publication, as JSON knows it. Facts are put in order, so that theirs says nothing."""
    begins = {one.cohort: one.begins for one in facts}
    return {
        "shape": SHAPE,
        "today": today.isoformat(),
        "facts": sorted((_plain(one) for one in facts), key=lambda one: json.dumps(one, sort_keys=True)),
        "groups": [list(group) for group in published.groups],
        "waiting": sorted({begins[cohort] for cohort in published.waiting}),
        "tables": [asdict(table) for table in published.tables],
        "words": [list(pair) for pair in _words(published)],
    }


def read(kept: dict[str, Any]) -> Frozen:
    """What was frozen."""
    return Frozen(
        date.fromisoformat(kept["today"]),
        tuple(_facts(one) for one in kept["facts"]),
        tuple(tuple(group) for group in kept["groups"]),
        tuple(kept["waiting"]),
        tuple(_table(table) for table in kept["tables"]),
        tuple((word, meaning) for word, meaning in kept["words"]),
    )


def _plain(facts: Facts) -> dict[str, Any]:
    known = asdict(facts)
    return known | {name: known[name].isoformat() if known[name] else None for name in DAYS}


def _facts(kept: dict[str, Any]) -> Facts:
    days = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in DAYS}
    return Facts(**(kept | days))


def _table(kept: dict[str, Any]) -> Published:
    numbers = tuple(tuple(row) for row in kept["numbers"])
    return Published(kept["key"], kept["title"], tuple(kept["rows"]), tuple(kept["columns"]), numbers)


def _words(published: Publication) -> list[tuple[str, str]]:
    """Each word of these tables with its meaning, in the order in which they are read."""
    found = {
        HIDDEN: "A number under 10, or one that would tell a number under 10 together with others that are shown.",
        NEVER: "Nobody can be counted here by what the words mean.",
        TOTAL: "All of the row.",
        ALL: "All cohorts of the file.",
    }
    for table in published.tables:
        for word in (table.title, *table.rows, *table.columns):
            if word in MEANINGS:
                found[word] = MEANINGS[word]
            else:
                found.setdefault(word, "Cohorts that began in the summers of these years, together.")
    return list(found.items())
