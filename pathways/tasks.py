"""Periodic work of the placements."""

from datetime import timedelta

from celery import shared_task

from notifications.services import heartbeat
from pathways import services


@shared_task
def settle_moves() -> int:
    """Placements are at their new school from the day their move begins; twice is harmless."""
    count = services.settle_moves()
    heartbeat(job="moves-of-placements", every=timedelta(minutes=5), result=f"{count} settled.")
    return count
