"""The sweep, against a real SMTP server."""

import asyncio
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from common.owner import as_owner
from notifications import exports, services
from notifications.models import Heartbeat, Message
from notifications.rules import PAUSES
from notifications.tasks import sweep_codes, sweep_outbox
from stipends.tasks import sweep_runs
from tests.conftest import Sink, Worker, wait_until
from tests.factories.notifications import MessageFactory
from tests.factories.people import manager

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
    assert message.send_after >= before + PAUSES[0]
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


def test_a_mail_cancelled_while_the_one_before_it_is_sent_does_not_leave(smtp_sink: Sink) -> None:
    MessageFactory()
    MessageFactory(topic="t")

    async def cancel_the_next(server: Any, session: Any, envelope: Any) -> str:
        await sync_to_async(services.cancel)(topic="t")
        return await Sink.handle_DATA(smtp_sink, server, session, envelope)

    smtp_sink.handle_DATA = cancel_the_next  # type: ignore[method-assign]
    assert sweep_outbox() == 1
    assert states() == ["sent", "cancelled"]


def arrive_and_vanish(sink: Sink) -> None:
    """From now on the text arrives, and the connection is gone before the sender hears so."""

    async def vanish(server: Any, session: Any, envelope: Any) -> str:
        answer = await Sink.handle_DATA(sink, server, session, envelope)
        server.transport.abort()
        return answer

    sink.handle_DATA = vanish  # type: ignore[method-assign]


def test_when_the_line_breaks_after_the_text_it_is_sent_again_as_the_same_mail(smtp_sink: Sink) -> None:
    arrive_and_vanish(smtp_sink)
    MessageFactory.create_batch(3)
    assert sweep_outbox() == 0
    rows = Message.objects.order_by("pk").values_list("state", "attempts", "error")
    assert list(rows) == [("waiting", 1, exports.HALF_WAY), ("waiting", 0, ""), ("waiting", 0, "")]

    del smtp_sink.handle_DATA  # type: ignore[attr-defined]
    Message.objects.update(send_after=timezone.now())
    assert sweep_outbox() == 3
    ids = [str(mail["Message-ID"]) for mail in smtp_sink.mails]
    assert (len(ids), len(set(ids)), ids[0] in ids[1:]) == (4, 3, True)
    assert set(ids) == set(Message.objects.values_list("message_id", flat=True))


@pytest.mark.slow
def test_when_the_line_breaks_inside_the_text_the_mail_leaves_later(settings: Any) -> None:
    ids: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_PORT = server.getsockname()[1]
        threading.Thread(target=hang_up_inside_the_text, args=(server, ids)).start()
        MessageFactory(body="A long text. " * 200_000)
        assert sweep_outbox() == 0
    assert Message.objects.get().error == exports.HALF_WAY
    assert ids == [Message.objects.get().message_id]


def hang_up_inside_the_text(server: socket.socket, ids: list[str]) -> None:
    """A mail server that dies with half of a mail in its hands."""
    line, _ = server.accept()
    with line, line.makefile("rb") as lines:
        line.sendall(b"220 here\r\n")
        for said in lines:
            line.sendall(b"354 go on\r\n" if said.startswith(b"data") else b"250 well\r\n")
            if said.startswith(b"data"):
                break
        for said in lines:
            if said.lower().startswith(b"message-id: "):
                ids.append(said.decode().split(": ")[1].strip())
            if said == b"\r\n":
                return


class Slow:
    """A sink whose answers take a while; `hanging` once the mail number `from_` is in its hands."""

    def __init__(self, sink: Sink, seconds: float, from_: int = 0) -> None:
        self.sink, self.seconds, self.from_, self.hanging = sink, seconds, from_, threading.Event()
        sink.handle_DATA = self.answer  # type: ignore[method-assign]

    async def answer(self, server: Any, session: Any, envelope: Any) -> str:
        if len(self.sink.mails) >= self.from_:
            self.hanging.set()
            await asyncio.sleep(self.seconds)
        return await Sink.handle_DATA(self.sink, server, session, envelope)


@pytest.mark.slow
def test_a_worker_killed_while_it_sends_loses_nothing_and_only_that_mail_is_sent_again(
    smtp_sink: Sink, start_worker: Callable[..., Worker], signed_in: Any
) -> None:
    slow = Slow(smtp_sink, 60, from_=1)
    MessageFactory.create_batch(4)
    worker = start_worker()
    sweep_outbox.delay()
    wait_until(slow.hanging.is_set, 20, "the second mail")
    assert states() == ["sent", "sending", "waiting", "waiting"]
    worker.kill()
    page = signed_in(manager()).get("/reports/jobs/").content.decode()
    assert "3 mails are due and have not left" in page

    del smtp_sink.handle_DATA  # type: ignore[attr-defined]
    start_worker()
    end = time.monotonic() + 40
    while states() != ["sent"] * 4:
        assert time.monotonic() < end, states()
        sweep_outbox.delay()
        time.sleep(1)
    ids = Counter(str(mail["Message-ID"]) for mail in smtp_sink.mails)
    assert len(ids) == 4
    assert list(Message.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 2, 1, 1]


@pytest.mark.slow
def test_a_deploy_hands_back_what_the_worker_had_not_sent(
    smtp_sink: Sink, start_worker: Callable[..., Worker]
) -> None:
    slow = Slow(smtp_sink, 0.5)
    MessageFactory.create_batch(60)
    worker = start_worker()
    sweep_outbox.delay()
    wait_until(slow.hanging.is_set, 20, "the first mail")
    began = time.monotonic()
    worker.process.terminate()
    assert worker.process.wait(20) == 0
    assert time.monotonic() - began < 15
    assert set(states()) == {"sent", "waiting"}
    assert states().count("sent") == len(smtp_sink.mails)


@pytest.mark.slow
def test_slow_mails_hold_neither_a_code_nor_a_stipend_run(
    smtp_sink: Sink, start_worker: Callable[..., Worker]
) -> None:
    Slow(smtp_sink, 0.3)
    MessageFactory.create_batch(100)
    start_worker(concurrency=2, works_on="work")
    start_worker(works_on="codes", pool="solo")
    for _ in range(4):
        sweep_outbox.delay()
    smtp_sink.wait_for(3)
    began = time.monotonic()
    send_mail("Your code", "123456", None, ["a@example.org"])
    sweep_runs.delay()
    wait_until(lambda: smtp_sink.to("a@example.org"), 5, "the code")
    wait_until(Heartbeat.objects.filter(job="unfinished-runs").exists, 5, "a turn of the runs")
    assert time.monotonic() - began < 5
    assert states().count("waiting") > 50


def test_a_mail_that_left_while_the_database_was_away_is_noted_once_it_is_back(smtp_sink: Sink) -> None:
    MessageFactory()

    def end_the_session() -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()

    async def lose_it(server: Any, session: Any, envelope: Any) -> str:
        await sync_to_async(end_the_session)()
        return await Sink.handle_DATA(smtp_sink, server, session, envelope)

    smtp_sink.handle_DATA = lose_it  # type: ignore[method-assign]
    assert sweep_outbox() == 1
    assert (states(), len(smtp_sink.mails)) == (["sent"], 1)


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
            sweep_codes, "apply_async", lambda **_: nowhere.ensure_connection(max_retries=1, timeout=1)
        )
        send_mail("Your code", "123456", None, ["a@example.org"])
    assert "in on_commit()" in caplog.text
    assert states() == ["waiting"]
    assert sweep_outbox() == 1
