"""The sweep of the outbox. Rows carry the truth: many sweeps at once, or a killed one, send no mail twice."""

from collections import deque
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from notifications import exports, queries, services
from notifications.exports import Outcome
from notifications.models import Message

EVERY = timedelta(seconds=5)
CHUNK = 500


@shared_task
def sweep_outbox() -> int:
    """Send what is due, up to 500 mails over one connection; answers how many left.

    While the mail server does not answer nothing is claimed, so an outage uses up no attempt.
    """
    services.free_stale(now=timezone.now())
    if not queries.waits(timezone.now()):
        return _done(0, "Nothing was due.")
    line = exports.Line()
    try:
        line.open()
    except OSError:
        return _done(0, "The mail server does not answer. Mail waits.")
    try:
        sent = _send_a_chunk(line)
    finally:
        line.hang_up()
    if sent == CHUNK:
        send_soon()
    return _done(sent, f"{sent} sent.")


def send_soon() -> None:
    """Sweep right after the commit, for mails somebody waits for. A dead broker is no error: beat sweeps."""
    transaction.on_commit(lambda: sweep_outbox.apply_async(expires=60), robust=True)


def _done(sent: int, result: str) -> int:
    services.heartbeat(job="outbox", every=EVERY, result=result)
    return sent


def _send_a_chunk(line: exports.Line) -> int:
    claimed = deque(services.claim(now=timezone.now(), limit=CHUNK))
    sent = 0
    try:
        while claimed:
            answer = _send_one(line, claimed.popleft())
            sent += answer.outcome is Outcome.SENT
            if answer.line_lost:
                break
    finally:
        services.release(messages=list(claimed))
    return sent


def _send_one(line: exports.Line, message: Message) -> exports.Answer:
    if not services.hand_over(message=message, now=timezone.now()):
        return exports.Answer(Outcome.LATER)
    answer = exports.send(line, message)
    if answer.outcome is Outcome.SENT:
        services.mark_sent(message=message, now=timezone.now())
    elif answer.outcome is Outcome.LATER:
        services.mark_later(message=message, words=answer.words, now=timezone.now())
    elif answer.outcome is Outcome.UNKNOWN:
        services.mark_failed(message=message, words=services.PERHAPS_SENT)
    else:
        services.mark_failed(message=message, words=answer.words, bounced=answer.outcome is Outcome.REFUSED)
    return answer
