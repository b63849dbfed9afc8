"""The whole table of a coaching cycle: each step tried in each state is taken or refused."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from coaching import services
from coaching.services import Taken, Words
from coaching.states import MOVES, Action, State
from common.errors import DomainError
from tests.factories.coaching import CycleFactory

pytestmark = pytest.mark.django_db
S, A = State, Action
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
WORDS = Words(goal="Ask more open questions")
STEPS = (Taken("Two questions on paper", date(2026, 11, 3)),)

# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.PLANNING, A.OBSERVE): S.OBSERVATION,
    (S.OBSERVATION, A.GIVE_FEEDBACK): S.FEEDBACK,
    (S.FEEDBACK, A.HOLD_CONVERSATION): S.CONVERSATION,
    (S.CONVERSATION, A.CLOSE): S.CLOSED,
}


def step(cycle, action):
    told = {"by": cycle.coach, "on": date(2026, 10, 20), "words": WORDS, "steps": STEPS}
    services.move(pk=cycle.pk, action=action, now=NOW, **told)


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert MOVES == MADE


@pytest.mark.parametrize(("state", "action"), list(product(S, A)), ids=lambda word: word)
def test_a_step_of_a_cycle_is_taken_or_refused_in_words(state, action):
    cycle = CycleFactory()
    for before in list(A)[: list(S).index(state)]:
        step(cycle, before)
    lines = cycle.events.count()
    after = MADE.get((state, action))
    if after is None:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            step(cycle, action)
    else:
        step(cycle, action)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.events.count()) == ((after or state).value, lines + (after is not None))
