"""Who is reminded of a session. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from common.clock import day_begins, local_date
from notifications.queries import numbers_of
from notifications.rules import due_number
from notifications.services import Letter, queue_all
from people.models import User
from seminars.models import Event, Session
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
            yield _letter(session, person, number)


def sample(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about an invented session to somebody invented."""
    leader = User(given_name="Rosa", family_name="Delgado", email="leader@example.org")
    starts = day_begins(today + timedelta(days=number)) + timedelta(hours=16)
    session = Session(
        pk=0,
        event=Event(title="Arts Lead seminars"),
        title="Looking at student work",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Markham Middle, library",
    )
    return _letter(session, leader, number)


def _letter(session: Session, person: User, number: int) -> Letter:
    return Letter(
        to=person,
        template="seminars/reminder",
        context={"session": session},
        dedupe_key=f"session-{session.pk}-{local_date(session.starts_at)}-{number}-{person.pk}",
        topic=topic(session, person),
    )
