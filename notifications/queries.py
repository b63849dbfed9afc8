"""How the outbox and the periodic jobs do, for health checks and the staff page; which reminders are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, DateTimeField, IntegerField, Max, Min, Q, QuerySet, Value

from common.clock import in_words
from notifications.models import Heartbeat, Hold, Message, ReminderRule
from notifications.rules import age_of, is_late, leaves_at
from notifications.states import State

BEAT = "beat"
# Which job tells that a process works.
ASKED = {"worker": "outbox", "courier": "codes"}


def heartbeats(*, now: datetime) -> list[dict[str, object]]:
    """Each periodic job there is, when it last finished and whether that is too long ago. One query.

    `age_seconds` is None for a job that never ran, or whose last turn lies in the future: the clock was set back.
    """
    ran = {beat.job: beat for beat in Heartbeat.objects.all()}
    found: list[dict[str, object]] = []
    for job, every in periods().items():
        beat = ran.get(job)
        age = age_of(beat.ran_at, now) if beat else None
        row = {"job": job, "age_seconds": age, "late": is_late(age, every), "every_seconds": every}
        found.append(row | {"ran_at": beat.ran_at if beat else None, "result": beat.result if beat else ""})
    return found


def outbox_age(*, now: datetime) -> dict[str, object]:
    """How many mails are due and have not left, for how many seconds the oldest, and how many wait for the morning.
    Of a copy that was restored: since when it holds mails, and how many.

    A mail that a sweep holds has not left: the sweep may have died. Three queries.
    """
    unsent = Message.objects.unsent(now).aggregate(oldest=Min("send_after"), due=Count("pk"))
    age = max(int((now - unsent["oldest"]).total_seconds()), 0) if unsent["oldest"] else 0
    counts = counts_by_state()
    resting = (
        Message.objects.come(now).difference(Message.objects.due(now)).count() if not counts.since else 0
    )
    return {
        "due": unsent["due"],
        "oldest_seconds": age,
        "resting": resting,
        "held": counts.held,
        "held_since": counts.since,
    }


@dataclass(frozen=True)
class Counts:
    """How many messages are in each state; of a copy that was restored, how many are held, and since when."""

    by_state: dict[str, int]
    held: int
    since: datetime | None


def processes(*, now: datetime) -> dict[str, bool]:
    """Whether beat, the worker and the courier are at work, judged by what they note. One query.

    The other two are asked by beat: while it rests, they are judged by when it asked last.
    """
    ran = dict(Heartbeat.objects.filter(job__in=(BEAT, *ASKED.values())).values_list("job", "ran_at"))
    beat = ran.get(BEAT)
    well = {BEAT: beat is not None and not is_late(age_of(beat, now), 0)}
    for process, job in ASKED.items():
        at = ran.get(job)
        asked = now if well[BEAT] or beat is None else max(beat, at or beat)
        well[process] = at is not None and not is_late(age_of(at, asked), periods()[job])
    return well


def troubles(now: datetime) -> tuple[int, list[str]]:
    """How many mails could not be sent, and the names of the jobs that are late. One query."""
    failed = Message.objects.filter(state=State.FAILED).order_by().values("state")
    failed = failed.annotate(at=Min("created_at"), number=Count("pk"))
    beats = Heartbeat.objects.order_by().annotate(number=Value(0, IntegerField()))
    rows = beats.values_list("job", "ran_at", "number")
    mails, ran = 0, {}
    for job, at, number in rows.union(failed.values_list("state", "at", "number"), all=True):
        if number:
            mails = number
        else:
            ran[job] = at
    late = [job for job, every in periods().items() if job in ran and is_late(age_of(ran[job], now), every)]
    return mails, late


def periods() -> dict[str, int]:
    """Each periodic job, by the name it has in the schedule, and the seconds between its turns."""
    return {name: int(str(entry["schedule"])) for name, entry in settings.CELERY_BEAT_SCHEDULE.items()}


def rules_on() -> "QuerySet[ReminderRule]":
    """The reminders that leave by themselves, of every year: to be counted in a question of somebody else's."""
    return ReminderRule.objects.filter(active=True)


def last_left(topics: Iterable[str]) -> datetime | None:
    """When the newest mail under one of `topics` left; None when none did. One query."""
    sent = Message.objects.filter(topic__in=list(topics), state=State.SENT)
    found: datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return found


def waits(now: datetime, *, urgent: bool = False) -> bool:
    """Whether a message is due to leave; `urgent`: one that somebody waits for. One query."""
    due = Message.objects.due(now)
    return bool((due.filter(urgent=True) if urgent else due).exists())


def counts_by_state() -> Counts:
    """One query."""
    would_leave = Q(state=State.KEPT_BACK) | Q(state=State.WAITING, urgent=False)
    columns = ("state", "count", "held", "since")
    messages = (
        Message.objects.order_by()
        .values("state")
        .annotate(count=Count("pk"), held=Count("pk", filter=would_leave), since=Value(None, DateTimeField()))
    )
    holds = Hold.objects.annotate(state=Value(""), count=Value(0), held=Value(0))
    found = list(messages.values_list(*columns).union(holds.values_list(*columns), all=True))
    since: datetime | None = next((at for *_, at in found if at), None)
    held = sum(number for _, _, number, _ in found) if since else 0
    return Counts({state: count for state, count, _, _ in found if state}, held, since)


def when_it_leaves(message: Message, *, now: datetime) -> str:
    """In words, when a mail that waits leaves: "within a minute", say. One query at most."""
    if not message.urgent and Hold.objects.exists():
        return "once this copy may send mails"
    at = leaves_at(message.send_after, message.created_at, now, urgent=message.urgent)
    return "within a minute" if at <= now else f"after {in_words(at)}"


def numbers_of(what: str) -> tuple[int, ...]:
    """The active reminders about `what`, as days before its date (negative: after). One query."""
    return tuple(ReminderRule.objects.filter(what=what, active=True).values_list("days_before", flat=True))
