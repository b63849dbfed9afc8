"""Deliverables that complete themselves from what was put on record elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import day_in_words, local_date
from notifications.services import cancel, queue
from pathways.models import Deliverable, DeliverableEvent, DeliverableRecord, GoalNote, ProgramEvent
from pathways.models.deliverables import DeliverableRecordQuerySet
from pathways.queries.evidence import owed_from_event, owed_from_goal
from pathways.services.deliverables import asking_topic, due_topic
from pathways.services.evidence import evidence_there
from pathways.states import DELIVERABLE_MOVES, BesideDeliverable, DeliverableAction, DeliverableState
from people.models import User


@dataclass(frozen=True)
class Done:
    """What completes a deliverable: the key of the record, what it says, who put it there and when, the day on which
    it was done, and the row of pathways it is, if it is one."""

    key: str
    said: str
    by: User
    at: datetime
    day: date
    named: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def complete_from(
    *,
    placement_pk: int,
    source: str,
    key: str,
    said: str,
    by: User,
    day: date | None = None,
    now: datetime | None = None,
) -> list[DeliverableRecord]:
    """Accept what this placement owes and completes itself from `source`; answers those that changed.

    `key` names the record there, as in "hosted_seminar-17": the same one completes a deliverable once, also after it
    was reopened. `said` is read by the leader: "Hosted the seminar of Feb 10; 3 of 3 visitors confirmed." `by` is
    whoever put the last of it on record; whether they might was asked there. Nothing changes of what is accepted or
    waived already, of a role that was taken back, nor of what is not taken any more on the `day` it was done (the day
    of `now`) without a manager's word. Raises ValueError for a source that is none.
    """
    theirs = DeliverableRecord.objects.filter(placement=placement_pk)
    records, moment = (
        theirs.filter(deliverable__completes_from=Deliverable.Source(source)),
        now or timezone.now(),
    )
    evidence_there(records, by=by, now=moment)
    done = Done(key, said, by, moment, day or local_date(moment))
    return _complete_all(records.unsettled().held(), done)


def waits_for_word(*, placement_pk: int, source: str, since: datetime | None) -> None:
    """What this placement owes and completes itself from `source` waits since then for whoever signs for the school,
    and is not its leader's to do; None: it waits no more. What comes too late that day stays too late. Call it with
    the placement locked."""
    theirs = DeliverableRecord.objects.filter(placement=placement_pk)
    records = theirs.filter(deliverable__completes_from=Deliverable.Source(source))
    for record in records.select_related("deliverable__offering", "placement").order_by("pk"):
        if since is not None and record.too_late(local_date(since)):
            continue
        record.proposed_at = since
        record.save(update_fields=["proposed_at"])
        if since is not None:
            cancel(topic=due_topic(record.pk))


def complete_by_event(event: ProgramEvent, *, by: User, now: datetime) -> list[DeliverableRecord]:
    """The same for those who planned an event that was held."""
    said = f"Held “{event.title}” on {day_in_words(event.day)}; {event.came or 0:,} came."
    done = Done(f"event-{event.pk}", said, by, now, event.day, {"program_event": event})
    return _complete_all(owed_from_event(event), done)


def tell_corrected(event: ProgramEvent, *, was: int, by: User, now: datetime) -> None:
    """A line in the history of each deliverable this event is evidence of: how many came, and how many were said to."""
    records = DeliverableRecord.objects.filter(program_event=event).select_for_update(
        of=("self",), no_key=True
    )
    DeliverableEvent.objects.bulk_create(
        DeliverableEvent(
            record=record,
            action=BesideDeliverable.CORRECT_NUMBER,
            from_state=record.state,
            to_state=record.state,
            by=by,
            at=now,
            note=_corrected(event, was),
        )
        for record in records.order_by("pk")
    )


def _corrected(event: ProgramEvent, was: int) -> str:
    """As a completion says what was seen there, so does its correction."""
    return f"“{event.title}” on {day_in_words(event.day)}: {event.came or 0:,} came, not {was:,}, as was said before."


def complete_by_goal(note: GoalNote, *, by: User, now: datetime) -> list[DeliverableRecord]:
    """The same for those whose pathway serves the goal of which this was noted, from 30 days before the work is due on:
    a goal completes a deliverable once."""
    goal = note.goal
    evidence_there(goal.evidence_of.all(), by=by, now=now)
    # What was noted stands with the goal, where it is taken back too.
    said = f"Noted on {day_in_words(note.day)} of the goal “{goal.wanted}”."
    return _complete_all(
        owed_from_goal(goal, note.day), Done(f"goal-{goal.pk}", said, by, now, note.day, {"goal": goal})
    )


def _complete_all(owed: DeliverableRecordQuerySet, done: Done) -> list[DeliverableRecord]:
    records = owed.select_for_update(of=("self",)).select_related(
        "deliverable__offering", "placement__person", "placement__role", "placement__school"
    )
    found = records.exclude(events__key=done.key).order_by("pk")
    return [_complete(record, done) for record in found if not record.too_late(done.day)]


def _complete(record: DeliverableRecord, done: Done) -> DeliverableRecord:
    before = record.state
    record.state = DELIVERABLE_MOVES[DeliverableState(before), DeliverableAction.COMPLETE]
    record.words, record.decided_at, record.decided_by = "", done.at, done.by
    for name, row in done.named.items():
        setattr(record, name, row)
    record.save(update_fields=["state", "words", "decided_at", "decided_by", *done.named])
    DeliverableEvent.objects.create(
        record=record,
        action=DeliverableAction.COMPLETE,
        from_state=before,
        to_state=record.state,
        by=done.by,
        at=done.at,
        note=done.said,
        source=record.deliverable.completes_from,
        key=done.key,
        **done.named,
    )
    cancel(topic=due_topic(record.pk))
    cancel(topic=asking_topic(record.pk))
    queue(
        to=record.placement.person,
        template="pathways/deliverable_completed",
        context={"record": record, "said": done.said},
        dedupe_key=f"deliverable-{record.pk}-from-{done.key}",
        topic=f"deliverable-{record.pk}-leader",
    )
    return record
