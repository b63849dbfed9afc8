"""A difference that comes in pieces, added up: its numbers, the first rows of each list, and the mark of all of it. It
takes as much room for a large file as for a small one, but for questions and wrong lines, which are all kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from heapq import nsmallest
from typing import Any

from people.rules.comparing import once
from people.rules.difference import IN_ORDER, Difference, Omitted, Question, as_text, plain
from people.rules.roster import MOST_WRONG, Roster, Wrong

# Of each list the page shows so many, and how many there are.
MOST_SHOWN = 200
MOST_NAMED = 20
# Ends that somebody confirms stand apart from those of whoever moved on.
LISTS = (*(name for name in IN_ORDER if name != "ends"), "ends", "moved", "cannot_end", "left")


class Totals:
    """What the pieces that were added come to. In which order they came makes no difference."""

    """`read`: the file, for the cells that could not be read and what it calls its columns."""

    def __init__(self, read: Roster | None = None) -> None:
        self._read = read
        self.counts: Counter[str] = Counter()
        self.questions: list[Question] = []
        # Whom it changes, to be held while it is done.
        self.changed: set[int] = set()
        self._wrong = list[Wrong]()
        self._first: dict[str, list[str]] = {name: [] for name in LISTS}
        self._skipped: Counter[str] = Counter()
        self._named: dict[str, list[Omitted]] = {}
        # Two of one name to whom the same happens are one line.
        self._left: set[bytes] = set()
        self._sum = 0

    def add(self, piece: Difference) -> None:
        for name in IN_ORDER:
            self._add(name, piece)
        left = {as_text(one) for one in piece.left}
        news = {text for text in left if _digest(text) not in self._left}
        self._left |= {_digest(text) for text in news}
        self._show("left", news)
        for one in piece.questions:
            self._mark(as_text(("question", one.key, one.answer)))
        self.questions += piece.questions
        self._wrong += piece.wrong
        self._skipped += Counter(piece.skipped)
        self._show("cannot_end", map(as_text, piece.cannot_end))
        for kind in {one.kind for one in piece.omitted}:
            theirs = [one for one in piece.omitted if one.kind == kind]
            self._named[kind] = nsmallest(MOST_NAMED, [*self._named.get(kind, ()), *theirs])
        rows = {(one.kind, one.pk) for one in piece.changes}
        self.changed |= {pk for kind, pk in rows if kind == "person"} | {one.person for one in piece.unnamed}
        self.counts.update(
            same=piece.same, open=len(piece.open), changed=len(rows) + len(piece.links), does=piece.does
        )

    def _add(self, name: str, piece: Difference) -> None:
        rows = getattr(piece, name)
        texts = [as_text(row) for row in rows]
        for text in texts:
            self._mark(f"{name} {text}")
        if name != "ends":
            self._show(name, texts)
            return
        confirmed = set(piece.to_confirm)
        self._show("ends", [text for row, text in zip(rows, texts, strict=True) if row in confirmed])
        self._show("moved", [text for row, text in zip(rows, texts, strict=True) if row not in confirmed])

    def _show(self, name: str, texts: Iterable[str]) -> None:
        texts = list(texts)
        self.counts[name] += len(texts)
        self._first[name] = nsmallest(MOST_SHOWN, [*self._first[name], *texts])

    def _mark(self, text: str) -> None:
        # A sum does not tell which row came first, and needs no row to be kept.
        self._sum = (self._sum + int.from_bytes(_digest(text))) % 2**256

    @property
    def mark(self) -> str:
        """The same for two differences that do the same; where a line stood makes none."""
        return f"{self._sum:064x}"

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        if self._read is None:
            return once((), self._wrong)
        return tuple(map(self._read.as_it_says, once(self._read.wrong, self._wrong)))

    @property
    def to_confirm(self) -> int:
        """How many posts end for which nothing but the absence from the file speaks."""
        return self.counts["ends"]

    @property
    def changes_rows(self) -> bool:
        """Whether it writes rows that stand."""
        return any(self.counts[name] for name in ("changes", "ends", "moved", "unnamed"))

    @property
    def does(self) -> int:
        """How much it does; 0 changes nothing."""
        return self.counts["does"]

    def shown(self) -> dict[str, Any]:
        """As the page shows it."""
        wrong = self.wrong
        questions = sorted(self.questions, key=lambda one: one.key)
        names = (*LISTS, "same", "open", "changed")
        counts = {name: self.counts[name] for name in names}
        return {
            **{name: [json.loads(text) for text in texts] for name, texts in self._first.items()},
            "questions": plain(questions),
            "wrong": plain(wrong[:MOST_WRONG]),
            "counts": {**counts, "questions": len(questions), "wrong": len(wrong)},
            "skipped": dict(sorted(self._skipped.items())),
            "named": {
                kind: [f"{one.name} ({one.at})" for one in self._named[kind]] for kind in sorted(self._named)
            },
            "does": self.does,
        }


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
