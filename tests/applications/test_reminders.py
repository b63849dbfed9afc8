"""Signers are reminded on the days the rules name, three and seven days after sending, once each."""

from datetime import timedelta

import pytest

from applications import services
from applications.reminders import cosign_reminders
from applications.tasks import lapse_offers
from common.clock import day_begins, local_date
from notifications.models import Message, ReminderRule
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.people import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules():
    for days in (3, 7):
        ReminderRuleFactory(what="cosign", days_before=-days)


def test_nothing_is_due_before_the_third_day_begins():
    ApplicationFactory(submitted=True, submitted_at=NOW)
    begins = day_begins(local_date(NOW) + timedelta(days=3))
    assert [cosign_reminders(begins - timedelta(seconds=1)), cosign_reminders(begins)] == [0, 1]


def test_other_days_of_the_rules_hold_at_once():
    ReminderRule.objects.filter(what="cosign").delete()
    ReminderRuleFactory(what="cosign", days_before=-5)
    application = ApplicationFactory(submitted=True, submitted_at=NOW)
    assert [cosign_reminders(NOW + timedelta(days=day)) for day in (3, 4, 5, 7)] == [0, 0, 1, 0]
    event = application.events.get()
    assert (event.days, event.note, event.about) == (5, "", "After 5 days.")


def test_without_an_active_rule_nobody_is_reminded():
    ReminderRule.objects.filter(what="cosign").update(active=False)
    ApplicationFactory(submitted=True, submitted_at=NOW)
    assert cosign_reminders(NOW + timedelta(days=7)) == 0


def test_what_waits_for_weeks_is_no_longer_reminded():
    ApplicationFactory(submitted=True, submitted_at=NOW)
    assert cosign_reminders(NOW + timedelta(days=22)) == 0


def test_each_reminder_is_sent_once_with_a_link_that_opens(token_in):
    application = ApplicationFactory(submitted=True, submitted_at=NOW)
    # A mail names whom staff know.
    PostFactory(person=application.person, school=application.school)
    assert [cosign_reminders(NOW + timedelta(days=day)) for day in (3, 3, 4, 7, 7, 30)] == [1, 0, 0, 1, 0, 0]
    assert list(application.events.values_list("days", "note")) == [(3, ""), (7, "")]
    mail = Message.objects.filter(to_person=application.signer).latest("pk")
    assert mail.subject == f"[Action required] Still waiting for your signature: {application.person}"
    assert services.live_link(token_in(mail)).application == application


def test_an_outage_is_caught_up_by_one_reminder():
    ApplicationFactory(submitted=True, submitted_at=NOW)
    assert cosign_reminders(NOW + timedelta(days=9)) == 1
    assert cosign_reminders(NOW + timedelta(days=9)) == 0


def test_many_waiting_make_one_digest():
    first = ApplicationFactory(submitted=True, submitted_at=NOW)
    ApplicationFactory(submitted=True, submitted_at=NOW, school=first.school, signer=first.signer)
    assert cosign_reminders(NOW + timedelta(days=3)) == 1
    mail = Message.objects.get()
    assert mail.subject == "[Action required] 2 applications wait for your signature"


def test_what_no_longer_waits_is_not_reminded():
    ApplicationFactory(cosigned=True, submitted_at=NOW)
    assert cosign_reminders(NOW + timedelta(days=7)) == 0


def test_the_sweep_of_offers_is_harmless_when_run_twice(clock):
    application = ApplicationFactory(offered=True, submitted_at=NOW)
    clock(NOW + timedelta(days=20))
    assert [lapse_offers(), lapse_offers()] == [1, 0]
    assert application.events.filter(action="lapse").count() == 1
