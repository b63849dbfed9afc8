"""Verbs on a placement: it begins, moves, pauses and ends. Each writes a line of its history."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, NotAllowed
from notifications.services import queue
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
from pathways.policies import may, may_move_to, speaks_for
from pathways.states import Ending
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
    _check_beginning(person=person, role=role, year=year, cohort=cohort, starts=starts)
    placement = Placement.objects.create(
        person=person,
        role=role,
        year=year,
        cohort=cohort,
        school=school,
        starts=starts,
        # A placement is for one program year; who stays begins a new one.
        ends=year.ends,
        commitment_sha256=commitment_sha256,
    )
    SchoolAssignment.objects.create(placement=placement, school=school, starts=starts, ends=year.ends)
    _owe_deliverables(placement)
    _record(placement, "begin", by, now or timezone.now(), f"{role} at {school}")
    return placement


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

    Its assignments and leaves are cut at that day. Raises DomainError for a day outside the placement, and
    when it is to be completed before its last day has come.
    """
    placement = _locked(pk)
    if not may(by, "end", placement):
        raise NotAllowed("Only a program manager of this pathway may end a placement.")
    moment, last_day = now or timezone.now(), ends - timedelta(days=1)
    ahead = local_date(moment) < last_day
    _check_ending(placement, ends, completes_early=ahead and reason is Ending.COMPLETED)
    placement.ends, placement.end_reason = ends, reason.value
    placement.save(update_fields=["ends", "end_reason"])
    _cut(placement, ends)
    _record(placement, "end", by, moment, note or reason.value.replace("_", " "))
    queue(
        to=placement.person,
        template="pathways/placement_ended",
        context={
            "placement": placement,
            "reason": reason.value.replace("_", " "),
            "last_day": last_day,
            "ahead": ahead,
        },
        dedupe_key=f"placement-ended-{placement.pk}",
    )
    return placement


@transaction.atomic
def move_school(
    *, pk: int, to: School, starts: date, by: User, now: datetime | None = None
) -> SchoolAssignment:
    """Serve a placement at another school from `starts`. The receiving school's signer or staff may start it.

    Raises DomainError when the day is outside the placement, or not after the present school's first day.
    """
    placement = _locked(pk)
    if not may_move_to(by, placement, to):
        raise NotAllowed(
            "Only the principal of the receiving school or a program manager may move a placement."
        )
    present = placement.assignments.select_for_update().order_by("-starts").first()
    if present is not None and present.school_id == to.pk:
        raise DomainError(f"This placement is served at {to} already.")
    if not _within(placement, starts) or (present is not None and starts <= present.starts):
        raise DomainError("Choose a day within the placement, after it began at its present school.")
    if present is not None:
        present.ends = starts
        present.save(update_fields=["ends"])
    assignment = SchoolAssignment.objects.create(
        placement=placement, school=to, starts=starts, ends=placement.ends
    )
    left, placement.school = placement.school, to
    placement.save(update_fields=["school"])
    _record(
        placement, "move", by, now or timezone.now(), f"From {left} to {to}, starting {starts:%B %-d, %Y}."
    )
    return assignment


@transaction.atomic
def receive_leader(
    *, email: str, role: Role, to: School, starts: date, by: User, now: datetime | None = None
) -> SchoolAssignment:
    """The move of a leader whom the receiving principal knows by address and role.

    Raises DomainError, the same for an unknown address as for a person without such a placement.
    """
    if to.pk not in speaks_for(by):
        raise NotAllowed("Only who signs for the receiving school starts such a move.")
    held = Placement.objects.on(starts).filter(person__email__iexact=email, role=role, end_reason="")
    placement = held.first()
    if placement is None:
        raise DomainError("Nobody with this address holds this role on that day. Check all three.")
    return move_school(pk=placement.pk, to=to, starts=starts, by=by, now=now)


@transaction.atomic
def record_leave(
    *,
    pk: int,
    category: str,
    protected: bool,
    starts: date,
    ends: date,
    by: User,
    now: datetime | None = None,
) -> Leave:
    """Time away in `[starts, ends)`. A category and whether it is protected; nothing about health is asked.

    Raises DomainError when the days leave the placement or touch another leave of it.
    """
    placement = _locked(pk)
    if not may(by, "leave", placement):
        raise NotAllowed("Only a program manager of this pathway may record a leave.")
    if ends <= starts:
        raise DomainError("The last day of a leave cannot be before its first.")
    if not _within(placement, starts) or (placement.ends is not None and ends > placement.ends):
        raise DomainError("Choose days within the placement.")
    if placement.leaves.filter(starts__lt=ends, ends__gt=starts).exists():
        raise DomainError(
            "Another leave covers some of these days. Change the days, so that they do not meet."
        )
    leave = Leave.objects.create(
        placement=placement, category=category, protected=protected, starts=starts, ends=ends
    )
    kind = "protected leave" if protected else "leave"
    _record(
        placement,
        "leave",
        by,
        now or timezone.now(),
        f"{leave.get_category_display()}, {kind} from {starts:%B %-d, %Y}.",
    )
    return leave


def _check_ending(placement: Placement, ends: date, *, completes_early: bool) -> None:
    if placement.end_reason:
        raise DomainError("This placement was ended already. Reload the page to see when and why.")
    if not placement.starts < ends <= placement.year.ends:
        raise DomainError("Choose a last day within the placement and its program year.")
    if completes_early:
        raise DomainError(
            f"This placement lasts until {ends - timedelta(days=1):%B %-d, %Y}. Complete it on that day or later; "
            "to end it before, choose another reason."
        )


def _check_beginning(
    *, person: User, role: Role, year: ProgramYear, cohort: Cohort | None, starts: date
) -> None:
    if not year.starts <= starts < year.ends:
        raise DomainError(f"Choose a first day within the program year {year}.")
    if cohort is not None and cohort.role_id != role.pk:
        raise DomainError(f"{cohort} is not a cohort of {role}. Choose one of its own.")
    held = Placement.objects.on(starts).filter(person=person, role=role)
    later = Placement.objects.filter(person=person, role=role, starts__gte=starts, starts__lt=year.ends)
    if held.exists() or later.exists():
        raise DomainError(f"{person} holds the role {role} in that time already. End that placement first.")


def _owe_deliverables(placement: Placement) -> None:
    owed = Deliverable.objects.filter(offering__role=placement.role_id, offering__year=placement.year_id)
    DeliverableRecord.objects.bulk_create(
        DeliverableRecord(placement=placement, deliverable=deliverable) for deliverable in owed
    )


def _locked(pk: int) -> Placement:
    placements = Placement.objects.select_for_update(of=("self",)).select_related(
        "person", "role", "year", "school"
    )
    return placements.get(pk=pk)


def _within(placement: Placement, day: date) -> bool:
    return placement.starts <= day and (placement.ends is None or day < placement.ends)


def _cut(placement: Placement, day: date) -> None:
    """Nothing of a placement lies after its end."""
    placement.assignments.filter(starts__gte=day).delete()
    placement.assignments.filter(ends__gt=day).update(ends=day)
    placement.assignments.filter(ends=None).update(ends=day)
    placement.leaves.filter(starts__gte=day).delete()
    placement.leaves.filter(ends__gt=day).update(ends=day)
    last = placement.assignments.order_by("-starts").first()
    if last is not None and last.school_id != placement.school_id:
        placement.school = last.school
        placement.save(update_fields=["school"])


def _record(placement: Placement, action: str, by: User | None, at: datetime, note: str) -> None:
    PlacementEvent.objects.create(placement=placement, action=action, by=by, at=at, note=note)
