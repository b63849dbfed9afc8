"""Who is reminded of a session. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from common.clock import local_date
from notifications.queries import numbers_of
from notifications.rules import due_number
from notifications.services import Letter, queue_all
from seminars.queries import invited_people, starting_between
from seminars.services import topic


def owe(now: datetime) -> int:
    """Owe the reminders of planned sessions that are due at `now`; answers how many are new."""
    return queue_all(_sessions(now))


def _sessions(now: datetime) -> Iterator[Letter]:
    numbers, today = numbers_of("session"), local_date(now)
    if not numbers:
        return
    for session in starting_between(now, today + timedelta(days=max(*numbers, 0))):
        day = local_date(session.starts_at)
        number = due_number(numbers, day, today)
        if number is None:
            continue
        for person in invited_people(session):
            yield Letter(
                to=person,
                template="seminars/reminder",
                context={"session": session},
                dedupe_key=f"session-{session.pk}-{day}-{number}-{person.pk}",
                topic=topic(session, person),
            )
