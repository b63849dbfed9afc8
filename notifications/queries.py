"""How the outbox and the periodic jobs do, for health checks and the staff page; which reminders are due."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, IntegerField, Max, Min, Value

from notifications.models import Heartbeat, Message, ReminderRule
from notifications.rules import due_number

# A job that runs every few seconds is not late because one turn took longer.
SHORTEST_PATIENCE = 60


def heartbeats(*, now: datetime) -> list[dict[str, object]]:
    """Each periodic job, seconds since it last finished; late after three of its periods. One query."""
    found: list[dict[str, object]] = []
    for beat in Heartbeat.objects.all():
        age = int((now - beat.ran_at).total_seconds())
        late = _is_late(age, beat.every_seconds)
        found.append(
            {"job": beat.job, "age_seconds": age, "late": late, "ran_at": beat.ran_at, "result": beat.result}
        )
    return found


def outbox_age(*, now: datetime) -> dict[str, object]:
    """How many mails are due and unsent, and for how many seconds the oldest has been."""
    due = Message.objects.due(now)
    oldest: datetime | None = due.aggregate(oldest=Min("send_after"))["oldest"]
    age = int((now - oldest).total_seconds()) if oldest else 0
    return {"due": due.count(), "oldest_seconds": age}


def troubles(now: datetime) -> tuple[int, list[str]]:
    """How many mails could not be sent, and the names of the jobs that are late. One query."""
    failed = Message.objects.filter(state=Message.State.FAILED).order_by().values("state")
    failed = failed.annotate(at=Min("created_at"), every=Value(0, IntegerField()), number=Count("pk"))
    beats = Heartbeat.objects.order_by().annotate(number=Value(0, IntegerField()))
    rows = beats.values_list("job", "ran_at", "every_seconds", "number")
    mails, late = 0, []
    for job, at, every, number in rows.union(
        failed.values_list("state", "at", "every", "number"), all=True
    ).order_by("job"):
        if number:
            mails = number
        elif _is_late(int((now - at).total_seconds()), every):
            late.append(job)
    return mails, late


def _is_late(age_seconds: int, every_seconds: int) -> bool:
    return age_seconds > max(3 * every_seconds, SHORTEST_PATIENCE)


def last_left(topics: Iterable[str]) -> datetime | None:
    """When the newest mail under one of `topics` left; None when none did. One query."""
    sent = Message.objects.filter(topic__in=list(topics), state=Message.State.SENT)
    found: datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return found


def waits(now: datetime) -> bool:
    """Whether a message is due to leave. One query."""
    return bool(Message.objects.due(now).exists())


def counts_by_state() -> dict[str, int]:
    """How many messages are in each state. One query."""
    return dict(Message.objects.order_by().values_list("state").annotate(count=Count("pk")))


def numbers_of(what: str) -> tuple[int, ...]:
    """The active reminders about `what`, as days before its date (negative: after). One query."""
    return tuple(ReminderRule.objects.filter(what=what, active=True).values_list("days_before", flat=True))


def due_reminder(what: str, about: date, today: date) -> int | None:
    """The number of the reminder due today about the date `about`, or None (rules.due_number). One query."""
    return due_number(numbers_of(what), about, today)
