"""Which coaches are reminded of an open cycle. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from coaching.models import CoachingCycle
from coaching.queries import coaches
from coaching.services import topic
from common.clock import local_date
from notifications.queries import numbers_of
from notifications.rules import LATEST, due_number
from notifications.services import Letter, queue_all
from pathways.models import Placement
from people.models import User


def owe(now: datetime) -> int:
    """Owe the reminders about cycles that are still open near their last day; answers how many are new."""
    return queue_all(_cycles(now))


def _cycles(now: datetime) -> Iterator[Letter]:
    numbers, today = numbers_of("coaching-cycle"), local_date(now)
    if not numbers:
        return
    since = today + timedelta(days=min(numbers)) - LATEST
    still = CoachingCycle.objects.filter(due__range=(since, today + timedelta(days=max(numbers))))
    still = still.not_closed().filter(coach__in=coaches(today)).select_related("coach", "placement__person")
    for cycle in still:
        number = due_number(numbers, cycle.due, today)
        if number is not None:
            yield _letter(cycle, number)


def sample(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about an invented cycle of invented people."""
    leader = User(given_name="Rosa", family_name="Delgado")
    coach = User(given_name="Sam", family_name="Okafor", email="coach@example.org")
    cycle = CoachingCycle(
        pk=0,
        placement=Placement(person=leader),
        coach=coach,
        window=CoachingCycle.Window.MID_YEAR,
        due=today + timedelta(days=number),
    )
    return _letter(cycle, number)


def _letter(cycle: CoachingCycle, number: int) -> Letter:
    return Letter(
        to=cycle.coach,
        template="coaching/due",
        context={"cycle": cycle},
        dedupe_key=f"coaching-{cycle.pk}-{cycle.due}-{number}",
        topic=topic(cycle),
    )
