"""A coach saw a leader: recorded in a minute, once, however often a phone sends it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coaching.models import SupportRequest, Visit
from coaching.policies import why_not_visit
from coaching.states import VisitAction
from common.clock import local_date
from common.errors import DomainError, demand
from pathways.models import Placement
from people.models import User


@dataclass(frozen=True, slots=True)
class Seen:
    """What a coach records: the day, where (one of Where), their words for the two, when to look again, and the number
    of the request for support it was made for."""

    on: date
    where: str
    words: str = ""
    look_again: date | None = None
    request: int | None = None


@transaction.atomic
def record_visit(*, placement_pk: int, by: User, seen: Seen, key: UUID, now: datetime | None = None) -> Visit:
    """Keep that `by` saw this leader. Sent again with the same `key`, or with the same day, place and words from a page
    that was gone back to, it answers what is kept already. A request that is not theirs to answer, or ended while a
    phone was without a network, is left out: the visit took place.

    Raises DomainError for a day to come, one outside the placement, and a day to look again that is not later.
    """
    moment = now or timezone.now()
    placements = Placement.objects.select_related("person", "year").select_for_update(of=("self",))
    placement = placements.get(pk=placement_pk)
    demand(why_not_visit(by, VisitAction.RECORD, placement))
    mine = Visit.objects.filter(placement=placement, coach=by)
    same = Q(on=seen.on, where=seen.where, words=seen.words.strip(), taken_back_at=None)
    if kept := mine.filter(Q(key=key) | same).order_by("pk").first():
        return kept
    _refuse_wrong_days(placement, seen, local_date(moment))
    open_ones = SupportRequest.objects.under_way().filter(placement=placement, coach=by)
    asked = open_ones.filter(pk=seen.request).first() if seen.request else None
    return Visit.objects.create(
        placement=placement,
        coach=by,
        on=seen.on,
        where=seen.where,
        words=seen.words.strip(),
        look_again=seen.look_again,
        key=key,
        recorded_at=moment,
        request=asked,
    )


def _refuse_wrong_days(placement: Placement, seen: Seen, today: date) -> None:
    if seen.on > today:
        raise DomainError("This day is still to come. Record it once you saw them.", at="on")
    ends = min(placement.ends or placement.year.ends, placement.year.ends)
    if not placement.starts <= seen.on < ends:
        raise DomainError("They did not hold this role on that day. Choose another day.", at="on")
    if seen.look_again is not None and seen.look_again <= seen.on:
        raise DomainError("Choose a later day to look again.", at="look_again")


@transaction.atomic
def take_back_visit(*, pk: int, by: User, now: datetime | None = None) -> Visit:
    """It was recorded by mistake: it counts no more, and nobody reads its words. Twice is harmless."""
    visit = Visit.objects.select_related("placement").select_for_update(of=("self",)).get(pk=pk)
    demand(why_not_visit(by, VisitAction.TAKE_BACK, visit))
    if visit.taken_back_at is None:
        visit.taken_back_at = now or timezone.now()
        visit.save(update_fields=["taken_back_at"])
    return visit
