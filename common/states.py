"""One way to move through a life that is a table. Plain Python."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Self, TypeVar

from common.errors import NoSuchMove

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


class Deed(StrEnum):
    """What is done with a row: its word, and how a history tells it was done.

    class Action(Deed):
        COSIGN = "cosign", "Signed for the school"
    """

    past: str

    # Only the word is told where a deed is looked up: `Action("cosign")`.
    def __new__(cls, word: str, past: str = "") -> Self:
        if not past:
            raise TypeError(f"{word!r} needs words for when it was done.")
        deed = str.__new__(cls, word)
        deed._value_ = word
        deed.past = past
        return deed


def step(moves: Mapping[tuple[State, Action], State], state: State, action: Action) -> State:
    """The state after `action`. Raises NoSuchMove, in words, when the table does not know it."""
    try:
        return moves[(state, action)]
    except KeyError:
        if state in {after for (_, did), after in moves.items() if did == action}:
            raise NoSuchMove("This was done already.") from None
        was = spoken(state)
        verb = spoken(action)
        raise NoSuchMove(f"This is {was} now, so it is not the time to {verb}.") from None


def no_move(moves: Mapping[tuple[State, Action], State], state: State, action: Action) -> NoSuchMove | None:
    """Why the table does not know this step, in words; None when it does."""
    try:
        step(moves, state, action)
    except NoSuchMove as refusal:
        return refusal
    return None


def actions_from(moves: Mapping[tuple[State, Action], State], state: State) -> list[Action]:
    """What can be done now, in the order of the table; pages draw their buttons from it."""
    return [action for (start, action) in moves if start == state]


def spoken(state: StrEnum | str) -> str:
    """A state inside a sentence: `not_supported` is "not supported"."""
    return str(state).replace("_", " ")


def in_words(state: object) -> str:
    """A state as people say it, on pages and in files: `not_supported` is "Not supported"."""
    words = str(state).replace("_", " ").replace("ucla", "at UCLA")
    return words[:1].upper() + words[1:]


def told(action: str) -> str:
    """What was done, as people tell it: `send_back` is "Sent back for changes". A word of other code stays."""
    return action.past if isinstance(action, Deed) else in_words(action)


def choices(kind: type[State], words: Callable[[State], str] = in_words) -> list[tuple[str, str]]:
    """What a field of a model may hold, with its words as people say them: plain text, for a migration keeps no class
    of ours."""
    return [(str(state), words(state)) for state in kind]
