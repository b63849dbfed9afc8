"""Work that a program manager allows to come later than the offering does."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from notifications.services import queue
from pathways.models import DeliverableEvent, DeliverableRecord
from pathways.policies import why_not
from pathways.services.deliverables import locked
from pathways.states import DeliverableAction
from people.models import User


@transaction.atomic
def allow_late(
    *, pk: int, by: User, day: date, reason: str, now: datetime | None = None
) -> DeliverableRecord:
    """This leader may hand it in until that day, and is told why; it is still due on its day, and counts in full. The
    same again changes nothing.

    Raises DomainError without a reason, for a day that is past, on which it is taken already, or outside the year.
    """
    record, moment = locked(pk), now or timezone.now()
    demand(why_not(by, DeliverableAction.ALLOW_LATE, record))
    if record.allowed_until == day:
        return record
    _demand_later(record, day, local_date(moment))
    if not reason.strip():
        raise DomainError("Say why it is taken later. The reason stays on record.", at="reason")
    record.allowed_until = day
    record.save(update_fields=["allowed_until"])
    event = DeliverableEvent.objects.create(
        record=record,
        action=DeliverableAction.ALLOW_LATE,
        from_state=record.state,
        to_state=record.state,
        by=by,
        at=moment,
        note=reason.strip(),
        until=day,
    )
    queue(
        to=record.placement.person,
        template="pathways/deliverable_taken_later",
        context={"record": record, "until": day, "words": event.note, "by": by},
        dedupe_key=f"deliverable-{record.pk}-{event.pk}",
        topic=f"deliverable-{record.pk}-leader",
    )
    return record


def _demand_later(record: DeliverableRecord, day: date, today: date) -> None:
    last = record.taken_until
    if last is not None and day <= last:
        raise DomainError(f"It is taken until {day_in_words(last)} already. Choose a later day.", at="day")
    if day < today:
        raise DomainError("This day is past. Choose today or a later day.", at="day")
    if not record.deliverable.in_its_year(day):
        raise DomainError(record.deliverable.outside, at="day")
