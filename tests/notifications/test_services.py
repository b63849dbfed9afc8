"""Owing, cancelling and what staff may do with a mail."""

import re
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection

from common.errors import DomainError, NoSuchMove, NotAllowed
from notifications import queries, services
from notifications.models import Heartbeat, Message
from notifications.policies import sees_mails, why_not
from notifications.services import Letter
from notifications.states import Action
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
    plain = MessageFactory(topic="t")
    # What a sweep holds is on its way to the mail server.
    held = MessageFactory(topic="t", state="sending", claimed_at=NOON)
    assert services.cancel(topic="t") == 2
    assert list(Message.objects.order_by("pk").values_list("pk", "state", "body")) == [
        (waiting.pk, "cancelled", ""),
        (plain.pk, "cancelled", "Words.\n"),
        (held.pk, "sending", "Words.\n"),
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


def claim(at: datetime, **more: Any) -> Message:
    message = services.claim(now=at, **more)
    assert message is not None
    return message


@pytest.mark.django_db
def test_only_the_mail_that_is_sent_right_now_is_claimed() -> None:
    MessageFactory.create_batch(3)
    first = claim(NOON)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["sending", "waiting", "waiting"]
    assert claim(NOON).pk != first.pk


@pytest.mark.django_db
def test_a_mail_keeps_its_message_id_through_its_attempts() -> None:
    MessageFactory()
    first = claim(NOON)
    services.mark_later(message=first, words="451 Later", now=NOON)
    again = claim(NOON + timedelta(minutes=2))
    assert (again.pk, again.attempts, again.message_id) == (first.pk, 2, first.message_id)
    assert re.fullmatch(rf"<[\w.]+\.outbox-{first.pk}@127\.0\.0\.1>", first.message_id)


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "state"), [(59, "sending"), (61, "waiting")])
def test_a_claim_ends_after_a_minute_whoever_holds_it(seconds: int, state: str) -> None:
    MessageFactory()
    message = claim(NOON)
    services.end_claims(now=NOON + timedelta(seconds=seconds))
    message.refresh_from_db()
    assert message.state == state


@pytest.mark.django_db
def test_a_claim_of_before_the_clock_was_set_back_ends() -> None:
    MessageFactory()
    claim(NOON)
    assert services.end_claims(now=NOON - timedelta(hours=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_claim_ends_with_the_session_of_its_holder() -> None:
    first, second = MessageFactory(), MessageFactory()

    def hold_and_go() -> None:
        claim(NOON)
        connection.close()

    gone = threading.Thread(target=hold_and_go)
    gone.start()
    gone.join()
    assert claim(NOON).pk == second.pk
    # Eleven seconds: a sweep that only lost its session may be noting what became of the mail.
    assert services.end_claims(now=NOON + timedelta(seconds=9)) == 0
    assert services.end_claims(now=NOON + timedelta(seconds=11)) == 1
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {first.pk: "waiting", second.pk: "sending"}


@pytest.mark.django_db
def test_what_five_workers_died_of_is_shown_to_staff_and_not_sent_again() -> None:
    message = MessageFactory(state="sending", claimed_at=NOON, attempts=5, secret=True)
    services.end_claims(now=NOON + timedelta(seconds=61))
    message.refresh_from_db()
    assert (message.state, message.error, message.body) == ("failed", services.PERHAPS_SENT, "")


@pytest.mark.django_db
def test_a_sweep_whose_claim_has_ended_notes_nothing() -> None:
    message = MessageFactory()
    lost = claim(NOON)
    services.end_claims(now=NOON + timedelta(minutes=2))
    claim(NOON + timedelta(minutes=3))
    services.mark_sent(message=lost, now=NOON)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sending", 2)


@pytest.mark.django_db
def test_urgent_mails_leave_before_all_others() -> None:
    MessageFactory()
    code = MessageFactory(urgent=True, send_after=NOON)
    assert claim(NOON, urgent=True).pk == code.pk
    assert services.claim(now=NOON, urgent=True) is None
    MessageFactory(urgent=True, send_after=NOON)
    assert claim(NOON).urgent


NIGHT = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)  # two in the morning in Los Angeles


@pytest.mark.django_db
def test_at_night_only_codes_leave_and_what_somebody_has_just_caused(clock: Any) -> None:
    clock(NIGHT - timedelta(hours=5))
    old = MessageFactory(send_after=NIGHT - timedelta(hours=5))
    clock(NIGHT)
    fresh, code = MessageFactory(send_after=NIGHT), MessageFactory(send_after=NIGHT, urgent=True)
    assert [claim(NIGHT).pk, claim(NIGHT).pk] == [code.pk, fresh.pk]
    assert services.claim(now=NIGHT) is None
    assert queries.outbox_age(now=NIGHT) == {
        "due": 2,
        "oldest_seconds": 0,
        "resting": 1,
        "held": 0,
        "held_since": None,
    }
    assert claim(datetime(2026, 7, 1, 14, 0, tzinfo=UTC)).pk == old.pk


@pytest.mark.django_db
def test_what_the_clock_causes_at_night_waits_for_the_morning(clock: Any) -> None:
    clock(NIGHT)
    with services.by_itself():
        owe(UserFactory(), "by the clock")
    owe(UserFactory(), "by a person")
    leaves = dict(Message.objects.values_list("dedupe_key", "send_after"))
    assert leaves == {"by the clock": datetime(2026, 7, 1, 14, 0, tzinfo=UTC), "by a person": NIGHT}


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=1)])
def test_a_mail_does_not_wait_for_a_clock_that_was_set_back(clock: Any, back: timedelta) -> None:
    clock(NOON)
    owe(UserFactory(), "at once")
    MessageFactory(send_after=NOON + timedelta(days=1))
    clock(NOON - back)
    assert claim(NOON - back).dedupe_key == "at once"
    assert services.claim(now=NOON - back) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("passes", "attempts", "hours"), [(False, 5, 3), (True, 12, 17)])
