"""Periodic work of the seminars."""

from celery import shared_task

from notifications.services import by_itself, heartbeat
from seminars import services


@shared_task
def hold_due_sessions() -> int:
    """Planned sessions whose end has passed become held; twice is harmless."""
    with by_itself():
        count = services.hold_due()
    heartbeat(job="held-sessions", result=f"{count} held.")
    return count
