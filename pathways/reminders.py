"""Which leaders are reminded of a deliverable. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from common.clock import local_date
from notifications.queries import numbers_of
from notifications.rules import LATEST, due_number
from notifications.services import Letter, queue_all
from pathways.models import Deliverable, DeliverableRecord, Placement, Role
from pathways.services import due_topic
from people.models import User


def owe(now: datetime) -> int:
    """Owe the reminders about deliverables still open near their due date; answers how many are new."""
    return queue_all(_deliverables(now))


def _deliverables(now: datetime) -> Iterator[Letter]:
    numbers, today = numbers_of("deliverable"), local_date(now)
    if not numbers:
        return
    since = today + timedelta(days=min(numbers)) - LATEST
    owed = (
        DeliverableRecord.objects.due_while_serving()
        .serving(today)
        .to_hand_in()
        .filter(
            deliverable__due__range=(since, today + timedelta(days=max(numbers))),
            deliverable__required=True,
        )
        .select_related("deliverable", "placement__person", "placement__role")
    )
    for record in owed:
        number = due_number(numbers, record.deliverable.due, today)
        if number is not None:
            yield _letter(record, number, today)


def sample(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about an invented deliverable of somebody invented."""
    leader = User(given_name="Rosa", family_name="Delgado", email="leader@example.org")
    record = DeliverableRecord(
        pk=0,
        deliverable=Deliverable(title="Plan of the year", due=today + timedelta(days=number)),
        placement=Placement(person=leader, role=Role(name="Arts Lead")),
    )
    return _letter(record, number, today)


def _letter(record: DeliverableRecord, number: int, today: date) -> Letter:
    due = record.deliverable.due
    return Letter(
        to=record.placement.person,
        template="pathways/deliverable_due",
        context={"record": record, "late": due < today},
        dedupe_key=f"deliverable-{record.pk}-{due}-{number}",
        topic=due_topic(record.pk),
    )
