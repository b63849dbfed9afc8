"""Owing mail: a row in the caller's transaction. Sending is the sweep's business."""

import uuid

from django.utils import timezone

from notifications.models import Message


def owe_plain(*, to: str, subject: str, body: str) -> None:
    """Owe a mail another library wrote (allauth's codes and confirmations). It may hold a token, so it is secret."""
    Message.objects.create(
        to_email=to, subject=subject[:300], body=body, secret=True, dedupe_key=f"plain-{uuid.uuid4()}", send_after=timezone.now()
    )
