"""The sweeps of the outbox. Rows carry the truth: many sweeps at once, or a killed one, lose no mail.

A killed sweep leaves the one mail it was sending; it is sent again as the same mail (services.end_claims).
"""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from celery import shared_task
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from common.queueing import only_one
from notifications import exports, queries, services
from notifications.exports import Outcome
from notifications.models import Message

# A sweep lets go after so many seconds: a deploy waits no longer for it, and a stipend run gets its turn.
SECONDS = 10
# So long a sweep tries to note what became of a mail while the database starts again.
NOTING_SECONDS = 20


@shared_task
def sweep_outbox() -> int:
    """Send what is due, urgent mails first, over one connection for ten seconds; answers how many left.

    One at a time, so that slow mails hold one place of a worker and never all. While the mail server does not
    answer nothing is claimed, so an outage uses up no attempt.
    """
    with only_one("outbox") as free:
        return _sweep("outbox", urgent=False) if free else 0


@shared_task
def sweep_codes() -> int:
    """Send the urgent mails that are due: codes, and what else somebody waits for before a page."""
    return _sweep("codes", urgent=True)


def send_soon() -> None:
    """Sweep right after the commit, for mails somebody waits for. A dead broker is no error: beat sweeps."""
    transaction.on_commit(lambda: sweep_codes.apply_async(expires=60), robust=True)


def _sweep(job: str, *, urgent: bool) -> int:
    services.end_claims(now=timezone.now())
    if not queries.waits(timezone.now(), urgent=urgent):
        return _done(job, 0, "Nothing was due.")
    line = exports.Line()
    try:
        line.open()
    except OSError:
        return _done(job, 0, "The mail server does not answer. Mail waits.")
    try:
        sent = _send(line, urgent=urgent)
    finally:
        line.hang_up()
    return _done(job, sent, f"{sent} sent.")


def _done(job: str, sent: int, result: str) -> int:
    services.heartbeat(job=job, result=result)
    return sent


def _send(line: exports.Line, *, urgent: bool) -> int:
    sent, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        message = services.claim(now=timezone.now(), urgent=urgent)
        if message is None:
            break
        answer = exports.send(line, message)
        _surely(partial(_note, message, answer))
        sent += answer.outcome is Outcome.SENT
        if answer.line_lost:
            break
    return sent


def _note(message: Message, answer: exports.Answer) -> None:
    now = timezone.now()
    if answer.outcome is Outcome.SENT:
        services.mark_sent(message=message, now=now)
    elif answer.outcome is Outcome.LATER:
        services.mark_later(message=message, words=answer.words, passes=answer.passes, now=now)
    else:
        services.mark_failed(message=message, words=answer.words, bounced=answer.outcome is Outcome.REFUSED)


def _surely(note: Callable[[], None]) -> None:
    """A mail that left must be noted, or it leaves once more: while the database is away, ask it again."""
    end = time.monotonic() + NOTING_SECONDS
    while time.monotonic() < end:
        with suppress(DatabaseError, InterfaceError):
            return note()
        connection.close()
        time.sleep(0.5)
    return note()
