"""Messages of the outbox. Waiting and due unless a test says otherwise."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from notifications.models import Message, ReminderRule
from notifications.services import heartbeat
from notifications.states import State as MessageState

LONG_AGO = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)


class MessageFactory(DjangoModelFactory):
    """`sent=True` and `failed=True` make one that has left or given up."""

    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(state=MessageState.SENT, sent_at=LONG_AGO, attempts=1)
        failed = factory.Trait(state=MessageState.FAILED, attempts=5, error="450 Busy")

    to_email = factory.Sequence(lambda n: f"reader{n}@example.org")
    subject = factory.Sequence(lambda n: f"Subject {n}")
    body = "Words.\n"
    dedupe_key = factory.Sequence(lambda n: f"message-{n}")
    send_after = LONG_AGO


class ReminderRuleFactory(DjangoModelFactory):
    """Asked twice for one number it answers the same row: some come with the first migration."""

    class Meta:
        model = ReminderRule
        django_get_or_create = ("what", "days_before")

    what = "milestone"
    days_before = 7


PROCESSES = ("beat", "worker", "courier")


def at_work(*, beat: int = 0, worker: int = 0, courier: int = 0) -> None:
    """When each last noted that it works, in seconds ago."""
    now = timezone.now()
    for job, ago in (("beat", beat), ("outbox", worker), ("codes", courier)):
        heartbeat(job=job, result="", now=now - timedelta(seconds=ago))
