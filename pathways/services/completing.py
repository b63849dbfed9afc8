"""Deliverables that complete themselves from what was put on record elsewhere."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from notifications.services import cancel, queue
from pathways.models import Deliverable, DeliverableEvent, DeliverableRecord
from pathways.services.deliverables import asking_topic, due_topic
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from people.models import User


@transaction.atomic
def complete_from(
    *, placement_pk: int, source: str, key: str, said: str, by: User, now: datetime | None = None
) -> list[DeliverableRecord]:
    """Accept what this placement owes and completes itself from `source`; answers those that changed.

    `key` names the record there, as in "hosted_seminar-17": the same one completes a deliverable once, also after it
    was reopened. `said` is read by the leader: "Hosted the seminar of Feb 10; 3 of 3 visitors confirmed." `by` is
    whoever put the last of it on record; whether they might was asked there. Nothing changes of what is accepted or
    waived already, nor of a role that was taken back. Raises ValueError for a source that is none.
    """
    records = DeliverableRecord.objects.select_for_update(of=("self",)).select_related(
        "deliverable", "placement__person", "placement__role", "placement__school"
    )
    owed = records.filter(placement=placement_pk, deliverable__completes_from=Deliverable.Source(source))
    moment = now or timezone.now()
    return [
        _complete(record, key, said, by, moment)
        for record in owed.unsettled().held().exclude(events__key=key).order_by("pk")
    ]


def _complete(record: DeliverableRecord, key: str, said: str, by: User, at: datetime) -> DeliverableRecord:
    before = record.state
    record.state = DELIVERABLE_MOVES[DeliverableState(before), DeliverableAction.COMPLETE]
    record.words, record.decided_at, record.decided_by = "", at, by
    record.save(update_fields=["state", "words", "decided_at", "decided_by"])
    DeliverableEvent.objects.create(
        record=record,
        action=DeliverableAction.COMPLETE,
        from_state=before,
        to_state=record.state,
        by=by,
        at=at,
        note=said,
        source=record.deliverable.completes_from,
        key=key,
    )
    cancel(topic=due_topic(record.pk))
    cancel(topic=asking_topic(record.pk))
    queue(
        to=record.placement.person,
        template="pathways/deliverable_completed",
        context={"record": record, "said": said},
        dedupe_key=f"deliverable-{record.pk}-from-{key}",
        topic=f"deliverable-{record.pk}-leader",
    )
    return record
