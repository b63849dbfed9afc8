"""Who is reminded that a signature waits: after three days, and after seven."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction

from applications.models import Application
from applications.queries.commitments import current_record
from applications.services.moves import record
from applications.services.routing import ask_signer
from applications.states import State
from common.clock import local_date
from notifications.services import queue
from people.models import User

DAYS = (3, 7)


def cosign_reminders(now: datetime) -> int:
    """Owe each signer what is due: one mail for one application, one digest for many. Answers how many mails.

    Whatever an outage left out is caught up by one reminder, not by several. Running it again owes nothing.
    """
    waiting = Application.objects.waiting_for_cosign().filter(signer__isnull=False)
    due = waiting.filter(submitted_at__lte=now - timedelta(days=DAYS[0]))
    return sum(_remind(pk, now) for pk in due.order_by("signer").values_list("signer", flat=True).distinct())


@transaction.atomic
def _remind(signer_pk: int, now: datetime) -> int:
    # A second beat skips what the first one holds.
    rows = Application.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    waiting = rows.filter(
        state=State.SUBMITTED.value, signer=signer_pk, submitted_at__lte=now - timedelta(days=DAYS[0])
    )
    by_day: dict[int, list[Application]] = defaultdict(list)
    parts = ("person", "school", "signer", "offering__role__pathway", "offering__year", "cohort")
    for application in waiting.select_related(*parts).order_by("pk"):
        day = _due(application, now)
        if day:
            by_day[day].append(application)
    due = [application for day in sorted(by_day) for application in by_day[day]]
    for day, applications in by_day.items():
        for application in applications:
            record(application, "remind", by=None, now=now, note=f"After {day} days.")
    if len(due) == 1:
        _remind_of_one(due[0], now)
    elif due and due[0].signer is not None:
        _remind_of_many(due[0].signer, due, now)
    return 1 if due else 0


def _due(application: Application, now: datetime) -> int:
    """The latest reminder whose time has come and that was not sent since it was submitted; 0 for none."""
    if application.submitted_at is None:
        return 0
    sent = set(
        application.events.filter(action="remind", at__gte=application.submitted_at).values_list(
            "note", flat=True
        )
    )
    come = [day for day in DAYS if now >= application.submitted_at + timedelta(days=day)]
    latest = max(come, default=0)
    return 0 if f"After {latest} days." in sent else latest


def _remind_of_one(application: Application, now: datetime) -> None:
    frozen = current_record(application)
    number = frozen.number if frozen else 0
    count = application.events.filter(action="remind").count()
    ask_signer(
        application,
        why="reminder",
        dedupe_key=f"cosign-reminder-{application.pk}-{number}-{count}",
        now=now,
    )


def _remind_of_many(signer: User, applications: list[Application], now: datetime) -> None:
    queue(
        to=signer,
        template="applications/cosign_digest",
        context={"applications": applications},
        dedupe_key=f"cosign-digest-{signer.pk}-{local_date(now)}-{applications[0].pk}",
        topic=f"cosign-digest-{signer.pk}",
    )
