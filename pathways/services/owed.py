"""A deliverable that leaders owe already changes: its due day and its weight, and nothing else of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from notifications.services import cancel
from pathways.models import Deliverable, OfferingEvent
from pathways.policies import why_not
from pathways.services.deliverables import due_topic
from pathways.states import OfferingAction
from people.models import User


@transaction.atomic
def set_owed(
    *, pk: int, by: User, due: date, weight: int, reason: str = "", now: datetime | None = None
) -> OfferingEvent | None:
    """The deliverable is due on this day and weighs so much now, for everybody who owes it. Answers the line of
    history, None where it says so already. Reminders of the old day that wait are cancelled.

    Raises DomainError for a day outside the program year and the month after it, and for a weight below 1.
    """
    item = Deliverable.objects.select_for_update(of=("self",)).get(pk=pk)
    offering = item.offering
    demand(why_not(by, OfferingAction.WRITE, offering))
    was = {"due": item.due, "weight": item.weight}
    if was == {"due": due, "weight": weight}:
        return None
    item.due, item.weight = due, weight
    if refusal := item.wrong_due:
        raise DomainError(refusal, at="due")
    if weight < 1:
        raise DomainError("Write a weight above 0.", at="weight")
    item.save(update_fields=["due", "weight"])
    for record in item.records.values_list("pk", flat=True):
        cancel(topic=due_topic(record))
    return OfferingEvent.objects.create(
        offering=offering,
        action=OfferingAction.CHANGE_OWED,
        by=by,
        at=now or timezone.now(),
        deliverable=item,
        days={"due": [str(was["due"]), str(due)]} if due != was["due"] else {},
        weights=[was["weight"], weight] if weight != was["weight"] else [],
        note=reason.strip(),
    )
