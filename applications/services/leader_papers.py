"""The papers that lie beside a file of leaders: each line that names one finds it, and none lies there unnamed."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Protocol

from common.errors import DomainError
from common.reading import written_day
from common.uploads import Accepted
from pathways.services import Paper

# As many as are judged while somebody waits.
MOST_PAPERS = 30
DAY = "“{}” is no day. Write it like 2026-08-05 or 8/5/2026."
NOT_THERE = (
    "The paper “{}” was not chosen. Choose it, alone or in a zip; files are chosen anew each time it is sent."
)
UNNAMED = "{}: no line names this paper. Name it in the column paper, or leave it out."


class Named(Protocol):
    """A line, as far as it speaks of a paper."""

    @property
    def paper(self) -> str: ...
    @property
    def signed_by(self) -> str: ...
    @property
    def signed_on(self) -> str: ...


def named_as(name: str) -> str:
    """By what a line finds a paper: its name however its letters are cased or composed."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def paper_of(line: Named, papers: Mapping[str, Accepted]) -> Paper | None:
    """What the line says was signed on paper, with its file; None where both sign here. `papers` by `named_as`. Raises
    DomainError with all that is wrong."""
    if not line.paper:
        if line.signed_by or line.signed_on:
            raise DomainError("It says who signed or when, and no paper. Name its file in the column paper.")
        return None
    wrong, file = [], papers.get(named_as(line.paper))
    if file is None:
        wrong.append(NOT_THERE.format(line.paper))
    if not line.signed_by:
        wrong.append("Write in signed_by who signed the paper: the leader, and who signed for the school.")
    try:
        day = written_day(line.signed_on)
    except ValueError:
        wrong.append(DAY.format(line.signed_on))
    if wrong or file is None:
        raise DomainError(" ".join(wrong))
    return Paper(line.signed_by, day, file)


def unnamed(lines: Sequence[Named], papers: Mapping[str, Accepted]) -> list[str]:
    """The papers that no line names, a sentence each."""
    named = {named_as(line.paper) for line in lines}
    return [UNNAMED.format(name) for name in sorted(set(papers) - named)]
