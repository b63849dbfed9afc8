"""A placement ends, and how it ended is put right."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from common.states import spoken
from notifications.services import queue
from pathways.models import Placement, PlacementEvent, SchoolAssignment
from pathways.policies import why_not, why_not_completed
from pathways.services.moves import tell
from pathways.services.placements import keep_school, locked, record
from pathways.states import Beside, Ending, PlacementAction
from people.models import User


@transaction.atomic
def end_placement(
    *,
    pk: int,
    by: User,
    ends: date,
    reason: Ending,
    note: str = "",
    now: datetime | None = None,
) -> Placement:
    """End a placement; `ends` is the first day it is no longer served. Staff of the pathway only.

    Moves and leaves that lie behind that day no longer count; they are kept, for the end may be corrected. Raises
    DomainError for a day outside the placement, and when it is to be completed before its last day has come.
    """
    placement = locked(pk)
    moment, last_day = now or timezone.now(), ends - timedelta(days=1)
    day = local_date(moment)
    demand(why_not(by, PlacementAction.END, placement, day))
    _check_ending(placement, ends, reason, day)
    was = _move_ahead(placement, moment)
    placement.ends, placement.end_reason = ends, reason
    placement.save(update_fields=["ends", "end_reason"])
    keep_school(placement, day)
    event = record(placement, PlacementAction.END, by, moment, note, **_as_it_ends(placement))
    _tell_of_move(placement, was, event, by)
    _tell(placement, ahead=day < last_day, key=f"placement-ended-{placement.pk}")
    return placement


@transaction.atomic
def correct_end(
    *, pk: int, by: User, ends: date, reason: Ending, why: str, now: datetime | None = None
) -> Placement:
    """Put right the last day and the reason of a placement that was ended; what it said and why it changes stay
    in the history. What a run has paid stays as it was paid: the next one settles the difference.

    Moves and leaves before the new end count again, those behind it no longer.
    """
    placement = locked(pk)
    moment, last_day = now or timezone.now(), ends - timedelta(days=1)
    day = local_date(moment)
    demand(why_not(by, PlacementAction.CORRECT_END, placement, day))
    if not why.strip():
        raise DomainError("Say why this is corrected. The reason stays on record.")
    _check_ending(placement, ends, reason, day)
    _check_nothing_follows(placement, ends)
    if (placement.ends, placement.end_reason) == (ends, reason):
        raise DomainError(
            "That is the day and the reason on record. Change one of them, or leave it as it is."
        )
    before, was = _as_it_ends(placement), _move_ahead(placement, moment)
    placement.ends, placement.end_reason = ends, reason
    placement.save(update_fields=["ends", "end_reason"])
    _reach(placement, ends)
    keep_school(placement, day)
    event = record(placement, PlacementAction.CORRECT_END, by, moment, why.strip(), **before)
    _tell_of_move(placement, was, event, by)
    _tell(placement, ahead=day < last_day, why=why.strip(), key=f"placement-end-corrected-{event.pk}")
    return placement


@transaction.atomic
def take_back_end(*, pk: int, by: User, why: str, now: datetime | None = None) -> Placement:
    """A placement that was ended by mistake goes on until its year ends; how it was said to end and why it did not stay
    in the history. What a run has paid stays as it was paid: the next one settles the difference.

    Moves and leaves behind the end that was said count again.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    demand(why_not(by, PlacementAction.TAKE_BACK_END, placement, local_date(moment)))
    if not why.strip():
        raise DomainError("Say why the end is taken back. The reason stays on record.")
    _check_nothing_follows(placement, placement.year.ends)
    before, was = _as_it_ends(placement), _move_ahead(placement, moment)
    placement.ends, placement.end_reason = placement.year.ends, ""
    placement.save(update_fields=["ends", "end_reason"])
    _reach(placement, placement.year.ends)
    keep_school(placement, local_date(moment))
    event = record(placement, PlacementAction.TAKE_BACK_END, by, moment, why.strip(), **before)
    _tell_of_move(placement, was, event, by, reason="The placement goes on.")
    queue(
        to=placement.person,
        template="pathways/end_taken_back",
        context={"placement": placement, "last_day": placement.last_day, "why": why.strip()},
        dedupe_key=f"placement-end-taken-back-{event.pk}",
    )
    return placement


def _tell(placement: Placement, *, ahead: bool, key: str, why: str = "") -> None:
    queue(
        to=placement.person,
        template="pathways/placement_ended",
        context={
            "placement": placement,
            "reason": spoken(placement.end_reason),
            "last_day": placement.last_day,
            "ahead": ahead,
            "why": why,
        },
        dedupe_key=key,
    )


def _as_it_ends(placement: Placement) -> dict[str, Any]:
    return {"end_reason": placement.end_reason, "last_day": placement.last_day}


def _check_ending(placement: Placement, ends: date, reason: Ending, day: date) -> None:
    if not placement.starts < ends <= placement.year.ends:
        first, last = day_in_words(placement.starts), day_in_words(placement.year.ends - timedelta(days=1))
        raise DomainError(
            f"Choose a last day within the placement and its program year: from {first} to {last}.",
            at="last_day",
        )
    early = why_not_completed(ends - timedelta(days=1), day)
    if reason is Ending.COMPLETED and early:
        raise DomainError(early, at="last_day")


def _check_nothing_follows(placement: Placement, ends: date) -> None:
    """Nobody holds the same role twice at once."""
    others = Placement.objects.filter(person=placement.person, role=placement.role).exclude(pk=placement.pk)
    next_one = others.filter(starts__gte=placement.starts, starts__lt=ends).order_by("starts").first()
    if next_one is not None:
        raise DomainError(
            f"{placement.person} holds this role again from {next_one.starts:%B %-d, %Y}. Choose a last day before it."
        )


def _reach(placement: Placement, ends: date) -> None:
    """The last school is served until the end."""
    last = placement.assignments.last()
    if last is not None and last.ends is not None and last.ends < ends:
        last.ends = ends
        last.save(update_fields=["ends"])


def _move_ahead(placement: Placement, now: datetime) -> SchoolAssignment | None:
    ahead = placement.assignments.coming(local_date(now)).select_related("school", "placement__person")
    found: SchoolAssignment | None = ahead.last()
    return found


def _tell_of_move(
    placement: Placement, was: SchoolAssignment | None, event: PlacementEvent, by: User, reason: str = ""
) -> None:
    """A move that the end leaves behind does not take place; one that a corrected end reaches again does."""
    now = _move_ahead(placement, event.at)
    move = was or now
    if move is None or (was is not None and now is not None):
        return
    move.placement = placement
    left = placement.assignments.filter(starts__lt=move.starts).select_related("school").latest("starts")
    happens = now is not None
    deed = Beside.MOVE_AFTER_ALL if happens else Beside.MISS_MOVE
    event = record(placement, deed, by, event.at, school=move.school, first_day=move.starts)
    template = "pathways/placement_moved" if happens else "pathways/move_taken_back"
    reason = reason or f"The placement ends on {placement.last_day:%B %-d, %Y}."
    tell(template, move, left.school, event, by=by, ahead=True, reason="" if happens else reason)
