"""Owing, cancelling and what staff may do with a mail."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection

from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications import services
from notifications.models import Heartbeat, Message
from notifications.services import Letter
from tests.factories.notifications import LONG_AGO, MessageFactory
from tests.factories.people import UserFactory, manager

TEMPLATE = "fellows/service_report"
NOON = datetime(2026, 6, 30, 19, 0, tzinfo=UTC)


def owe(to: Any, key: str = "a", topic: str = "", **more: Any) -> bool:
    context = {"label": "2025-26", "fellow": {"pk": 7}}
    return services.queue(to=to, template=TEMPLATE, context=context, dedupe_key=key, topic=topic, **more)


@pytest.mark.django_db
def test_the_first_line_of_the_template_is_the_subject() -> None:
    person = UserFactory(given_name="Ada", family_name="O'Neil & Sons")
    assert owe(person) is True
    message = Message.objects.get()
    assert message.subject == "[Action required] Report your service of 2025-26"
    assert message.body.startswith("Hello Ada O'Neil & Sons,\n")
    assert (message.to_email, message.state) == (person.email, "waiting")


@pytest.mark.django_db
def test_a_name_with_a_line_break_cannot_add_a_header() -> None:
    services.owe_plain(to="a@example.org", subject="Hello\r\nBcc: all@example.org", body="Words")
    assert Message.objects.get().subject == "Hello Bcc: all@example.org"


@pytest.mark.django_db
def test_the_same_mail_is_owed_once() -> None:
    person = UserFactory()
    assert [owe(person), owe(person)] == [True, False]
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_newer_message_cancels_the_waiting_ones_of_its_topic() -> None:
    person = UserFactory()
    owe(person, "a", "t")
    owe(person, "b", "t")
    owe(person, "c", "other")
    states = dict(Message.objects.values_list("dedupe_key", "state"))
    assert states == {"a": "cancelled", "b": "waiting", "c": "waiting"}


@pytest.mark.django_db
def test_owing_an_old_mail_again_leaves_the_newer_one_alone() -> None:
    person = UserFactory()
    owe(person, "a", "t")
    owe(person, "b", "t")
    owe(person, "a", "t")
    assert Message.objects.get(dedupe_key="b").state == "waiting"


@pytest.mark.django_db
def test_cancelling_stops_what_has_not_left_and_wipes_its_secret() -> None:
    waiting = MessageFactory(topic="t", secret=True)
    claimed = MessageFactory(topic="t", state="sending", claimed_at=NOON)
    handed = MessageFactory(topic="t", state="sending", claimed_at=NOON, handed_at=NOON)
    assert services.cancel(topic="t") == 2
    assert list(Message.objects.order_by("pk").values_list("pk", "state", "body")) == [
        (waiting.pk, "cancelled", ""),
        (claimed.pk, "cancelled", "Words.\n"),
        (handed.pk, "sending", "Words.\n"),
    ]


@pytest.mark.django_db
def test_many_are_owed_in_few_statements_and_only_the_new_ones_counted(count_queries: Any) -> None:
    people = UserFactory.create_batch(60)
    context = {"label": "2025-26", "fellow": {"pk": 7}}
    letters = [Letter(person, TEMPLATE, context, f"many-{person.pk}", f"t-{person.pk}") for person in people]
    assert services.queue_all(letters[:10]) == 10
    with count_queries(at_most=5, repeats=True):
        assert services.queue_all(letters) == 50
    assert Message.objects.filter(state="waiting").count() == 60


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_owe_one_mail() -> None:
    person = UserFactory()
    start, answers = threading.Barrier(2), []

    def write() -> None:
        start.wait()
        answers.append(owe(person))
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, True]
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_mail_django_sends_becomes_a_secret_row() -> None:
    send_mail("Your code", "123456", None, ["a@example.org"])
    message = Message.objects.get()
    assert (message.subject, message.secret, message.state) == ("Your code", True, "waiting")


@pytest.mark.django_db
def test_what_a_dead_worker_had_not_handed_over_goes_back() -> None:
    message = MessageFactory(state="sending", claimed_at=NOON)
    assert services.free_stale(now=NOON + timedelta(minutes=11)) == 1
    message.refresh_from_db()
    assert message.state == "waiting"


@pytest.mark.django_db
def test_what_a_dead_worker_was_sending_is_shown_to_staff_and_not_sent_again() -> None:
    message = MessageFactory(state="sending", claimed_at=NOON, handed_at=NOON, secret=True)
    services.free_stale(now=NOON + timedelta(minutes=11))
    message.refresh_from_db()
    assert (message.state, message.error, message.body) == ("failed", services.PERHAPS_SENT, "")


@pytest.mark.django_db
def test_a_worker_that_may_still_be_sending_keeps_its_claim() -> None:
    MessageFactory(state="sending", claimed_at=NOON, handed_at=NOON)
    assert services.free_stale(now=NOON + timedelta(minutes=9)) == 0


@pytest.mark.django_db
def test_a_worker_whose_claim_was_taken_away_does_not_send() -> None:
    message = MessageFactory()
    [claimed] = services.claim(now=NOON, limit=5)
    services.free_stale(now=NOON + timedelta(minutes=11))
    [again] = services.claim(now=NOON + timedelta(minutes=12), limit=5)
    assert services.hand_over(message=claimed, now=NOON) is False
    assert services.hand_over(message=again, now=NOON) is True
    services.mark_sent(message=claimed, now=NOON)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sending", 1)


@pytest.mark.django_db
def test_after_five_attempts_a_message_has_failed() -> None:
    message = MessageFactory()
    moment = NOON
    for _ in range(5):
        [claimed] = services.claim(now=moment, limit=5)
        services.hand_over(message=claimed, now=moment)
        services.mark_later(message=claimed, words="451 Try later", now=moment)
        moment += timedelta(hours=3)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 5)
    assert message.error == "Not accepted in five attempts. Last answer: 451 Try later"


@pytest.mark.django_db
def test_a_manager_sends_a_failed_mail_again_and_it_is_on_record() -> None:
    by, message = manager(), MessageFactory(failed=True)
    services.send_again(pk=message.pk, by=by, now=NOON)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.send_after, message.error) == ("waiting", 0, NOON, "")
    assert list(message.events.values_list("action", "from_state", "to_state", "by", "at")) == [
        ("send_again", "failed", "waiting", by.pk, NOON)
    ]


@pytest.mark.django_db
def test_a_mail_whose_code_is_gone_cannot_be_sent_again() -> None:
    message = MessageFactory(failed=True, secret=True, body="")
    with pytest.raises(DomainError, match="ask for a new one"):
        services.send_again(pk=message.pk, by=manager())


@pytest.mark.django_db
def test_a_sent_mail_can_neither_be_cancelled_nor_sent_again() -> None:
    message, by = MessageFactory(sent=True), manager()
    for verb in (services.cancel_one, services.send_again):
        with pytest.raises(NoSuchMove):
            verb(pk=message.pk, by=by)


@pytest.mark.django_db
def test_only_a_manager_cancels_a_mail() -> None:
    message = MessageFactory()
    with pytest.raises(NotAllowed):
        services.cancel_one(pk=message.pk, by=UserFactory())
    message.refresh_from_db()
    assert message.state == "waiting"


@pytest.mark.django_db
def test_a_job_has_one_heartbeat() -> None:
    for hour in (1, 2):
        services.heartbeat(
            job="a", every=timedelta(hours=1), result=f"{hour}", now=LONG_AGO + timedelta(hours=hour)
        )
    assert list(Heartbeat.objects.values_list("job", "every_seconds", "result")) == [("a", 3600, "2")]
