"""Every app that reminds. Each says who is due by a moment; the outbox keeps anyone from being told twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from applications import reminders as applications
from coaching import reminders as coaching
from fellows import reminders as fellows
from notifications.services import Letter, written
from pathways import reminders as pathways
from seminars import reminders as seminars

APPS: dict[str, Callable[[datetime], int]] = {
    "applications": applications.owe,
    "coaching": coaching.owe,
    "fellows": fellows.owe,
    "pathways": pathways.owe,
    "seminars": seminars.owe,
}


def owe_all(now: datetime) -> dict[str, int]:
    """Owe what is due at `now`, app by app; answers how many mails of each are new."""
    return {name: owe(now) for name, owe in APPS.items()}


# By what is reminded of: the mail of so many days before its day (negative: after it), as it would leave on a day.
SAMPLES: dict[str, Callable[[int, date], Letter]] = {
    "agreement": fellows.sample_of_agreement,
    "alumni": fellows.sample_of_alumni,
    "coaching-cycle": coaching.sample,
    "cosign": applications.sample,
    "credential": fellows.sample_of_credential,
    "deliverable": pathways.sample,
    "milestone": fellows.sample_of_milestone,
    "pulse": applications.sample_of_pulse,
    "service-report": fellows.sample_of_service,
    "session": seminars.sample,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A mail as it would be sent, to somebody invented."""

    to: str
    subject: str
    body: str


def preview(what: str, days_before: int, today: date) -> Preview:
    """The mail of a rule if it left today. Owes nothing and asks the database nothing."""
    letter = SAMPLES[what](days_before, today)
    subject, body = written(letter)
    return Preview(f"{letter.to.name} ({letter.to.email})", subject, body)
