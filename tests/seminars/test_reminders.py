from datetime import UTC, datetime, timedelta

import pytest

from seminars import reminders, services, tasks
from seminars.models import Session
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import manager
from tests.factories.seminars import NINE, SessionFactory

pytestmark = pytest.mark.django_db
DAY_BEFORE = datetime(2026, 10, 13, 16, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules():
    # Those of the first migration; a test with real commits that ran before in this process emptied the table.
    for number in (7, 1):
        ReminderRuleFactory(what="session", days_before=number)


def subjects(person):
    return [message.subject for message in person.messages.order_by("pk") if message.state == "waiting"]


def test_everyone_invited_is_reminded_the_day_before_once():
    person = PlacementFactory().person
    SessionFactory(planned=True, title="Literacy across grades")
    assert reminders.owe(DAY_BEFORE) == 1
    assert reminders.owe(DAY_BEFORE + timedelta(hours=1)) == 0
    assert subjects(person) == ["Literacy across grades: Oct 14, 2026, 9:00 a.m."]


def test_nobody_is_reminded_of_a_session_that_has_begun_or_is_cancelled():
    PlacementFactory()
    SessionFactory(planned=True)
    SessionFactory(state="cancelled")
    assert reminders.owe(NINE) == 0


def test_cancelling_tells_everyone_invited_and_stops_the_reminder():
    person = PlacementFactory().person
    session = SessionFactory(planned=True, title="Literacy")
    reminders.owe(DAY_BEFORE)
    services.cancel(pk=session.pk, by=manager(), reason="No heating.", now=DAY_BEFORE)
    assert subjects(person) == ["Cancelled: Literacy on Oct 14, 2026"]


def test_moving_tells_everyone_invited_the_new_time():
    person = PlacementFactory().person
    session = SessionFactory(planned=True, title="Literacy")
    reminders.owe(DAY_BEFORE)
    later = NINE + timedelta(days=7)
    services.move(
        pk=session.pk,
        by=manager(),
        starts_at=later,
        ends_at=later + timedelta(hours=3),
        reason="Rain.",
        now=DAY_BEFORE,
    )
    assert subjects(person) == ["New time: Literacy, Oct 21, 2026, 9:00 a.m."]


def test_the_sweep_holds_sessions_and_notes_that_it_ran(clock):
    clock(NINE + timedelta(hours=4))
    session = SessionFactory(planned=True)
    assert (tasks.hold_due_sessions(), tasks.hold_due_sessions()) == (1, 0)
    assert Session.objects.get(pk=session.pk).state == "held"


@pytest.mark.parametrize("people", [3, 60])
def test_reminders_take_the_same_queries_however_many_people(people, count_queries):
    PlacementFactory.create_batch(people)
    SessionFactory(planned=True)
    with count_queries(7):
        reminders.owe(DAY_BEFORE)
