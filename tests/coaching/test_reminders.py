from datetime import UTC, date, datetime

import pytest

from coaching import reminders, services
from coaching.states import Action
from tests.factories.coaching import ActionStepFactory, CycleFactory
from tests.factories.notifications import ReminderRuleFactory

pytestmark = pytest.mark.django_db
TWO_WEEKS_BEFORE = datetime(2027, 1, 17, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules():
    # Those of the first migration; a test with real commits that ran before in this process emptied the table.
    for number in (14, -7):
        ReminderRuleFactory(what="coaching-cycle", days_before=number)


def test_a_coach_is_reminded_two_weeks_before_the_last_day_once():
    cycle = CycleFactory(due=date(2027, 1, 31))
    assert reminders.owe(TWO_WEEKS_BEFORE) == 1
    assert reminders.owe(TWO_WEEKS_BEFORE) == 0
    name = cycle.placement.person.name
    assert cycle.coach.messages.get().subject == (
        f"[Action required] Coaching cycle with {name}: last day January 31"
    )


def test_a_closed_cycle_is_not_reminded_of():
    CycleFactory(state="closed", closed_at=TWO_WEEKS_BEFORE)
    assert reminders.owe(TWO_WEEKS_BEFORE) == 0


def test_closing_stops_the_reminder_that_waits():
    cycle = CycleFactory(talked=True, goal="Open questions")
    ActionStepFactory(cycle=cycle)
    reminders.owe(TWO_WEEKS_BEFORE)
    services.move(
        pk=cycle.pk, action=Action.CLOSE, by=cycle.coach, on=date(2027, 1, 17), now=TWO_WEEKS_BEFORE
    )
    assert cycle.coach.messages.get().state == "cancelled"
