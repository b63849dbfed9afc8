"""The whole table of a session: each verb tried in each state is made, changes nothing, or is refused."""

from datetime import timedelta
from itertools import product

import pytest

from common.errors import DomainError
from seminars import services
from seminars.models import Session
from seminars.states import MOVES, Action, State
from tests.factories.people import UserFactory
from tests.factories.seminars import EVE, NINE, SessionFactory

pytestmark = pytest.mark.django_db
S, A = State, Action
EVENING = NINE + timedelta(hours=8)

# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.PLANNED, A.HOLD): S.HELD,
    (S.PLANNED, A.CANCEL): S.CANCELLED,
    (S.PLANNED, A.MOVE): S.MOVED,
    (S.HELD, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.HELD,
}
# The clock holds it when its time has come, and closing on time holds it first.
BY_THE_CLOCK = {(state, A.HOLD) for state in S if state is not S.PLANNED}
AFTER_HOLDING = (S.PLANNED, A.CLOSE)


def named(word):
    return word


def session_in(state):
    """A session of 14 October, 9 to 12, that came there by the verbs people use."""
    by = UserFactory()
    session = SessionFactory(planned=True, facilitated_by=by)
    for action in {
        S.PLANNED: [],
        S.HELD: [A.HOLD],
        S.CLOSED: [A.HOLD, A.CLOSE],
        S.CANCELLED: [A.CANCEL],
        S.MOVED: [A.MOVE],
    }[state]:
        do(action, session, by)
    session.refresh_from_db()
    assert session.state == state
    return session, by


def do(action, session, by):
    pk = session.pk
    later = {"starts_at": NINE + timedelta(days=7), "ends_at": NINE + timedelta(days=7, hours=3)}
    verbs = {
        A.HOLD: lambda: services.hold_due(now=EVENING),
        A.CLOSE: lambda: services.close(pk=pk, by=by, now=EVENING),
        A.REOPEN: lambda: services.reopen(pk=pk, by=by, reason="A name is missing.", now=EVENING),
        A.CANCEL: lambda: services.cancel(pk=pk, by=by, reason="No room.", now=EVE),
        A.MOVE: lambda: services.move(pk=pk, by=by, reason="No room.", now=EVE, **later),
    }
    return verbs[action]()


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert MOVES == MADE


@pytest.mark.parametrize(("state", "action"), list(product(S, A)), ids=named)
def test_a_verb_on_a_session_is_made_or_refused_in_words(state, action):
    session, by = session_in(state)
    before = list(session.events.values_list("pk", flat=True))
    after = S.CLOSED if (state, action) == AFTER_HOLDING else MADE.get((state, action))
    if after or (state, action) in BY_THE_CLOCK:
        do(action, session, by)
    else:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            do(action, session, by)
    new = list(
        session.events.exclude(pk__in=before).order_by("pk").values_list("action", "from_state", "to_state")
    )
    assert Session.objects.get(pk=session.pk).state == (after or state).value
    if (state, action) == AFTER_HOLDING:
        assert new == [("hold", "planned", "held"), ("close", "held", "closed")]
    else:
        assert new == ([(action, state, after)] if after else [])
