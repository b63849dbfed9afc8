"""Every app that reminds. Each says who is due by a moment; the outbox keeps anyone from being told twice."""

from collections.abc import Callable
from datetime import datetime

from applications import reminders as applications
<<<<<<< HEAD
from coaching import reminders as coaching
=======
from applications.reminders import cosign_reminders
>>>>>>> fdbdc63 (Pages of fellows: cohorts, milestones, the ledger, the site's link, outcomes)
from fellows import reminders as fellows
from seminars import reminders as seminars

APPS: dict[str, Callable[[datetime], int]] = {
    "applications": applications.cosign_reminders,
<<<<<<< HEAD
    "coaching": coaching.owe,
=======
    "cosigning": cosign_reminders,
>>>>>>> fdbdc63 (Pages of fellows: cohorts, milestones, the ledger, the site's link, outcomes)
    "fellows": fellows.owe,
    "seminars": seminars.owe,
}


def owe_all(now: datetime) -> dict[str, int]:
    """Owe what is due at `now`, app by app; answers how many mails of each are new."""
    return {name: owe(now) for name, owe in APPS.items()}
