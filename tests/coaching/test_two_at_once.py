"""Two verbs on one cycle at once: the second is judged by what the first has done."""

from datetime import UTC, date, datetime

import pytest

from coaching import services
from coaching.models import CoachingCycle
from coaching.services import Taken, Words
from coaching.states import Action
from common.errors import NoSuchMove
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
WORDS = Words(goal="Ask more open questions")
STEPS = (Taken("Two questions on paper", date(2026, 11, 3)),)


def taken(cycle, action, words=None):
    told = {"pk": cycle.pk, "action": action, "by": cycle.coach, "on": date(2026, 10, 20)}
    return lambda: services.move(words=words, steps=STEPS if words else (), now=NOW, **told)


def test_a_step_pressed_twice_at_once_is_taken_once():
    cycle = CycleFactory()
    observe = taken(cycle, Action.OBSERVE)
    assert type(second_after(observe, observe)) is NoSuchMove
    assert cycle.events.count() == 1


def test_what_is_written_while_the_cycle_is_closed_does_not_come_after_it():
    cycle = CycleFactory(talked=True)

    def written():
        return services.write(pk=cycle.pk, by=cycle.coach, words=Words(goal="Another goal"))

    answer = second_after(taken(cycle, Action.CLOSE, WORDS), written)
    assert str(answer) == "This cycle is closed. Plan an extra cycle to go on."
    cycle.refresh_from_db()
    assert cycle.goal == WORDS.goal


def test_an_extra_cycle_planned_twice_at_once_is_one():
    placement, by = PlacementFactory(), coach()

    def planned():
        told = {"placement_pk": placement.pk, "coach": by, "window": "extra", "due": date(2027, 1, 15)}
        return services.plan(by=by, now=NOW, **told)

    assert str(second_after(planned, planned)) == (
        "An extra cycle with this coach is planned already and has not begun. Open that one."
    )
    assert CoachingCycle.objects.count() == 1
