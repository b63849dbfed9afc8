"""Owing mail: a row in the caller's transaction. The sweep (tasks.py) sends it; here is what it notes."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone

from common.errors import demand
from common.names import isolated
from common.states import step
from notifications.models import Heartbeat, Hold, Message, MessageEvent
from notifications.policies import why_not
from notifications.rules import MOST_ATTEMPTS, decent_from, pause_after
from notifications.states import MOVES, Action, State
from people.models import User

ROWS_AT_ONCE = 2000
NOT_LEFT = (State.WAITING, State.KEPT_BACK)
# A claim as old as this is over, whoever holds it: no conversation with a mail server may last so long.
PATIENCE = timedelta(minutes=1)
# A sweep that lost its session may still have a mail on its way, and note what became of it in a new session.
GRACE = timedelta(seconds=10)
PERHAPS_SENT = (
    "The worker stopped five times while it sent this. It may or may not have arrived: ask the person."
)
GAVE_UP = "Not accepted in {} attempts. Last answer: {}"
# Who this session of the database is, and which there are. The database says so itself: a session ends with the
# connection of its process, however that process ends, and its number and beginning never come again.
_SESSION = "pid || '-' || extract(epoch FROM backend_start)"
THIS_SESSION = f"(SELECT {_SESSION} FROM pg_stat_get_activity(pg_backend_pid()))"
SESSIONS = f"SELECT {_SESSION} FROM pg_stat_activity WHERE backend_start IS NOT NULL"
_by_itself: ContextVar[bool] = ContextVar("by_itself", default=False)


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
    urgent: bool = False


@contextmanager
def by_itself() -> Iterator[None]:
    """What is owed in here was caused by the clock, not by a person: at night it waits for the morning."""
    before = _by_itself.set(True)
    try:
        yield
    finally:
        _by_itself.reset(before)


def owe_plain(*, to: str, subject: str, body: str) -> None:
    """Owe a mail another library wrote (allauth's codes, say). It may hold a token, so it is secret; and urgent, for
    somebody waits for it."""
    Message.objects.create(
        to_email=to,
        subject=_one_line(subject),
        body=body,
        secret=True,
        urgent=True,
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
    urgent: bool = False,
) -> bool:
    """Like `queue`, for somebody without an account (an employer who verifies service)."""
    now = timezone.now()
    subject, body = _render(template, context)
    row = Message(to_email=to_email, template=template, subject=subject, body=body, secret=secret)
    row.dedupe_key, row.topic, row.send_after, row.urgent = dedupe_key, topic, now, urgent
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
    urgent: bool = False,
) -> bool:
    """Owe a mail once: rendered now from templates/emails/<template>.txt, whose first line is its subject.

    `dedupe_key` names the person, the thing and the number: owing it again changes nothing and answers False.
    A message cancels those that still wait under its `topic`. `secret`: the body holds a token and is wiped
    once sent. `urgent`: somebody waits for it before a page, so it leaves before all others.
    """
    letter = Letter(to, template, context, dedupe_key, topic, send_after, secret, urgent)
    return _insert_one(_row(letter, timezone.now()))


@transaction.atomic
def queue_all(letters: Iterable[Letter]) -> int:
    """Like `queue` for many, in a few statements per 2,000; answers how many are new."""
    now, waiting, new = timezone.now(), iter(letters), 0
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        keys = [letter.dedupe_key for letter in chunk]
        owed = set(Message.objects.filter(dedupe_key__in=keys).values_list("dedupe_key", flat=True))
        rows = [_row(letter, now) for letter in chunk if letter.dedupe_key not in owed]
        replaced = Message.objects.filter(state__in=NOT_LEFT, topic__in={row.topic for row in rows} - {""})
        _stop(replaced.exclude(dedupe_key__in=keys))
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        new += len(rows)
    return new


def cancel(*, topic: str) -> int:
    """Cancel what has not left yet under a topic, because things have moved on; answers how many."""
    return _stop(Message.objects.filter(state__in=NOT_LEFT, topic=topic))


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
def claim(*, now: datetime, urgent: bool = False) -> Message | None:
    """Take the one mail to be sent next and count the attempt; other sweeps skip it. None when nothing is due.

    Urgent ones first, then the oldest; `urgent`: no others. Only what is sent right now is ever claimed, so nothing
    rests with a sweep that is slow, or stopped.
    """
    due = Message.objects.due(now).filter(urgent=True) if urgent else Message.objects.due(now)
    in_order = due.order_by("-urgent", "send_after", "pk")
    message = in_order.select_for_update(skip_locked=True, of=("self",)).first()
    if message is None:
        return None
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    message.message_id = message.message_id or make_msgid(f"outbox-{message.pk}", host)
    message.state, message.claimed_at = State.SENDING, now
    message.attempts += 1
    Message.objects.filter(pk=message.pk).update(
        state=message.state,
        claimed_at=now,
        attempts=message.attempts,
        message_id=message.message_id,
        holder=RawSQL(THIS_SESSION, []),
    )
    return message


def mark_sent(*, message: Message, now: datetime) -> None:
    """The mail server took it. A one-time code or link is not kept any longer."""
    changes: dict[str, object] = {"state": State.SENT, "sent_at": now, "error": ""}
    _settle(message, changes | ({"body": ""} if message.secret else {}))


def mark_later(*, message: Message, words: str, now: datetime, passes: bool = False) -> None:
    """Not accepted now: again after a growing pause; after the last attempt it is failed and staff see it."""
    pause = pause_after(message.attempts, passes=passes)
    if pause is None:
        mark_failed(message=message, words=GAVE_UP.format(message.attempts, words))
        return
    _settle(message, {"state": State.WAITING, "send_after": now + pause, "error": words[:300]})


def mark_failed(*, message: Message, words: str, bounced: bool = False) -> None:
    """It will not be tried again by itself. `bounced`: the server knows no such address."""
    state = State.BOUNCED if bounced else State.FAILED
    _settle(message, {"state": state, "error": words[:300]} | ({"body": ""} if message.secret else {}))


def end_claims(*, now: datetime) -> int:
    """Give back what a sweep was sending that is gone, or has been at it for a minute; answers how many.

    Nobody can know whether such a mail arrived. It is sent again under the same Message-ID, so that whoever has it
    already may drop the second; after five attempts staff see it.
    """
    claimed = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - PATIENCE) | Q(claimed_at__gt=now + PATIENCE)
    gone = Q(claimed_at__lt=now - GRACE) & ~Q(holder__in=RawSQL(SESSIONS, []))
    ended = Message.objects.filter(claimed | gone, state=State.SENDING)
    lost = ended.filter(attempts__gte=MOST_ATTEMPTS)
    lost.filter(secret=True).update(state=State.FAILED, error=PERHAPS_SENT, body="")
    return int(lost.update(state=State.FAILED, error=PERHAPS_SENT) + ended.update(state=State.WAITING))


def heartbeat(*, job: str, result: str, now: datetime | None = None) -> None:
    """The periodic job by this name in the schedule finished just now; the staff page says which did not run."""
    Heartbeat.objects.update_or_create(
        job=job, defaults={"ran_at": now or timezone.now(), "result": result[:200]}
    )


def hold_mails(*, now: datetime | None = None) -> None:
    """This is a copy: from now on only urgent mails leave, until `release_mails`. Said twice, the first time counts."""
    Hold.objects.get_or_create(pk=1, defaults={"since": now or timezone.now()})


@transaction.atomic
def release_mails(*, now: datetime | None = None) -> int | None:
    """A restored copy may send mails from now on; answers how many were held, None when mails were not.

    What it owed when the copy was made leaves with what it has owed since. A mail whose matter moved on is not
    among it.
    """
    held, _ = Hold.objects.all().delete()
    owed_since = Message.objects.filter(state=State.WAITING, urgent=False).count() if held else 0
    kept = Message.objects.filter(state=State.KEPT_BACK)
    let_go = kept.update(state=State.WAITING, attempts=0, send_after=now or timezone.now(), error="")
    return int(owed_since + let_go) if held or let_go else None


def written(letter: Letter) -> tuple[str, str]:
    """Subject and body of a mail as it would be sent. Owes nothing."""
    return _render(letter.template, {**letter.context, "person": letter.to})


def _one_line(words: str) -> str:
    return " ".join(words.split())[:300]


def _render(template: str, context: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body. Mails are plain text, so nothing is escaped."""
    source = get_template(f"emails/{template}.txt").template  # type: ignore[attr-defined]
    text = source.render(Context({**context, "base_url": settings.BASE_URL}, autoescape=False))
    # A name that reads from right to left does not turn the words beside it.
    subject, _, body = isolated(text).strip().partition("\n")
    return _one_line(subject), body.strip() + "\n"


def _row(letter: Letter, now: datetime) -> Message:
    subject, body = written(letter)
    return Message(
        to_email=letter.to.email,
        to_person=letter.to,
        template=letter.template,
        subject=subject,
        body=body,
        secret=letter.secret,
        dedupe_key=letter.dedupe_key,
        topic=letter.topic,
        urgent=letter.urgent,
        send_after=letter.send_after or (decent_from(now) if _by_itself.get() else now),
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
        _stop(Message.objects.filter(state__in=NOT_LEFT, topic=row.topic).exclude(pk=pk))
    return True


def _stop(messages: "QuerySet[Message]") -> int:
    secrets = messages.filter(secret=True).update(state=State.CANCELLED, body="")
    return int(secrets + messages.update(state=State.CANCELLED))


def _settle(message: Message, changes: Mapping[str, object]) -> None:
    """Change a message only while it is ours: what a later sweep decided about it stays."""
    ours = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_at=message.claimed_at)
    ours.update(**changes)


def _staff_move(pk: int, action: Action, by: User, now: datetime) -> Message:
    message = Message.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, action, message))
    before = State(message.state)
    after = step(MOVES, before, action)
    if after is State.WAITING:
        message.attempts, message.send_after, message.error = 0, now, ""
    elif message.secret:
        message.body = ""
    message.state = after
    message.save(update_fields=["state", "attempts", "send_after", "error", "body"])
    MessageEvent.objects.create(
        message=message, action=action, from_state=before, to_state=after, by=by, at=now
    )
    return message
