"""Periodic jobs. Each catches up with whatever an outage left, and running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from applications.reminders import cosign_reminders
from applications.services import lapse_all


@shared_task
def lapse_offers() -> int:
    """End offers whose last day is over and move waitlists up; answers how many ended."""
    return lapse_all()


@shared_task
def remind_signers() -> int:
    """Owe the reminders to sign that are due; answers how many mails."""
    return cosign_reminders(timezone.now())
