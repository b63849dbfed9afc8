"""Periodic work across apps."""

from celery import shared_task
from django.utils import timezone

from dashboard import reminders, services
from notifications.rules import is_decent
from notifications.services import by_itself, heartbeat
from people.tasks import waiting, work_on_import

IMPORTS_SWEPT = 20


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


@shared_task
def export_person(pk: int) -> bool:
    """Make the file of an export that somebody asked for; twice is harmless."""
    return services.make_export(pk=pk)


@shared_task
def sweep_imports() -> int:
    """Takes up every import, and every export of a person, that waits: its worker may have died, or its message was
    lost; and deletes exports whose days are over. Answers how many imports."""
    found = waiting()
    for pk in found:
        work_on_import.apply_async((pk,), expires=2 * IMPORTS_SWEPT)
    now = timezone.now()
    for pk in services.waiting_exports(now):
        export_person.apply_async((pk,), expires=2 * IMPORTS_SWEPT)
    services.expire_exports(now=now)
    heartbeat(job="unfinished-imports", result=f"{len(found)} taken up.")
    return len(found)
