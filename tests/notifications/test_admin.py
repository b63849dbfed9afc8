"""The outbox in the administration: read, stopped and sent again, never written."""

import re
from typing import Any

import pytest
from django.urls import reverse

from notifications.models import Message, MessageEvent
from notifications.rules import REMINDERS
from tests.architecture.rooms import ROOT
from tests.factories.notifications import MessageFactory
from tests.factories.people import administrator, clerk

pytestmark = pytest.mark.django_db
LIST = "admin:notifications_message_changelist"


def press(client: Any, action: str, *rows: Message) -> str:
    """Choose rows and an action as a browser does; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return str(client.post(reverse(LIST), chosen, follow=True).content.decode())


def test_an_administrator_stops_waiting_mails_and_reads_which_had_left(signed_in: Any) -> None:
    waiting, gone = MessageFactory(), MessageFactory(sent=True, subject="Long gone")
    by = administrator()
    page = press(signed_in(by), "cancel", waiting, gone)
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["cancelled", "sent"]
    assert list(MessageEvent.objects.values_list("message", "action", "to_state", "by")) == [
        (waiting.pk, "cancel", "cancelled", by.pk)
    ]
    assert "Cancelled: 1." in page
    assert "Long gone: This is sent now, so it is not the time to cancel." in page


def test_an_administrator_sends_a_failed_mail_again_from_the_first_attempt(signed_in: Any) -> None:
    message, by = MessageFactory(failed=True), administrator()
    page = press(signed_in(by), "send_again", message)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("waiting", 0, "")
    assert list(MessageEvent.objects.values_list("action", "from_state", "by")) == [
        ("send_again", "failed", by.pk)
    ]
    assert f"{message.subject}: this mail leaves within a minute." in page


@pytest.mark.parametrize(("action", "state"), [("cancel", "waiting"), ("send_again", "failed")])
def test_who_wears_no_hat_moves_no_mail_there_either(signed_in: Any, action: str, state: str) -> None:
    message = MessageFactory(state=state)
    page = press(signed_in(clerk()), action, message)
    message.refresh_from_db()
    assert message.state == state
    assert "Only a program manager may change what the outbox sends." in page


def test_a_mail_is_found_by_name_address_or_topic(signed_in: Any) -> None:
    person = administrator(family_name="Okafor")
    mine = MessageFactory(to_person=person, to_email="desk@example.org", topic="offer-7")
    MessageFactory()
    client = signed_in(person)
    for words in ("kafo", "desk@", "offer-7"):
        found = client.get(reverse(LIST), {"q": words}).context["cl"].result_list
        assert list(found) == [mine]


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("model", ["message", "messageevent", "heartbeat", "reminderrule"])
def test_lists_take_ten_queries_at_most(signed_in: Any, count_queries: Any, count: int, model: str) -> None:
    for message in MessageFactory.create_batch(count):
        MessageEvent.objects.create(message=message, action="cancel", at=message.send_after)
    client, address = signed_in(administrator()), reverse(f"admin:notifications_{model}_changelist")
    client.get(address)
    with count_queries(at_most=10, repeats=True):
        client.get(address)


def test_a_one_time_code_is_read_by_nobody(signed_in: Any) -> None:
    message = MessageFactory(secret=True, body="Code 123456")
    address = reverse("admin:notifications_message_change", args=[message.pk])
    page = signed_in(administrator()).get(address).content.decode()
    assert ("123456" in page, "Held back" in page) == (False, True)


def rule(client: Any, what: str, days: int) -> Any:
    """Add a rule; the errors of its form, or none once it is there."""
    sent = {"what": what, "days_before": days}
    answer = client.post(reverse("admin:notifications_reminderrule_add"), sent)
    return answer.context["adminform"].form.errors if answer.status_code == 200 else {}


def test_a_rule_is_about_a_reminder_there_is(signed_in: Any) -> None:
    client = signed_in(administrator())
    assert rule(client, "-1", 3) == {
        "what": ["Select a valid choice. -1 is not one of the available choices."]
    }
    assert rule(client, "milestone", 3) == {}


def test_a_rule_names_a_day_near_enough_to_remind(signed_in: Any) -> None:
    client = signed_in(administrator())
    errors = [rule(client, "milestone", days) for days in (-91, 91)]
    assert errors == [
        {"days_before": ["This must not be less than -90."]},
        {"days_before": ["This must not be more than 90."]},
    ]


def test_nobody_is_reminded_to_sign_before_they_were_asked(signed_in: Any) -> None:
    client = signed_in(administrator())
    said = "Nobody is reminded before they were asked. Choose days after it."
    assert [rule(client, "cosign", days) for days in (0, -5)] == [{"__all__": [said]}, {}]


def test_the_reminders_to_choose_from_are_those_of_the_apps() -> None:
    sources = (file.read_text() for file in ROOT.glob("*/reminders.py"))
    assert {name for text in sources for name in re.findall(r'numbers_of\("(.+?)"\)', text)} == set(REMINDERS)
