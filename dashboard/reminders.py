"""Every app that reminds. Each says who is due by a moment; the outbox keeps anyone from being told twice."""

from collections.abc import Callable
from datetime import datetime

from applications import reminders as applications
from coaching import reminders as coaching
from fellows import reminders as fellows
from pathways import reminders as pathways
from seminars import reminders as seminars

APPS: dict[str, Callable[[datetime], int]] = {
    "applications": applications.cosign_reminders,
    "coaching": coaching.owe,
    "fellows": fellows.owe,
    "pathways": pathways.owe,
    "seminars": seminars.owe,
}


def owe_all(now: datetime) -> dict[str, int]:
    """Owe what is due at `now`, app by app; answers how many mails of each are new."""
    return {name: owe(now) for name, owe in APPS.items()}
