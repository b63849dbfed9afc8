"""Owing mail: a row in the caller's transaction. Sending is the sweep's business."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from notifications.models import Message
from people.models import User


def owe_plain(*, to: str, subject: str, body: str) -> None:
    """Owe a mail another library wrote (allauth's codes and confirmations). It may hold a token, so it is secret."""
    Message.objects.create(
        to_email=to,
        subject=subject[:300],
        body=body,
        secret=True,
        dedupe_key=f"plain-{uuid.uuid4()}",
        send_after=timezone.now(),
    )


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
    A message cancels those that still wait under its `topic`. `secret`: the body holds a token and is wiped once sent.
    """
    text = render_to_string(f"emails/{template}.txt", {**context, "person": to, "base_url": settings.BASE_URL})
    subject, _, body = text.strip().partition("\n")
    if topic:
        Message.objects.filter(topic=topic, state=Message.State.WAITING).exclude(dedupe_key=dedupe_key).update(
            state=Message.State.CANCELLED
        )
    row = Message(
        to_email=to.email,
        to_person=to,
        template=template,
        subject=subject.strip()[:300],
        body=body.strip() + "\n",
        secret=secret,
        dedupe_key=dedupe_key,
        topic=topic,
        send_after=send_after or timezone.now(),
    )
    # Two writers may owe the same mail at once: the unique key decides, without an error for the loser.
    inserted = Message.objects.bulk_create([row], ignore_conflicts=True)
    return bool(inserted) and Message.objects.filter(dedupe_key=dedupe_key, created_at=row.created_at).exists()


def cancel(*, topic: str) -> int:
    """Cancel what still waits under a topic; answers how many."""
    waiting = Message.objects.filter(topic=topic, state=Message.State.WAITING)
    return waiting.update(state=Message.State.CANCELLED)
