"""Periodic work of the seminars."""

from datetime import timedelta

from celery import shared_task

from notifications.services import heartbeat
from seminars import services


@shared_task
def hold_due_sessions() -> int:
    """Planned sessions whose end has passed become held; twice is harmless."""
    count = services.hold_due()
    heartbeat(job="held-sessions", every=timedelta(minutes=5), result=f"{count} held.")
    return count
