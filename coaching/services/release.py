"""How much time of a Peer Coach is free for coaching: proposed, and confirmed by whoever signs for the school."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import MOST_MINUTES, ReleaseTime
from coaching.policies import why_not_peer
from coaching.services.duties import settle, unsettle
from coaching.services.own_work import locked
from coaching.states import PeerAction
from common.clock import day_in_words, local_date
from common.counting import counted
from common.errors import DomainError, demand
from notifications.services import queue
from pathways.models import Deliverable, Placement
from pathways.services import waits_for_word
from people.models import User

NO_TIME = (
    "Write at least 1 minute. If your school gives none, ask whoever signs for it to say so here, and write to the "
    "program managers of the pathway."
)


@dataclass(frozen=True, slots=True)
class Free:
    """Minutes a week that are free for coaching, from a day on, and in which periods."""

    minutes: int
    since: date
    periods: str = ""


@transaction.atomic
def say_release_time(*, placement_pk: int, by: User, said: Free, now: datetime | None = None) -> ReleaseTime:
    """Propose release time; said by whoever signs for the school, it is confirmed at once, and the leader gets a mail.
    What waited before is set aside. The same proposal again answers the one that waits.

    Raises DomainError for more minutes than a week has, for a proposal of none, and for a day outside the program year.
    """
    moment = now or timezone.now()
    placement = locked(placement_pk)
    signs = why_not_peer(by, PeerAction.CONFIRM, placement, local_date(moment)) is None
    if not signs:
        demand(why_not_peer(by, PeerAction.PROPOSE, placement, local_date(moment)))
    _refuse_wrong_time(placement, said)
    if not signs and not said.minutes:
        raise DomainError(NO_TIME, at="minutes")
    waits = ReleaseTime.objects.waiting().filter(placement=placement).first()
    if waits is not None and _says(waits) == said:
        return _confirmed(waits, placement, by, moment) if signs else waits
    if waits is not None:
        waits.set_aside_at = moment
        waits.save(update_fields=["set_aside_at"])
    row = ReleaseTime(
        placement=placement,
        minutes=said.minutes,
        since=said.since,
        periods=said.periods,
        proposed_by=by,
        proposed_at=moment,
    )
    if signs:
        row.confirmed_by, row.confirmed_at = by, moment
    row.save()
    if signs:
        _settle(row, placement, by, moment)
        _tell(row, placement, by)
    else:
        waits_for_word(placement_pk=placement.pk, source=Deliverable.Source.RELEASE_TIME, since=moment)
    return row


@transaction.atomic
def confirm_release_time(*, pk: int, by: User, now: datetime | None = None) -> ReleaseTime:
    """It is so. Twice is harmless. Raises DomainError for what was set aside meanwhile."""
    moment = now or timezone.now()
    placement = locked(ReleaseTime.objects.values_list("placement", flat=True).get(pk=pk))
    row = ReleaseTime.objects.get(pk=pk)
    demand(why_not_peer(by, PeerAction.CONFIRM, placement, local_date(moment)))
    if row.set_aside_at is not None:
        raise DomainError("Something else was said about this release time meanwhile. Look at it again.")
    return row if row.confirmed_at is not None else _confirmed(row, placement, by, moment)


def _confirmed(row: ReleaseTime, placement: Placement, by: User, moment: datetime) -> ReleaseTime:
    row.confirmed_by, row.confirmed_at = by, moment
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _settle(row, placement, by, moment)
    return row


def _settle(row: ReleaseTime, placement: Placement, by: User, moment: datetime) -> None:
    said = f"Release time confirmed: {counted(row.minutes, 'minute')} a week from {day_in_words(row.since)}."
    key, source = f"release_time-{row.pk}", Deliverable.Source.RELEASE_TIME
    # What was proposed in time is in time, whenever it is confirmed.
    settle(placement, source, by=by, said=said, key=key, now=moment, day=local_date(row.proposed_at))
    waits_for_word(placement_pk=placement.pk, source=source, since=None)
    # What is confirmed last counts, and may be that there is none.
    unsettle(placement, by=by, now=moment)


def _tell(row: ReleaseTime, placement: Placement, by: User) -> None:
    queue(
        to=placement.person,
        template="coaching/release_time",
        context={"row": row, "by": by},
        dedupe_key=f"release-time-{row.pk}",
    )


def _says(row: ReleaseTime) -> Free:
    return Free(row.minutes, row.since, row.periods)


def _refuse_wrong_time(placement: Placement, said: Free) -> None:
    if not 0 <= said.minutes <= MOST_MINUTES:
        raise DomainError(f"Write minutes a week, from 0 to {MOST_MINUTES:,}.", at="minutes")
    if not placement.year.starts <= said.since < placement.year.ends:
        raise DomainError(f"Choose a day within {placement.year}, the year of this role.", at="since")
