"""A page never pays for a dead broker; a task starts only when its row is there."""

import time
from collections.abc import Iterator

import pytest
from celery import Celery, Task, shared_task
from django.conf import settings
from django.db import connection, transaction

from common.owner import as_owner
from common.queueing import broker_answers, enqueue, only_one
from config.celery import app
from tests.waiting import beside


@shared_task(name="tests.common.nothing")
def nothing(pk: int) -> None:
    """Carried to the broker, and run by nobody."""


@pytest.fixture
def queue_length() -> Iterator["QueueLength"]:
    with app.connection_for_read() as line:
        line.default_channel.client.delete(settings.CELERY_TASK_DEFAULT_QUEUE)
        yield QueueLength(line.default_channel.client)
        line.default_channel.client.delete(settings.CELERY_TASK_DEFAULT_QUEUE)


class QueueLength:
    def __init__(self, client: object) -> None:
        self._client = client

    def __call__(self) -> int:
        return int(self._client.llen(settings.CELERY_TASK_DEFAULT_QUEUE))  # type: ignore[attr-defined]


def unheard(pk: int) -> None:
    """Nobody runs it."""


@pytest.fixture(params=["redis+socket:///nowhere/valkey.sock?virtual_host=0", "redis://127.0.0.1:1/0"])
def dead(request: pytest.FixtureRequest) -> Iterator[Task]:
    """A task of an app whose broker is dead: no such socket; a port that refuses."""
    lost = Celery("lost", broker=request.param, set_as_current=False)
    lost.config_from_object("django.conf:settings", namespace="CELERY")
    # Read once before it is changed: reading fills it from the settings.
    assert lost.conf.task_publish_retry is False
    lost.conf.broker_url = lost.conf.broker_write_url = request.param
    yield lost.task(name="tests.common.lost")(unheard)
    lost.close()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_sent_after_the_commit_and_not_before(queue_length: QueueLength) -> None:
    with transaction.atomic():
        enqueue(nothing, 1)
        assert queue_length() == 0
    assert queue_length() == 1


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_rolled_back_transaction_is_never_sent(queue_length: QueueLength) -> None:
    with transaction.atomic():
        enqueue(nothing, 1)
        transaction.set_rollback(True)
    assert queue_length() == 0


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_fails_nobody_and_is_quick_about_it(
    dead: Task, caplog: pytest.LogCaptureFixture
) -> None:
    began = time.monotonic()
    with transaction.atomic():
        enqueue(dead, 1)
    assert time.monotonic() - began < 3
    assert "The broker did not take tests.common.lost" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_only_one_is_at_a_work_until_it_is_done_and_others_at_another() -> None:
    def free(work: str) -> bool:
        with only_one(work) as mine:
            return mine

    def asked(work: str) -> object:
        return beside(lambda: None, lambda: free(work))

    with only_one("outbox") as mine:
        assert (mine, asked("outbox"), asked("backup")) == (True, False, True)
        # Who was told no holds nothing, and takes nothing away from who has it.
        assert asked("outbox") is False
    assert asked("outbox") is True


@pytest.mark.django_db(transaction=True)
def test_a_work_ends_with_the_session_that_was_at_it() -> None:
    with only_one("outbox") as mine:
        assert mine
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        beside(lambda: None, lambda: ended(pid))
    connection.close()
    with only_one("outbox") as again:
        assert again


def ended(pid: int) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_the_broker_answers_when_it_runs() -> None:
    assert broker_answers()
