"""Starting tasks. The row is the truth: a message the broker did not take is found by a sweep later."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from celery import Task, current_app
from django.db import DatabaseError, connection, transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def enqueue(task: Task, *args: Any) -> None:
    """Start `task` once the transaction has committed; a dead broker is logged and fails nobody."""
    transaction.on_commit(partial(_send, task, args))


def _send(task: Task, args: tuple[Any, ...]) -> None:
    try:
        task.apply_async(args)
    except OperationalError as error:
        log.warning("The broker did not take %s; a sweep will: %s", task.name, error)


def broker_answers() -> bool:
    """Whether a message could be sent now; waits two seconds at most."""
    try:
        with current_app.connection_for_write() as line:
            line.default_channel.client.ping()
    except Exception as error:  # what a transport raises depends on how it is broken
        log.warning("The broker does not answer: %s", error)
        return False
    return True


@contextmanager
def only_one(work: str) -> Iterator[bool]:
    """Whether nobody else is at `work` now, on any machine. The database holds the claim for this session alone, so it
    ends when the process does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [work])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        # With a session that broke off the claim is over already.
        if free:
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [work])
