"""What people read about the product in Markdown, and how to find one's way in it."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rooms import ROOT

HEADING = re.compile(r"^(#{1,4}) +(.+?) *$", re.MULTILINE)
CODE = re.compile(r"```.*?```", re.DOTALL)


def pages() -> list[Path]:
    """Every page: those beside the code and those in docs/."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Depth and words of each heading, in order; what stands in blocks of code is none."""
    for marks, words in HEADING.findall(CODE.sub("", text)):
        yield len(marks), words


def anchor(words: str) -> str:
    """What a link to this heading ends in, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of each table whose first line begins with `head`, without that line and the one below it."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            inside = False
        elif line.startswith(f"| {head} |"):
            inside = True
        elif inside and not line.startswith("|--"):
            found.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found
