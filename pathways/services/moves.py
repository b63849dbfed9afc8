"""A placement moves to another school, and the move is taken back while it is ahead."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from notifications.services import queue
from pathways.models import Offering, Placement, PlacementEvent, Role, SchoolAssignment
from pathways.policies import managers_of, manages, why_not, why_not_moved_to, why_not_receiving
from pathways.queries import held_at, places_of
from pathways.services.placements import days_of, keep_school, locked, record, within
from pathways.states import PlacementAction
from people.models import School, SchoolMembership, User
from people.queries import person_at, signer_for


@transaction.atomic
def move_school(
    *, pk: int, to: School, starts: date, by: User, why: str = "", now: datetime | None = None
) -> SchoolAssignment:
    """Serve a placement at another school from `starts`. The receiving school's signer or staff may start it.

    The leader and both schools get a mail with `why`, and the managers of the pathway when a school started it. Raises
    DomainError when the day or the school cannot be; a school starts no move that lies in the past, and none
    to more leaders than it has places.
    """
    placement = locked(pk)
    moment = now or timezone.now()
    day = local_date(moment)
    demand(why_not_moved_to(by, placement, to, day))
    staff = _is_staff_of(by, placement)
    present = placement.assignments.select_for_update(of=("self",)).select_related("school").last()
    _check_day(placement, present, starts, day, staff=staff)
    _check_school(placement, present, to, starts)
    _check_places(placement, to, staff=staff)
    left = placement.school if present is None else present.school
    if present is not None:
        present.ends = starts
        present.save(update_fields=["ends"])
    assignment = SchoolAssignment.objects.create(
        placement=placement, school=to, starts=starts, ends=placement.ends
    )
    keep_school(placement, day)
    facts = {"left": left, "school": to, "first_day": starts}
    event = record(placement, PlacementAction.MOVE, by, moment, why.strip(), **facts)
    tell("pathways/placement_moved", assignment, left, event, by=by, ahead=starts >= day, reason=event.note)
    return assignment


def leader_coming(*, email: str, role: Role, to: School, on: date, by: User) -> Placement:
    """The placement that whoever signs for the school `to` knows by address and role, and receives on that day.

    Raises DomainError, the same for an unknown address as for a person without such a placement.
    """
    demand(why_not_receiving(by, to))
    found = Placement.objects.on(on).filter(person=person_at(email), role=role, end_reason="").first()
    if found is None:
        raise DomainError("Nobody with this address holds this role on that day. Check all three.")
    return found


@transaction.atomic
def take_back_move(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Placement:
    """A move that is ahead, or begins today, does not happen: the placement stays where it is. Staff of the
    pathway only."""
    placement = locked(pk)
    moment = now or timezone.now()
    day = local_date(moment)
    demand(why_not(by, PlacementAction.TAKE_BACK_MOVE, placement, day))
    coming = placement.assignments.select_related("school").to_take_back(day).latest("starts")
    if not reason.strip():
        raise DomainError("Say why the move is taken back. The reason stays on record.")
    before = placement.assignments.filter(starts__lt=coming.starts).select_related("school").latest("starts")
    coming.delete()
    before.ends = placement.ends
    before.save(update_fields=["ends"])
    keep_school(placement, day)
    was = {"school": coming.school, "first_day": coming.starts}
    event = record(placement, PlacementAction.TAKE_BACK_MOVE, by, moment, reason.strip(), **was)
    coming.placement = placement
    tell("pathways/move_taken_back", coming, before.school, event, by=by, ahead=True, reason=reason.strip())
    return placement


@transaction.atomic
def settle_moves(*, now: datetime | None = None) -> int:
    """Placements whose move begins today are at their new school; answers how many. Again, it changes nothing."""
    served = SchoolAssignment.objects.on(local_date(now or timezone.now())).taking_place()
    begun = served.exclude(school=F("placement__school")).values_list("placement", "school")
    return sum(
        Placement.objects.filter(pk=placement).update(school=school) for placement, school in list(begun)
    )


def _is_staff_of(by: User, placement: Placement) -> bool:
    """Whether they act as a program manager, not for a school."""
    return placement.person_id != by.pk and manages(by, placement.role.pathway_id)


def _check_school(placement: Placement, present: SchoolAssignment | None, to: School, day: date) -> None:
    if present is not None and present.school_id == to.pk:
        raise DomainError(f"This placement is served at {to} already.")
    if not SchoolMembership.objects.on(day).filter(school=to).exists():
        raise DomainError(f"{to} is not a school of the network on that day. Choose another school.")
    cohort = placement.cohort
    if cohort is not None and not cohort.serves(to):
        raise DomainError(f"{cohort.mismatch(to)} Choose another school.")


def _check_places(placement: Placement, to: School, *, staff: bool) -> None:
    """A school takes no more leaders than it has places. Whoever gives a place waits for the others here."""
    offerings = Offering.objects.select_for_update(of=("self",), no_key=True)
    # Its version is read once it is held: one joined while this waits would be the one of before.
    offering = offerings.filter(role=placement.role_id, year=placement.year_id).first()
    if staff or offering is None:
        return
    held, places = held_at(offering, to.pk), places_of(offering).at(to.pk)
    if held >= places:
        raise DomainError(
            f"No place for {placement.role} in {placement.year} is free at {to}: {held} of {places} taken. "
            "A program manager can still move a leader there: write to the Partnership."
        )


def _check_day(
    placement: Placement, present: SchoolAssignment | None, starts: date, day: date, *, staff: bool
) -> None:
    if not staff and starts < day:
        raise DomainError(
            "Choose today or a later day. A program manager can record an earlier one: write to the Partnership.",
            at="first_day",
        )
    if not within(placement, starts) or (present is not None and starts <= present.starts):
        after = days_of(placement, after=present.starts if present else None)
        raise DomainError(
            f"Choose a day within the placement, after it began at its present school: {after}.",
            at="first_day",
        )


def tell(
    template: str,
    move: SchoolAssignment,
    left: School,
    event: PlacementEvent,
    *,
    by: User,
    ahead: bool,
    reason: str = "",
) -> None:
    """The leader, who signs for either school, and the managers when a school did it; never who did it."""
    told = {by.pk}
    for person, part in _concerned(move, left, by, local_date(event.at)):
        if person is None or person.pk in told:
            continue
        told.add(person.pk)
        queue(
            to=person,
            template=template,
            context={
                "placement": move.placement,
                "left": left,
                "to": move.school,
                "starts": move.starts,
                "by": by,
                "part": part,
                "ahead": ahead,
                "reason": reason,
            },
            dedupe_key=f"placement-move-{event.pk}-{person.pk}",
        )


def _concerned(
    move: SchoolAssignment, left: School, by: User, day: date
) -> Iterator[tuple[User | None, str]]:
    yield move.placement.person, "leader"
    if not _is_staff_of(by, move.placement):
        for manager in managers_of(move.placement.role.pathway_id, day):
            yield manager, "manager"
    yield signer_for(left, day), "leaving"
    yield signer_for(move.school, day), "receiving"