def test_after_its_attempts_a_message_has_failed(passes: bool, attempts: int, hours: int) -> None:
    message, moment = MessageFactory(urgent=True), NOON
    while Message.objects.filter(state="waiting"):
        services.mark_later(message=claim(moment), words="451 Try later", now=moment, passes=passes)
        message.refresh_from_db()
        moment = max(moment, message.send_after)
    assert (message.state, message.attempts) == ("failed", attempts)
    assert message.error == f"Not accepted in {attempts} attempts. Last answer: 451 Try later"
    assert timedelta(hours=hours - 1) < moment - NOON < timedelta(hours=hours)


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
def test_a_manager_sees_mails_and_does_what_their_state_lets() -> None:
    staff, other, message = manager(), UserFactory(), MessageFactory(failed=True)
    assert (sees_mails(staff), sees_mails(other)) == (True, False)
    assert [why_not(staff, verb, message) is None for verb in (Action.RETRY, Action.CANCEL)] == [True, False]
    assert [str(why_not(other, verb, message)) for verb in Action] == [
        "Only a program manager may change what the outbox sends."
    ] * 2


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
        services.heartbeat(job="a", result=f"{hour}", now=LONG_AGO + timedelta(hours=hour))
    assert list(Heartbeat.objects.values_list("job", "result", "ran_at")) == [
        ("a", "2", LONG_AGO + timedelta(hours=2))
    ]


@pytest.mark.django_db
def test_of_what_a_job_says_two_hundred_characters_are_kept(clock: Any) -> None:
    clock(NOON)
    services.heartbeat(job="a", result="x" * 201)
    assert Heartbeat.objects.values_list("result", "ran_at").get() == ("x" * 200, NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "host"), [("https://pathways.example.org/app", "pathways.example.org"), ("", "localhost")]
)
def test_a_mail_is_named_by_the_site_it_comes_from(settings: Any, address: str, host: str) -> None:
    settings.BASE_URL = address
    message = MessageFactory(send_after=NOON)
    claimed = services.claim(now=NOON)
    assert claimed is not None
    assert re.fullmatch(rf"<[0-9.]+\.outbox-{message.pk}@{re.escape(host)}>", claimed.message_id)
