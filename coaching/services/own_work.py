"""What recording the work of a Peer Coach has in common: the placement is locked, so that two presses are one."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from django.utils import timezone

from coaching.models import (
    CoachedPeer,
    CoachedTeacher,
    HostedSeminar,
    PeerVisit,
    Recording,
    SchoolwidePD,
    SeminarVisitor,
    TeacherCycle,
    peer_coaches,
)
from coaching.policies import why_not_peer
from coaching.services.duties import unsettle
from coaching.states import PeerAction
from common.clock import local_date
from common.errors import DomainError, demand
from pathways.models import Placement
from people.models import User

ONE_DAY = timedelta(days=1)
Row = TypeVar(
    "Row",
    CoachedPeer,
    CoachedTeacher,
    HostedSeminar,
    PeerVisit,
    Recording,
    SchoolwidePD,
    SeminarVisitor,
    TeacherCycle,
)


def locked(placement_pk: int) -> Placement:
    """The placement of a Peer Coach. Whoever else writes of it waits."""
    rows = peer_coaches().select_related("year", "role", "person").select_for_update(of=("self",))
    return rows.get(pk=placement_pk)


def recording(
    placement_pk: int, by: User, moment: datetime, action: PeerAction = PeerAction.RECORD
) -> Placement:
    """The same, for who may record work of this placement. Raises NotAllowed for everybody else."""
    placement = locked(placement_pk)
    demand(why_not_peer(by, action, placement, local_date(moment)))
    return placement


def taken_back(row: Row, placement_pk: int, by: User, now: datetime | None) -> Row:
    """It was recorded by mistake, and counts no more. Twice is harmless."""
    moment = now or timezone.now()
    placement = recording(placement_pk, by, moment)
    row.refresh_from_db(fields=["taken_back_at"])
    if row.taken_back_at is None:
        row.taken_back_at = moment
        row.save(update_fields=["taken_back_at"])
        unsettle(placement, by=by, now=moment)
    return row


def refuse_wrong_day(placement: Placement, on: date, today: date, *, at: str) -> None:
    """Raises DomainError for a day to come, and for one on which the role was not held. Select `year` for it."""
    if on > today:
        raise DomainError("This day is still to come. Record it afterwards.", at=at)
    ends = min(placement.ends or placement.year.ends, placement.year.ends)
    if not placement.starts <= on < ends:
        raise DomainError("You did not hold this role on that day. Choose another day.", at=at)
