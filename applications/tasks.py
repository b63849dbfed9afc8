"""Periodic jobs. Each catches up with whatever an outage left, and running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from applications.services import lapse_all, open_pulses
from notifications.services import by_itself, heartbeat


@shared_task
def lapse_offers() -> int:
    """End offers whose last day is over and move waitlists up; answers how many ended."""
    now = timezone.now()
    with by_itself():
        ended = lapse_all(now=now)
    heartbeat(job="lapse-offers", result=f"{ended} ended.", now=now)
    return ended


@shared_task
def open_due_pulses() -> int:
    """Ask the two of every placement of a mid-year check that is open; answers how many were not asked before."""
    now = timezone.now()
    with by_itself():
        asked = open_pulses(now=now)
    heartbeat(job="open-pulses", result=f"{asked} asked.", now=now)
    return asked
