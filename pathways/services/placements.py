"""Verbs on a placement: it begins and pauses (moves.py, endings.py: the others). Each writes a line of its history."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from pathways.models import (
    Cohort,
    Deliverable,
    DeliverableRecord,
    Leave,
    Placement,
    PlacementEvent,
    ProgramYear,
    Role,
    SchoolAssignment,
)
from pathways.policies import why_not
from pathways.states import Beside, PlacementAction
from people.models import School, User


@transaction.atomic
def begin_placement(
    *,
    person: User,
    role: Role,
    year: ProgramYear,
    cohort: Cohort | None,
    school: School,
    starts: date,
    commitment_sha256: str,
    by: User | None,
    now: datetime | None = None,
) -> Placement:
    """A person holds a role at a school from `starts` until the year ends; its deliverables are owed.

    The caller has decided that it may begin. The same commitment never makes a second placement: asked
    again, this answers the first. At commit the database demands two valid signatures on `commitment_sha256`.
    Raises DomainError when the day, the cohort or another placement stands in the way.
    """
    known = Placement.objects.filter(commitment_sha256=commitment_sha256).first()
    if known is not None:
        return known
    placement = Placement(
        person=person,
        role=role,
        year=year,
        cohort=cohort,
        school=school,
        starts=starts,
        commitment_sha256=commitment_sha256,
    )
    begin(placement)
    record(placement, PlacementAction.BEGIN, by, now or timezone.now(), school=school)
    return placement


def begin(placement: Placement) -> None:
    """Save a placement that begins: it lasts until its year ends, and its deliverables are owed. The line of history
    is the caller's. Raises DomainError when the day, the cohort or another placement stands in the way."""
    _check_beginning(placement)
    # A placement is for one program year; who stays begins a new one.
    placement.ends = placement.year.ends
    placement.save()
    SchoolAssignment.objects.create(
        placement=placement, school=placement.school, starts=placement.starts, ends=placement.ends
    )
    _owe_deliverables(placement)


@transaction.atomic
def record_leave(
    *,
    pk: int,
    category: str,
    protected: bool,
    starts: date,
    ends: date,
    by: User,
    why: str = "",
    now: datetime | None = None,
) -> Leave:
    """Time away in `[starts, ends)`. A category and whether it is protected; nothing about health is asked. `why` stays
    in the history.

    Raises DomainError when the days leave the placement or touch another leave of it.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    demand(why_not(by, PlacementAction.LEAVE, placement, local_date(moment)))
    _check_leave(placement, starts, ends)
    leave = Leave.objects.create(
        placement=placement, category=category, protected=protected, starts=starts, ends=ends
    )
    record(placement, PlacementAction.LEAVE, by, moment, why.strip(), **_facts(leave))
    return leave


def _check_leave(placement: Placement, starts: date, ends: date) -> None:
    if ends <= starts:
        raise DomainError("The last day of a leave cannot be before its first.", at="last_day")
    early = not within(placement, starts)
    if early or (placement.ends is not None and ends > placement.ends):
        raise DomainError(
            f"Choose days within the placement: {days_of(placement)}.",
            at="first_day" if early else "last_day",
        )
    if placement.leaves.filter(starts__lt=ends, ends__gt=starts).exists():
        raise DomainError(
            "Another leave covers some of these days. Change the days, so that they do not meet."
        )


@transaction.atomic
def take_back_leave(*, pk: int, leave: int, by: User, reason: str, now: datetime | None = None) -> Leave:
    """A leave of the placement that was recorded by mistake goes; its days and the reason stay in the history. Answers
    what went.

    What a run has paid stays as it was paid: the next one settles the difference. Raises DomainError without a reason.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    demand(why_not(by, PlacementAction.TAKE_BACK_LEAVE, placement, local_date(moment)))
    found = placement.leaves.filter(pk=leave).first()
    if found is None:
        raise DomainError("This leave was taken back already.")
    if not reason.strip():
        raise DomainError("Say why the leave is taken back. The reason stays on record.")
    record(placement, PlacementAction.TAKE_BACK_LEAVE, by, moment, reason.strip(), **_facts(found))
    found.delete()
    return found


def _facts(leave: Leave) -> dict[str, Any]:
    return {
        "category": leave.category,
        "protected": leave.protected,
        "first_day": leave.starts,
        "last_day": leave.last_day,
    }


def _check_beginning(placement: Placement) -> None:
    person, role, year, starts = placement.person, placement.role, placement.year, placement.starts
    if role.pathway.makes_fellows:
        raise DomainError(f"{role} is no placement: who is taken becomes a fellow in a cohort.")
    if not year.starts <= starts < year.ends:
        raise DomainError(f"Choose a first day within the program year {year}.")
    if placement.cohort is not None and placement.cohort.role_id != role.pk:
        raise DomainError(f"{placement.cohort} is not a cohort of {role}. Choose one of its own.")
    held = Placement.objects.on(starts).filter(person=person, role=role)
    later = Placement.objects.filter(person=person, role=role, starts__gte=starts, starts__lt=year.ends)
    if held.exists() or later.exists():
        raise DomainError(f"{person} holds the role {role} in that time already. End that placement first.")


def _owe_deliverables(placement: Placement) -> None:
    owed = Deliverable.objects.filter(offering__role=placement.role_id, offering__year=placement.year_id)
    DeliverableRecord.objects.bulk_create(
        DeliverableRecord(placement=placement, deliverable=deliverable) for deliverable in owed
    )


def locked(pk: int) -> Placement:
    """The placement, held until the transaction ends."""
    # Held first, read after: a school joined while this waits for somebody else's move would be the one of before.
    Placement.objects.select_for_update().only("pk").get(pk=pk)
    return Placement.objects.select_related("person", "role", "year", "school", "cohort").get(pk=pk)


def days_of(placement: Placement, after: date | None = None) -> str:
    """The days of the placement in words, or those `after` one of them: "from Jul 1, 2026 to Jun 30, 2027"."""
    first = placement.starts if after is None else after + timedelta(days=1)
    last = (placement.ends or placement.year.ends) - timedelta(days=1)
    return f"from {day_in_words(first)} to {day_in_words(last)}"


def within(placement: Placement, day: date) -> bool:
    """Whether the day lies in the placement."""
    return placement.starts <= day and (placement.ends is None or day < placement.ends)


def keep_school(placement: Placement, day: date) -> None:
    """`placement.school` is where it is served on `day`; before it begins, where it will begin."""
    rows = list(placement.assignments.taking_place().select_related("school"))
    if not rows:
        return
    begun = [row for row in rows if row.starts <= day]
    served = begun[-1].school if begun else rows[0].school
    if served != placement.school:
        placement.school = served
        placement.save(update_fields=["school"])


def record(
    placement: Placement,
    action: PlacementAction | Beside,
    by: User | None,
    at: datetime,
    note: str = "",
    **facts: Any,
) -> PlacementEvent:
    """A line of the placement's history: `note` as somebody typed it, `facts` in its columns."""
    return PlacementEvent.objects.create(placement=placement, action=action, by=by, at=at, note=note, **facts)
