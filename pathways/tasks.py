"""Periodic work of the placements."""

from celery import shared_task

from notifications.services import by_itself, heartbeat
from pathways import services


@shared_task
def settle_moves() -> int:
    """Placements are at their new school from the day their move begins; twice is harmless."""
    with by_itself():
        count = services.settle_moves()
    heartbeat(job="begun-moves", result=f"{count} settled.")
    return count
