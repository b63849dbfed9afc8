"""What a deliverable completed itself from is taken back, or there again: managers of the pathway look at it, and keep
it accepted or reopen it. It counts until they do."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from pathways.models import Deliverable, DeliverableEvent, DeliverableRecord
from pathways.models.deliverables import DeliverableRecordQuerySet
from pathways.policies import why_not
from pathways.services.deliverables import locked
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from people.models import User


@transaction.atomic
def evidence_gone_from(
    *, placement_pk: int, source: str, missing: str, by: User, now: datetime
) -> list[DeliverableRecord]:
    """What this placement completed from `source` waits for the managers of the pathway: what it asks for is no longer
    met. `missing` is read on its page, and holds no name: "Schoolwide PD: 0 of 1 led." Answers those that changed."""
    theirs = DeliverableRecord.objects.filter(placement=placement_pk)
    records = theirs.filter(deliverable__completes_from=Deliverable.Source(source))
    return evidence_gone(records, missing=missing, by=by, now=now)


def evidence_gone(
    records: DeliverableRecordQuerySet, *, missing: str, by: User, now: datetime
) -> list[DeliverableRecord]:
    """The same for those of these records that completed themselves and that nobody waits for yet. Call it in the
    transaction that takes the evidence back."""
    found = records.completed_by_itself().held().filter(evidence_gone_at=None)
    return [_tell(row, DeliverableAction.LOSE, by, now, missing) for row in _locked(found)]


def evidence_there(records: DeliverableRecordQuerySet, *, by: User, now: datetime) -> list[DeliverableRecord]:
    """What they completed themselves from is on record again: nobody needs to look at them any more."""
    found = _locked(records.without_evidence())
    return [_tell(row, DeliverableAction.RESTORE, by, now) for row in found]


@transaction.atomic
def keep_accepted(*, pk: int, by: User, reason: str, now: datetime | None = None) -> DeliverableRecord:
    """It stays accepted though its evidence was taken back, on the word of whoever says so. Raises DomainError without
    a reason, and where its evidence stands."""
    record = locked(pk)
    demand(why_not(by, DeliverableAction.KEEP, record))
    if not reason.strip():
        raise DomainError(
            "Say why it stays accepted. The leader reads it, and it stays on record.", at="reason"
        )
    return _tell(record, DeliverableAction.KEEP, by, now or timezone.now(), reason.strip())


def _locked(records: DeliverableRecordQuerySet) -> DeliverableRecordQuerySet:
    return records.select_for_update(of=("self",)).order_by("pk")


def _tell(
    record: DeliverableRecord, action: DeliverableAction, by: User, now: datetime, note: str = ""
) -> DeliverableRecord:
    before = record.state
    record.state = DELIVERABLE_MOVES[DeliverableState(before), action]
    record.evidence_gone_at = now if action is DeliverableAction.LOSE else None
    record.save(update_fields=["state", "evidence_gone_at"])
    DeliverableEvent.objects.create(
        record=record, action=action, from_state=before, to_state=record.state, by=by, at=now, note=note
    )
    return record
