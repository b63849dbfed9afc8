"""Duties of Peer Coaches complete themselves from what they recorded, and say from what."""

from datetime import date, datetime

from coaching.models import peer_coaches
from coaching.queries import duties, with_counts
from pathways.models import Placement
from pathways.services import complete_from, evidence_gone_from
from people.models import User


def settle(
    placement: Placement,
    source: str,
    *,
    by: User,
    said: str,
    key: str,
    now: datetime,
    day: date | None = None,
) -> None:
    """Once this duty is done (docs/rules.md §9), what the placement owes from this `source` is accepted. `key` names
    the record that was put there last; `said` holds days and numbers, and no name; `day`: when it was done, if not on
    that of `now`. Call it with the placement locked."""
    row = with_counts(peer_coaches().select_related("role")).get(pk=placement.pk)
    if any(duty.complete for duty in duties(row) if duty.source == source):
        complete_from(placement_pk=placement.pk, source=source, key=key, said=said, by=by, day=day, now=now)


def unsettle(placement: Placement, *, by: User, now: datetime) -> None:
    """Something of what the placement recorded counts no more: what completed itself from a duty that is not done any
    more waits for the managers of its pathway. Call it with the placement locked."""
    row = with_counts(peer_coaches().select_related("role")).get(pk=placement.pk)
    for duty in duties(row):
        if not duty.complete:
            missing = f"{duty.name}: {duty.done} {duty.words}."
            evidence_gone_from(placement_pk=placement.pk, source=duty.source, missing=missing, by=by, now=now)
