"""Periodic work across apps."""

from celery import shared_task
from django.utils import timezone

from dashboard import reminders
from notifications.rules import is_decent
from notifications.services import by_itself, heartbeat


@shared_task
def owe_reminders() -> int:
    """Owe every reminder that is due by now; twice is harmless. Answers how many are new.

    At night none: by the morning what it would remind of may be done.
    """
    now = timezone.now()
    if not is_decent(now):
        heartbeat(job="reminders", result="It is night; nobody is reminded before 7 a.m.", now=now)
        return 0
    with by_itself():
        owed = sum(reminders.owe_all(now).values())
    heartbeat(job="reminders", result=f"{owed} owed.", now=now)
    return owed
