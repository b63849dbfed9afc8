"""Owing mail: a row in the caller's transaction. The sweep (tasks.py) sends it; here is what it notes."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from common.errors import DomainError, NotAllowed
from common.states import step
from notifications.models import Heartbeat, Message, MessageEvent
from notifications.policies import may
from notifications.states import MOVES, Action, State
from people.models import User

MOST_ATTEMPTS = 5
ROWS_AT_ONCE = 2000
# How long after the first, second … failed attempt the next one may be made.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# A claim older than this belongs to a worker that died.
PATIENCE = timedelta(minutes=10)
PERHAPS_SENT = (
    "This mail may or may not have left: sending broke off half-way. Ask the person, then send it again."
)
GAVE_UP = "Not accepted in five attempts. Last answer: "
# Not handed to the mail server yet, so it can still be stopped.
STILL_HERE = Q(state=Message.State.WAITING) | Q(state=Message.State.SENDING, handed_at=None)


@dataclass(frozen=True)
class Letter:
    """A mail to owe; the fields are those of `queue`."""

    to: User
    template: str
    context: Mapping[str, object]
    dedupe_key: str
    topic: str = ""
    send_after: datetime | None = None
    secret: bool = False


def owe_plain(*, to: str, subject: str, body: str) -> None:
    """Owe a mail another library wrote (allauth's codes, say). It may hold a token, so it is secret."""
    Message.objects.create(
        to_email=to,
        subject=_one_line(subject),
        body=body,
        secret=True,
        dedupe_key=f"plain-{uuid.uuid4()}",
        send_after=timezone.now(),
    )


@transaction.atomic
def owe_to_address(
    *,
    to_email: str,
    template: str,
    context: Mapping[str, object],
    dedupe_key: str,
    topic: str = "",
    secret: bool = False,
) -> bool:
    """Like `queue`, for somebody without an account (an employer who verifies service)."""
    now = timezone.now()
    subject, body = _render(template, context)
    row = Message(to_email=to_email, template=template, subject=subject, body=body, secret=secret)
    row.dedupe_key, row.topic, row.send_after = dedupe_key, topic, now
    return _insert_one(row)


@transaction.atomic
def queue(
    *,
    to: User,
    template: str,
    context: Mapping[str, object],
    dedupe_key: str,
    topic: str = "",
    send_after: datetime | None = None,
    secret: bool = False,
) -> bool:
    """Owe a mail once: rendered now from templates/emails/<template>.txt, whose first line is its subject.

    `dedupe_key` names the person, the thing and the number: owing it again changes nothing and answers False.
    A message cancels those that still wait under its `topic`. `secret`: the body holds a token and is wiped
    once sent.
    """
    return _insert_one(
        _row(Letter(to, template, context, dedupe_key, topic, send_after, secret), timezone.now())
    )


@transaction.atomic
def queue_all(letters: Iterable[Letter]) -> int:
    """Like `queue` for many, in a few statements per 2,000; answers how many are new."""
    now, waiting, new = timezone.now(), iter(letters), 0
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        keys = [letter.dedupe_key for letter in chunk]
        owed = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
        rows = [_row(letter, now) for letter in chunk if letter.dedupe_key not in owed]
        replaced = Message.objects.filter(STILL_HERE, topic__in={row.topic for row in rows} - {""})
        _stop(replaced.exclude(dedupe_key__in=keys))
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        new += len(rows)
    return new


def cancel(*, topic: str) -> int:
    """Cancel what has not left yet under a topic, because things have moved on; answers how many."""
    return _stop(Message.objects.filter(STILL_HERE, topic=topic))


@transaction.atomic
def cancel_one(*, pk: int, by: User, now: datetime | None = None) -> Message:
    """Staff stop a waiting message. Raises DomainError when it is too late."""
    return _staff_move(pk, Action.CANCEL, by, now or timezone.now())


@transaction.atomic
def send_again(*, pk: int, by: User, now: datetime | None = None) -> Message:
    """Staff send a failed, bounced or cancelled message again, from the first attempt.

    Raises DomainError when its text is gone because it held a one-time code.
    """
    return _staff_move(pk, Action.RETRY, by, now or timezone.now())


@transaction.atomic
def claim(*, now: datetime, limit: int) -> list[Message]:
    """Take up to `limit` due messages for this sweep; another sweep skips them. The oldest first."""
    waiting = Message.objects.due(now).order_by("send_after", "pk").select_for_update(skip_locked=True)
    pks = list(waiting.values_list("pk", flat=True)[:limit])
    Message.objects.filter(pk__in=pks).update(state=Message.State.SENDING, claimed_at=now, handed_at=None)
    return list(Message.objects.filter(pk__in=pks).order_by("send_after", "pk"))


def hand_over(*, message: Message, now: datetime) -> bool:
    """Note, before its first byte leaves, that a claimed message goes to the mail server.

    False: it was cancelled meanwhile, or the claim was taken away; do not send it.
    """
    mine = Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at, handed_at=None
    )
    if not mine.update(handed_at=now, attempts=F("attempts") + 1):
        return False
    message.attempts += 1
    return True


