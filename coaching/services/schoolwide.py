"""Professional development of the whole school that a Peer Coach led."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from coaching.models import MOST_MINUTES, MOST_WHO_CAME, SchoolwidePD
from coaching.services.duties import settle
from coaching.services.own_work import recording, refuse_wrong_day, taken_back
from common.clock import day_in_words, local_date
from common.errors import DomainError
from pathways.models import Deliverable
from people.models import User


@dataclass(frozen=True, slots=True)
class Led:
    """Schoolwide professional development that was led."""

    day: date
    title: str
    came: int
    minutes: int


@transaction.atomic
def record_pd(*, placement_pk: int, by: User, said: Led, now: datetime | None = None) -> SchoolwidePD:
    """Keep that this Peer Coach led PD of the whole school. The same again answers what is kept.

    Raises DomainError for a day to come or outside the role, nobody who came, and no time.
    """
    moment = now or timezone.now()
    placement = recording(placement_pk, by, moment)
    refuse_wrong_day(placement, said.day, local_date(moment), at="day")
    if not 1 <= said.came <= MOST_WHO_CAME:
        raise DomainError(f"Write how many came, from 1 to {MOST_WHO_CAME:,}.", at="came")
    if not 1 <= said.minutes <= MOST_MINUTES:
        raise DomainError(f"Write how many minutes it took, from 1 to {MOST_MINUTES:,}.", at="minutes")
    title = said.title.strip()
    rows = SchoolwidePD.objects.kept().filter(placement=placement, day=said.day, title=title)
    if (kept := rows.first()) is not None:
        return kept
    numbers = {"came": said.came, "minutes": said.minutes}
    row = SchoolwidePD.objects.create(
        placement=placement, day=said.day, title=title, recorded_at=moment, **numbers
    )
    told = f"Led schoolwide PD on {day_in_words(row.day)}; {row.came:,} came."
    key, source = f"schoolwide_pd-{row.pk}", Deliverable.Source.SCHOOLWIDE_PD
    settle(placement, source, by=by, said=told, key=key, now=moment)
    return row


@transaction.atomic
def take_back_pd(*, pk: int, by: User, now: datetime | None = None) -> SchoolwidePD:
    """It was recorded by mistake: it counts no more. Twice is harmless."""
    row = SchoolwidePD.objects.get(pk=pk)
    return taken_back(row, row.placement_id, by, now)
