"""The whole table of what staff may do with a message: each verb in each state is made or refused."""

from datetime import UTC, datetime
from itertools import product

import pytest

from common.errors import DomainError
from notifications.services import cancel_one, send_again
from notifications.states import MOVES, Action, State
from tests.factories.notifications import MessageFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db
S, A = State, Action
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)

# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.WAITING, A.CANCEL): S.CANCELLED,
    (S.KEPT_BACK, A.CANCEL): S.CANCELLED,
    (S.KEPT_BACK, A.RETRY): S.WAITING,
    (S.FAILED, A.RETRY): S.WAITING,
    (S.BOUNCED, A.RETRY): S.WAITING,
    (S.CANCELLED, A.RETRY): S.WAITING,
}


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert MOVES == MADE


@pytest.mark.parametrize(("state", "action"), list(product(S, A)), ids=lambda word: word)
def test_a_verb_on_a_message_is_made_or_refused_in_words(state, action):
    sent = {"sent_at": NOW} if state is S.SENT else {}
    message, by = MessageFactory(state=state, **sent), manager()
    verb = {A.CANCEL: cancel_one, A.RETRY: send_again}[action]
    after = MADE.get((state, action))
    if after is None:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            verb(pk=message.pk, by=by, now=NOW)
    else:
        verb(pk=message.pk, by=by, now=NOW)
    message.refresh_from_db()
    assert (message.state, message.events.count()) == ((after or state).value, int(after is not None))
