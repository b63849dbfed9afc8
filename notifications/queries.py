"""How the outbox and the periodic jobs do, for health checks and the staff page."""

from datetime import datetime

from django.db.models import Min

from notifications.models import Heartbeat, Message


def heartbeats(*, now: datetime) -> list[dict[str, object]]:
    """Each periodic job with the seconds since it last finished; late after three of its periods."""
    found: list[dict[str, object]] = []
    for beat in Heartbeat.objects.all():
        age = int((now - beat.ran_at).total_seconds())
        found.append({"job": beat.job, "age_seconds": age, "late": age > 3 * beat.every_seconds})
    return found


def outbox_age(*, now: datetime) -> dict[str, object]:
    """How many mails are due and unsent, and for how many seconds the oldest has been."""
    due = Message.objects.due(now)
    oldest: datetime | None = due.aggregate(oldest=Min("send_after"))["oldest"]
    age = int((now - oldest).total_seconds()) if oldest else 0
    return {"due": due.count(), "oldest_seconds": age}
