"""The secret address of a personal calendar feed."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.models import User
from seminars.models import CalendarAddress


@transaction.atomic
def renew_calendar_address(*, person: User, now: datetime | None = None) -> str:
    """A new secret of 256 bits for them; the old one ends at once. Shown once: only its hash is kept."""
    secret = secrets.token_urlsafe(32)
    kept = {"token_sha256": hashlib.sha256(secret.encode()).hexdigest(), "made_at": now or timezone.now()}
    CalendarAddress.objects.update_or_create(person=person, defaults=kept)
    return secret


def end_calendar_address(*, person: User) -> None:
    """No address feeds a calendar of theirs any more. Twice is harmless."""
    CalendarAddress.objects.filter(person=person).delete()
