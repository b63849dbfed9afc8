"""What waits, as a kind of thing: its words, and where one click leads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`due`: its day is a deadline, else the day since it waits. `many`: one line for many, and its address lists as
    many rows as the line counts."""

    what: str
    why: str
    url: str
    due: bool = False
    many: bool = False
