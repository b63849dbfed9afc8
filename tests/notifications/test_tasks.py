"""The sweep, against a real SMTP server."""

import asyncio
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from notifications import services
from notifications.models import Heartbeat, Message
from notifications.tasks import sweep_outbox
from tests.conftest import Sink, Worker, wait_until
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_due_mail_leaves_once(smtp_sink: Sink) -> None:
    message = MessageFactory(to_email="ada@example.org", subject="Hello, José", body="Grüße.\n")
    assert [sweep_outbox(), sweep_outbox()] == [1, 0]
    [mail] = smtp_sink.mails
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Hello, José")
    assert mail.get_content().strip() == "Grüße."
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)


def test_a_mail_of_tomorrow_stays(smtp_sink: Sink) -> None:
    MessageFactory(send_after=timezone.now() + timedelta(days=1))
    assert sweep_outbox() == 0
    assert smtp_sink.mails == []


def test_two_sweeps_at_once_send_each_mail_once(smtp_sink: Sink) -> None:
    MessageFactory.create_batch(60)
    start = threading.Barrier(2)

    def sweep() -> None:
        start.wait()
        sweep_outbox()
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states() == ["sent"] * 60
    assert len({str(mail["To"]) for mail in smtp_sink.mails}) == len(smtp_sink.mails) == 60


def test_while_the_mail_server_is_down_mails_wait_without_using_up_attempts(settings: Any) -> None:
    settings.EMAIL_PORT = 1
    MessageFactory()
    assert [sweep_outbox() for _ in range(6)] == [0] * 6
    assert list(Message.objects.values_list("state", "attempts")) == [("waiting", 0)]
    assert Heartbeat.objects.get().result == "The mail server does not answer. Mail waits."


def test_a_busy_server_gets_the_mail_later(smtp_sink: Sink) -> None:
    smtp_sink.busy = True
    before = timezone.now()
    message = MessageFactory(to_email="ada@example.org")
    sweep_outbox()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == ("waiting", 1, "451 Try again later")
    assert message.send_after >= before + services.PAUSES[0]
    smtp_sink.busy = False
    Message.objects.update(send_after=before)
    assert sweep_outbox() == 1


def test_a_bad_address_is_marked_and_the_others_leave(smtp_sink: Sink) -> None:
    smtp_sink.refuse.add("gone@example.org")
    for address in ("gone@example.org", "ada@example.org"):
        MessageFactory(to_email=address)
    assert sweep_outbox() == 1
    assert states() == ["bounced", "sent"]
    assert Message.objects.get(state="bounced").error == "550 No such mailbox"


def test_an_answer_is_kept_without_the_address(smtp_sink: Sink) -> None:
    async def refuse(*_: object) -> str:
        return "550 <gone@example.org>: no such mailbox"

    smtp_sink.handle_RCPT = refuse  # type: ignore[method-assign]
    MessageFactory(to_email="gone@example.org")
    sweep_outbox()
    assert Message.objects.get().error == "550 (address) no such mailbox"


def test_a_secret_is_gone_once_sent_and_arrived_whole(smtp_sink: Sink) -> None:
    MessageFactory(secret=True, body="Code 123456\n")
    sweep_outbox()
    assert Message.objects.get().body == ""
    assert smtp_sink.mails[0].get_content().strip() == "Code 123456"


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(smtp_sink: Sink) -> None:
    MessageFactory(to_email="two\nlines@example.org")
    MessageFactory()
    assert sweep_outbox() == 1
    assert states() == ["failed", "sent"]


def test_a_mail_cancelled_after_its_claim_is_not_sent(smtp_sink: Sink) -> None:
    MessageFactory(topic="t")
    [claimed] = services.claim(now=timezone.now(), limit=5)
    services.cancel(topic="t")
    assert services.hand_over(message=claimed, now=timezone.now()) is False
    assert states() == ["cancelled"]


def test_when_the_line_breaks_after_the_text_it_is_not_sent_twice(smtp_sink: Sink) -> None:
    async def vanish(server: Any, session: Any, envelope: Any) -> str:
        server.transport.abort()
        return "250 Kept"

    smtp_sink.handle_DATA = vanish  # type: ignore[method-assign]
    MessageFactory.create_batch(3)
    assert sweep_outbox() == 0
    assert states() == ["failed", "waiting", "waiting"]
    assert Message.objects.get(state="failed").error == services.PERHAPS_SENT
    assert list(Message.objects.filter(state="waiting").values_list("attempts", flat=True)) == [0, 0]


def test_a_worker_killed_between_claim_and_mark_sends_nothing_twice(
    smtp_sink: Sink, start_worker: Callable[..., Worker]
) -> None:
    hanging = threading.Event()
    keep = Sink.handle_DATA

    async def hang_on_the_second(server: Any, session: Any, envelope: Any) -> str:
        if smtp_sink.mails:
            hanging.set()
            await asyncio.sleep(60)
        return await keep(smtp_sink, server, session, envelope)

    smtp_sink.handle_DATA = hang_on_the_second  # type: ignore[method-assign]
    MessageFactory.create_batch(4)
    worker = start_worker()
    sweep_outbox.delay()
    wait_until(hanging.is_set, 20, "the second mail")
    worker.kill()
    assert states() == ["sent", "sending", "sending", "sending"]

    smtp_sink.handle_DATA = keep.__get__(smtp_sink)  # type: ignore[method-assign]
    services.free_stale(now=timezone.now() + timedelta(minutes=11))
    assert states() == ["sent", "failed", "waiting", "waiting"]
    assert sweep_outbox() == 2
    assert len({str(mail["To"]) for mail in smtp_sink.mails}) == len(smtp_sink.mails) == 3


def test_when_the_line_breaks_before_the_text_the_mail_leaves_later(smtp_sink: Sink) -> None:
    async def vanish(server: Any, *_: object) -> str:
        server.transport.abort()
        return "250 OK"

    smtp_sink.handle_RCPT = vanish  # type: ignore[method-assign]
    MessageFactory.create_batch(2)
    assert sweep_outbox() == 0
    assert list(Message.objects.order_by("pk").values_list("state", "attempts")) == [
        ("waiting", 1),
        ("waiting", 0),
    ]


def test_a_dead_broker_fails_no_request(
    smtp_sink: Sink, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from config.celery import app

    with app.connection_for_write("redis+socket:///nowhere/valkey.sock") as nowhere:
        monkeypatch.setattr(
            sweep_outbox, "apply_async", lambda **_: nowhere.ensure_connection(max_retries=1, timeout=1)
        )
        send_mail("Your code", "123456", None, ["a@example.org"])
    assert "in on_commit()" in caplog.text
    assert states() == ["waiting"]
    assert sweep_outbox() == 1
