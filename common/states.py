"""One way to move through a life that is a table. Plain Python."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from common.errors import NoSuchMove

State = TypeVar("State", bound=Enum)
Action = TypeVar("Action", bound=Enum)


def step(moves: Mapping[tuple[State, Action], State], state: State, action: Action) -> State:
    """The state after `action`. Raises NoSuchMove, in words, when the table does not know it."""
    try:
        return moves[(state, action)]
    except KeyError:
        if state in {after for (_, did), after in moves.items() if did == action}:
            raise NoSuchMove("This was done already. Reload the page to see it as it is.") from None
        was = str(state.value).replace("_", " ")
        verb = str(action.value).replace("_", " ")
        raise NoSuchMove(
            f"This is {was} now, so it is not the time to {verb}. Reload the page to see it as it is."
        ) from None


def actions_from(moves: Mapping[tuple[State, Action], State], state: State) -> list[Action]:
    """What can be done now, in the order of the table; pages draw their buttons from it."""
    return [action for (start, action) in moves if start == state]


def in_words(state: object) -> str:
    """A state as people say it, on pages and in files: `not_supported` is "Not supported"."""
    words = (
        str(state.value if isinstance(state, Enum) else state).replace("_", " ").replace("ucla", "at UCLA")
    )
    return words[:1].upper() + words[1:]
