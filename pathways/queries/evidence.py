"""Events and goals as evidence of what leaders deliver."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from pathways.models import (
    DeliverableRecord,
    GoalNote,
    Placement,
    ProgramEvent,
    SchoolAssignment,
    SchoolGoal,
)
from pathways.states import DeliverableAction, DeliverableState, ProgramEventState
from people.models import User

# What is noted of a goal long before the work is due says how it began, not how it went.
BEFORE_DUE = timedelta(days=30)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pathways.models.deliverables import DeliverableRecordQuerySet


def events_to_show(record: DeliverableRecord) -> "QuerySet[ProgramEvent]":
    """The events that were held in the year of its placement, of its school and of the whole Partnership, of the kind
    that counts where one is named, the newest first."""
    placement, kind = record.placement, record.deliverable.event_kind
    theirs = Q(school=placement.school_id) | Q(school=None)
    held = ProgramEvent.objects.filter(theirs, year=placement.year_id, state=ProgramEventState.HELD)
    return (held.filter(kind=kind) if kind else held).order_by("-day", "-pk")


def goals_to_show(placement: Placement) -> "QuerySet[SchoolGoal]":
    """The goals its school pursues in that year of which something was noted."""
    noted = GoalNote.objects.standing().filter(goal=OuterRef("pk"))
    goals = SchoolGoal.objects.pursued().filter(school=placement.school_id, year=placement.year_id)
    return goals.filter(Exists(noted))


def owed_from_event(event: ProgramEvent) -> "DeliverableRecordQuerySet":
    """What whoever planned this event and led on its day, at its school or for the Partnership's at any, still owes and
    such an event completes."""
    served = _served(event.year_id, event.day).filter(placement__person__in=event.planners.order_by())
    if event.school_id is not None:
        served = served.filter(school=event.school_id)
    return _owed(served, event.day).filter(
        deliverable__completes_from="event", deliverable__event_kind__in=["", event.kind]
    )


def owed_from_goal(goal: SchoolGoal, day: date) -> "DeliverableRecordQuerySet":
    """What those who led at the school of this goal on that day, in a pathway that serves it, still owe and a goal
    completes: what is due by then, or within a month (rules.md §1, Deliverables amount)."""
    served = _served(goal.year_id, day).filter(
        school=goal.school_id, placement__role__pathway__goal_area=goal.area
    )
    return _owed(served, day).filter(
        deliverable__completes_from="goal", deliverable__due__lte=day + BEFORE_DUE
    )


def _served(year: int, day: date) -> "QuerySet[SchoolAssignment]":
    return SchoolAssignment.objects.on(day).filter(placement__year=year).order_by()


def _owed(served: "QuerySet[SchoolAssignment]", day: date) -> "DeliverableRecordQuerySet":
    records = DeliverableRecord.objects.filter(placement__in=served.values("placement"))
    return records.serving(day).unsettled()


def completed_by(event: ProgramEvent, user: User) -> "QuerySet[DeliverableRecord]":
    """What completed itself from this event and counts, of those whose work `user` may see."""
    records: QuerySet[DeliverableRecord] = DeliverableRecord.objects.visible_to(user)
    told = records.filter(
        events__program_event=event,
        events__action=DeliverableAction.COMPLETE,
        state=DeliverableState.ACCEPTED,
    )
    return told.select_related("deliverable", "placement__person").order_by(
        "placement__person__sort_name", "pk"
    )
