"""Who is reminded of what, once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from dashboard.tasks import owe_reminders
from fellows.reminders import owe
from notifications.models import Heartbeat, Message
from tests.factories.fellows import FellowFactory, MilestoneFactory, ServiceRecordFactory
from tests.factories.notifications import ReminderRuleFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules() -> None:
    for what, numbers in {"milestone": (30, 7), "service-report": (30, 0, -14)}.items():
        for number in numbers:
            ReminderRuleFactory(what=what, days_before=number)


def test_a_milestone_is_reminded_of_once_for_each_number() -> None:
    MilestoneFactory(due=DUE)
    counts = [owe(noon(DUE - timedelta(days=days))) for days in (31, 30, 30, 29, 7, 7, 1, -1)]
    assert counts == [0, 1, 0, 0, 1, 0, 0, 0]
    assert Message.objects.latest("pk").subject == "[Action required] CalAPA cycle 1 is due on March 1"


def test_after_an_outage_one_mail_makes_up_for_those_missed() -> None:
    MilestoneFactory(due=DUE)
    assert owe(noon(DUE - timedelta(days=3))) == 1
    assert Message.objects.get().dedupe_key.endswith("-7")


def test_the_day_is_that_of_los_angeles() -> None:
    MilestoneFactory(due=DUE)
    midnight = datetime(2026, 1, 30, 8, 0, tzinfo=UTC)
    assert [owe(midnight - timedelta(seconds=1)), owe(midnight)] == [0, 1]


def test_a_reached_milestone_and_a_left_fellowship_are_not_reminded_of() -> None:
    MilestoneFactory(due=DUE, reached_on=DUE)
    MilestoneFactory(due=DUE, fellow=FellowFactory(state="withdrawn"))
    assert owe(noon(DUE)) == 0


def test_who_owes_service_and_reported_none_of_the_year_is_reminded() -> None:
    silent = FellowFactory(serving=True)
    ServiceRecordFactory(fellow=FellowFactory(serving=True))
    ended = FellowFactory(serving=True)
    ServiceRecordFactory(fellow=ended, ends=date(2025, 6, 30))
    FellowFactory()
    assert owe(noon(date(2026, 6, 30))) == 2
    reminded = set(Message.objects.values_list("to_person", "subject"))
    subject = "[Action required] Report your service of 2025-26"
    assert reminded == {(silent.person_id, subject), (ended.person_id, subject)}


def test_the_task_may_run_twice_and_leaves_its_heartbeat(clock: Callable[[datetime], object]) -> None:
    clock(noon(DUE - timedelta(days=5)))
    MilestoneFactory(due=DUE)
    assert [owe_reminders(), owe_reminders()] == [1, 0]
    assert Heartbeat.objects.get(job="reminders").result == "0 owed."


def test_a_dry_run_counts_and_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    MilestoneFactory(due=DUE)
    call_command("send_reminders", "--at", "2026-02-22T08:00", "--dry-run")
    assert "fellows: 1\n" in capsys.readouterr().out
    assert Message.objects.count() == 0
    call_command("send_reminders", "--at", "2026-02-22T08:00")
    assert Message.objects.count() == 1
