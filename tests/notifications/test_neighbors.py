"""A newer mail replaces what still waits under its topic, and nothing else; what staff stop is on record."""

from datetime import UTC, datetime
from typing import Any

import pytest

from common.errors import NoSuchMove
from notifications.models import Message
from notifications.services import Letter, cancel_one, claim, mark_later, queue, queue_all
from tests.factories.notifications import MessageFactory
from tests.factories.people import UserFactory, manager
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
LETTER: dict[str, Any] = {
    "template": "fellows/service_report",
    "context": {"label": "2025-26", "fellow": {"pk": 7}},
    "topic": "a-topic",
}


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_newer_mail_leaves_those_that_left_and_those_of_other_topics(many: bool) -> None:
    sent = MessageFactory(sent=True, topic="a-topic", dedupe_key="sent")
    MessageFactory(topic="a-topic", dedupe_key="waiting")
    MessageFactory(topic="another", dedupe_key="elsewhere")
    MessageFactory(dedupe_key="of no topic")
    if many:
        assert queue_all([Letter(UserFactory(), dedupe_key="new", **LETTER)]) == 1
    else:
        assert queue(to=UserFactory(), dedupe_key="new", **LETTER) is True
    assert dict(Message.objects.values_list("dedupe_key", "state")) == {
        "sent": "sent",
        "waiting": "cancelled",
        "elsewhere": "waiting",
        "of no topic": "waiting",
        "new": "waiting",
    }
    sent.refresh_from_db()
    assert sent.body == "Words.\n"


@pytest.mark.parametrize(("secret", "body"), [(True, ""), (False, "Words.\n")])
def test_stopping_a_mail_is_on_record_at_its_time_and_wipes_what_is_secret(secret: bool, body: str) -> None:
    message, by = MessageFactory(secret=secret), manager()
    cancel_one(pk=message.pk, by=by, now=NOW)
    message.refresh_from_db()
    event = message.events.get()
    assert (message.state, message.body) == ("cancelled", body)
    assert (event.by, event.at, event.from_state, event.to_state) == (by, NOW, "waiting", "cancelled")


def test_of_a_long_answer_of_the_server_300_characters_are_kept() -> None:
    MessageFactory()
    message = claim(now=NOW)
    assert message is not None
    mark_later(message=message, words="x" * 301, now=NOW)
    assert Message.objects.get().error == "x" * 300


@pytest.mark.django_db(transaction=True)
def test_a_mail_stopped_twice_at_once_is_stopped_once() -> None:
    message, by = MessageFactory(), manager()

    def stop() -> Message:
        return cancel_one(pk=message.pk, by=by, now=NOW)

    assert type(second_after(stop, stop)) is NoSuchMove
    assert message.events.count() == 1