def mark_sent(*, message: Message, now: datetime) -> None:
    """The mail server took it. A one-time code or link is not kept any longer."""
    changes: dict[str, object] = {"state": Message.State.SENT, "sent_at": now, "error": ""}
    _settle(message, changes | ({"body": ""} if message.secret else {}))


def mark_later(*, message: Message, words: str, now: datetime) -> None:
    """Not accepted now: again after a growing pause; after five attempts it is failed and staff see it."""
    if message.attempts >= MOST_ATTEMPTS:
        mark_failed(message=message, words=GAVE_UP + words)
        return
    pause = PAUSES[message.attempts - 1]
    _settle(message, {"state": Message.State.WAITING, "send_after": now + pause, "error": words[:300]})


def mark_failed(*, message: Message, words: str, bounced: bool = False) -> None:
    """It will not be tried again by itself. `bounced`: the server knows no such address."""
    state = Message.State.BOUNCED if bounced else Message.State.FAILED
    _settle(message, {"state": state, "error": words[:300]} | ({"body": ""} if message.secret else {}))


def release(*, messages: Sequence[Message]) -> int:
    """Give back claimed messages that were not handed over; answers how many."""
    if not messages:
        return 0
    mine = Message.objects.filter(
        pk__in=[m.pk for m in messages],
        state=Message.State.SENDING,
        claimed_at=messages[0].claimed_at,
        handed_at=None,
    )
    return mine.update(state=Message.State.WAITING)


@transaction.atomic
def free_stale(*, now: datetime) -> int:
    """Settle what a dead worker left: not handed over goes back, the one it was sending is shown to staff.

    Nobody can know whether that one arrived, and nothing is sent twice by itself.
    """
    stale = Message.objects.filter(state=Message.State.SENDING, claimed_at__lt=now - PATIENCE)
    back = stale.filter(handed_at=None).update(state=Message.State.WAITING)
    lost = stale.filter(handed_at__lt=now - PATIENCE)
    lost.filter(secret=True).update(state=Message.State.FAILED, error=PERHAPS_SENT, body="")
    return back + lost.update(state=Message.State.FAILED, error=PERHAPS_SENT)


def heartbeat(*, job: str, every: timedelta, result: str, now: datetime | None = None) -> None:
    """A periodic job finished just now and runs `every` so often; the staff page says which did not run."""
    Heartbeat.objects.update_or_create(
        job=job,
        defaults={
            "every_seconds": int(every.total_seconds()),
            "ran_at": now or timezone.now(),
            "result": result[:200],
        },
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())[:300]


def _render(template: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body. Mails are plain text, so nothing is escaped."""
    source = get_template(f"emails/{template}.txt").template  # type: ignore[attr-defined]
    text = source.render(Context({**context, "base_url": settings.BASE_URL}, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return _one_line(subject), body.strip() + "\n"


def _row(letter: Letter, now: datetime) -> Message:
    subject, body = _render(letter.template, {**letter.context, "person": letter.to})
    return Message(
        to_email=letter.to.email,
        to_person=letter.to,
        template=letter.template,
        subject=subject,
        body=body,
        secret=letter.secret,
        dedupe_key=letter.dedupe_key,
        topic=letter.topic,
        send_after=letter.send_after or now,
    )


def _insert_one(row: Message) -> bool:
    if Message.objects.filter(dedupe_key=row.dedupe_key).exists():
        return False
    # Two writers may owe the same mail at once: the unique key decides, without an error for the loser.
    Message.objects.bulk_create([row], ignore_conflicts=True)
    mine = Message.objects.filter(dedupe_key=row.dedupe_key, created_at=row.created_at).values_list(
        "pk", flat=True
    )
    pk = mine.first()
    if pk is None:
        return False
    if row.topic:
        _stop(Message.objects.filter(STILL_HERE, topic=row.topic).exclude(pk=pk))
    return True


def _stop(messages: "QuerySet[Message]") -> int:
    secrets = messages.filter(secret=True).update(state=Message.State.CANCELLED, body="")
    return int(secrets + messages.update(state=Message.State.CANCELLED))


def _settle(message: Message, changes: Mapping[str, object]) -> None:
    """Change a message only while it is ours: what a later sweep decided about it stays."""
    ours = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at)
    ours.update(**changes)


def _staff_move(pk: int, action: Action, by: User, now: datetime) -> Message:
    message = Message.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may(by, action.value, message):
        raise NotAllowed("Only a program manager may change what the outbox sends.")
    before = State(message.state)
    after = step(MOVES, before, action)
    if after is State.WAITING:
        if not message.body:
            raise DomainError(
                "This mail held a one-time code or link that is gone. The person can ask for a new one."
            )
        message.attempts, message.send_after, message.error = 0, now, ""
    elif message.secret:
        message.body = ""
    message.state = after.value
    message.save(update_fields=["state", "attempts", "send_after", "error", "body"])
    MessageEvent.objects.create(
        message=message, action=action.value, from_state=before.value, to_state=after.value, by=by, at=now
    )
    return message
