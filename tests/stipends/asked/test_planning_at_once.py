"""One series planned by several at once: each session once, each mail once, each line once."""

from collections.abc import Callable
from typing import Any

import pytest

from notifications.models import Message
from seminars.models import Event, Session
from stipends import services
from stipends.models import StatementChange
from tests.factories.people import manager
from tests.factories.stipends import Year
from tests.stipends.asked.january import closed_until_now
from tests.stipends.asked.test_planning import drafts, looked

pytestmark = pytest.mark.django_db(transaction=True)
AtOnce = Callable[..., list[Any]]


def test_a_series_planned_by_four_at_once_is_made_and_told_once(at_once: AtOnce) -> None:
    year, people = Year(), [manager() for _ in range(4)]
    leader = year.leader()
    closed_until_now(year)
    look = looked(year, people[0], reason="Asked for.")

    def plan(by: Any) -> Callable[[], Any]:
        given = {"reason": "Asked for.", "seen": look.seen}
        return lambda: services.plan_sessions(year=year.year, drafts=drafts(year), by=by, **given)

    found = at_once(*map(plan, people))
    assert sorted(sum(one.new for one in planned) for planned in found) == [0, 0, 0, 3]
    assert Session.objects.filter(event__title="Peer Coach seminars").count() == 3
    assert Event.objects.filter(title="Peer Coach seminars").count() == 1
    assert list(Message.objects.values_list("to_email", flat=True)) == [leader.person.email]
    assert StatementChange.objects.count() == 1
