"""A life that is a table: what comes next, and the words of what cannot be."""

from enum import StrEnum

import pytest

from common.errors import NoSuchMove
from common.states import actions_from, in_words, step


class Door(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    BOARDED_UP = "boarded_up"


class Do(StrEnum):
    CLOSE = "close"
    OPEN_AGAIN = "open_again"
    BOARD_UP = "board_up"


MOVES = {
    (Door.OPEN, Do.CLOSE): Door.CLOSED,
    (Door.CLOSED, Do.OPEN_AGAIN): Door.OPEN,
    (Door.CLOSED, Do.BOARD_UP): Door.BOARDED_UP,
}
DONE = "This was done already."


def test_a_move_of_the_table_leads_where_it_says():
    assert {pair: step(MOVES, *pair) for pair in MOVES} == MOVES


@pytest.mark.parametrize(
    ("state", "action", "said"),
    [
        # Pressed twice: the state is one that this action leads to.
        (Door.CLOSED, Do.CLOSE, DONE),
        (Door.OPEN, Do.OPEN_AGAIN, DONE),
        (Door.BOARDED_UP, Do.BOARD_UP, DONE),
        (
            Door.BOARDED_UP,
            Do.OPEN_AGAIN,
            "This is boarded up now, so it is not the time to open again.",
        ),
        (
            Door.OPEN,
            Do.BOARD_UP,
            "This is open now, so it is not the time to board up.",
        ),
    ],
)
def test_a_move_the_table_does_not_know_is_refused_in_words(state, action, said):
    with pytest.raises(NoSuchMove) as refusal:
        step(MOVES, state, action)
    assert str(refusal.value) == said


def test_what_can_be_done_now_stands_in_the_order_of_the_table():
    assert [actions_from(MOVES, state) for state in Door] == [
        [Do.CLOSE],
        [Do.OPEN_AGAIN, Do.BOARD_UP],
        [],
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Door.BOARDED_UP, "Boarded up"),
        ("not_supported", "Not supported"),
        ("open", "Open"),
        ("applied_ucla", "Applied at UCLA"),
        ("Ángela stays", "Ángela stays"),
        ("", ""),
        (7, "7"),
    ],
)
def test_a_state_is_said_as_people_say_it(state, said):
    assert in_words(state) == said
