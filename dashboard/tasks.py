"""Periodic work across apps."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from dashboard import reminders
from notifications.services import heartbeat


@shared_task
def owe_reminders() -> int:
    """Owe every reminder that is due by now; twice is harmless. Answers how many are new."""
    now = timezone.now()
    owed = sum(reminders.owe_all(now).values())
    # It rests at night, so a day without it is late, an evening is not.
    heartbeat(job="reminders", every=timedelta(hours=5), result=f"{owed} owed.", now=now)
    return owed
