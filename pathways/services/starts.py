"""The first day of a placement is put right."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from notifications.services import queue
from pathways.models import Placement, SchoolAssignment
from pathways.policies import why_not
from pathways.services.placements import keep_school, locked, record
from pathways.states import PlacementAction
from people.models import User


def start_topic(pk: int) -> str:
    """Under this the mail waits that tells the leader of this placement of a corrected first day."""
    return f"start-corrected-{pk}"


@transaction.atomic
def correct_start(*, pk: int, by: User, starts: date, why: str, now: datetime | None = None) -> Placement:
    """Put right the first day of a placement; what it said and why it changes stay in the history, and the leader
    is told. What a run has paid stays as it was paid: the next one settles the difference.

    Raises DomainError for a day outside the program year, behind the end or a move, past the beginning of a leave,
    or in another placement of the same role.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    demand(why_not(by, PlacementAction.CORRECT_START, placement, local_date(moment)))
    if not why.strip():
        raise DomainError("Say why this is corrected. The reason stays on record.")
    was, first = placement.starts, placement.assignments.select_for_update(of=("self",)).first()
    if starts == was:
        raise DomainError("That is the first day on record. Choose another, or leave it as it is.")
    _check_day(placement, first, starts)
    _check_nobody_before(placement, starts)
    if first is not None:
        first.starts = starts
        first.save(update_fields=["starts"])
    placement.starts = starts
    placement.save(update_fields=["starts"])
    keep_school(placement, local_date(moment))
    event = record(placement, PlacementAction.CORRECT_START, by, moment, why.strip(), first_day=was)
    queue(
        to=placement.person,
        template="pathways/start_corrected",
        context={
            "placement": placement,
            "was": was,
            "why": why.strip(),
            "ahead": local_date(moment) < starts,
        },
        dedupe_key=f"placement-start-corrected-{event.pk}",
        topic=start_topic(placement.pk),
    )
    return placement


def _check_day(placement: Placement, first: SchoolAssignment | None, starts: date) -> None:
    year, before = placement.year, "Choose a first day before that."
    if not year.starts <= starts < year.ends:
        raise DomainError(f"Choose a first day within the program year {year}.", at="first_day")
    if placement.ends is not None and starts >= placement.ends:
        raise DomainError(
            f"It ends on {placement.ends - timedelta(days=1):%B %-d, %Y}. {before}", at="first_day"
        )
    if first is not None and first.ends is not None and starts >= first.ends:
        following = placement.assignments.select_related("school").get(starts=first.ends)
        raise DomainError(
            f"It moves to {following.school} on {first.ends:%B %-d, %Y}. {before}", at="first_day"
        )
    leave = placement.leaves.filter(starts__lt=starts).order_by("starts").first()
    if leave is not None:
        raise DomainError(
            f"A leave began on {leave.starts:%B %-d, %Y}: take it back first, or choose that day or an earlier one."
        )


def _check_nobody_before(placement: Placement, starts: date) -> None:
    """Nobody holds the same role twice at once."""
    others = Placement.objects.filter(person=placement.person, role=placement.role).exclude(pk=placement.pk)
    earlier = others.filter(starts__lt=placement.starts, ends__gt=starts).order_by("-ends").first()
    if earlier is not None and earlier.ends is not None:
        last = earlier.ends - timedelta(days=1)
        raise DomainError(
            f"{placement.person} held this role until {last:%B %-d, %Y}. Choose a first day after it."
        )
