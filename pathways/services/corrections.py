"""When a placement was served is put right: who pays by it may look at what that moves, before it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from pathways.models import Placement
from pathways.states import Correction
from people.models import User


@dataclass(frozen=True)
class Correcting:
    """Who puts what right of a placement, why, and the mark of what they saw it would move (empty: nothing yet)."""

    placement: Placement
    what: Correction
    by: User
    why: str
    seen: str = ""


# Does the verb, which answers what it did in a few words, or raises LookFirst with what that would move.
Door = Callable[[Correcting, Callable[[], str]], object]


def straight(correcting: Correcting, verb: Callable[[], str]) -> str:
    """Does it at once: pathways know nobody who pays."""
    return verb()
