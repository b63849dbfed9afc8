from datetime import UTC, date, datetime, timedelta

import pytest

from pathways import reminders, services
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import DeliverableRecordFactory

pytestmark = pytest.mark.django_db
A_WEEK_BEFORE = datetime(2027, 2, 22, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules():
    # Those of the first migration; a test with real commits that ran before in this process emptied the table.
    for number in (7, 1, -3):
        ReminderRuleFactory(what="deliverable", days_before=number)


@pytest.fixture
def record():
    return DeliverableRecordFactory(deliverable__due=date(2027, 3, 1), deliverable__title="Arts plan")


def test_a_leader_is_reminded_a_week_before_once(record):
    assert reminders.owe(A_WEEK_BEFORE) == 1
    assert reminders.owe(A_WEEK_BEFORE) == 0
    assert record.placement.person.messages.get().subject == "[Action required] Arts plan: due March 1"


def test_what_is_handed_in_is_not_reminded_of(record):
    services.submit(pk=record.pk, by=record.placement.person, note="Here it is.")
    assert reminders.owe(A_WEEK_BEFORE) == 0


def test_handing_in_stops_the_reminder_that_waits(record):
    reminders.owe(A_WEEK_BEFORE)
    services.submit(pk=record.pk, by=record.placement.person, note="Here it is.")
    assert record.placement.person.messages.get().state == "cancelled"


@pytest.mark.parametrize(("days", "owed"), [(0, 0), (1, 1)])
def test_who_left_by_today_is_not_reminded(record, days, owed):
    record.placement.end_reason = "resigned"
    record.placement.ends = A_WEEK_BEFORE.date() + timedelta(days=days)
    record.placement.save(update_fields=["end_reason", "ends"])
    assert reminders.owe(A_WEEK_BEFORE) == owed


def test_nobody_is_reminded_of_what_was_due_before_their_role_began(record):
    after = A_WEEK_BEFORE + timedelta(days=10)
    for starts, owed in ((date(2027, 3, 2), 0), (date(2027, 3, 1), 1)):
        record.placement.starts = starts
        record.placement.save(update_fields=["starts"])
        assert reminders.owe(after) == owed
