"""Verbs on the milestones of one fellow: planned, moved for a reason, reached, tried again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from fellows.models import Fellow, Milestone
from fellows.policies import why_not, why_not_by_hand, why_not_due, why_not_tried_since
from fellows.services.fellows import locked, record, refuse_far_day
from fellows.services.proofs import refuse_number
from fellows.states import Action
from notifications.services import cancel
from people.models import User


@transaction.atomic
def keep_milestone(
    *,
    pk: int,
    by: User,
    kind: str,
    attempt: int,
    due: date | None = None,
    reached_on: date | None = None,
    expires_on: date | None = None,
    note: str = "",
    now: datetime | None = None,
) -> None:
    """Plan a milestone, record it as reached, or both; a refused day leaves nothing half typed."""
    which: dict[str, Any] = {"pk": pk, "kind": kind, "attempt": attempt, "by": by, "now": now}
    if due is not None:
        plan_milestone(**which, due=due, reason=note)
    if reached_on is not None:
        reach_milestone(**which, on=reached_on, expires=expires_on, note=note)


@transaction.atomic
def plan_milestone(
    *,
    pk: int,
    kind: str,
    due: date,
    by: User,
    attempt: int = 1,
    reason: str = "",
    now: datetime | None = None,
) -> None:
    """A milestone of this fellow is due on a day of their own; the plan of the cohort moves it no more. The same day
    again writes nothing. Another day than before asks for a reason, which stays in the history.

    Raises DomainError for one that is over, for a day far from the fellow's cohort, without a reason, and
    for words with a number of a document.
    """
    fellow = locked(pk)
    demand(why_not(by, Action.PLAN_MILESTONE, fellow))
    refuse_number(reason)
    refuse_far_day(fellow, due)
    which: dict[str, Any] = {"fellow": fellow, "kind": kind, "attempt": attempt}
    known = Milestone.objects.filter(**which).first()
    demand(why_not_due(known, due) if known else None)
    before = known.due if known else None
    if before == due:
        return
    if before is not None and not reason.strip():
        raise DomainError(
            f"It is due on {before:%B %-d, %Y} now. Write why it moves: the reason stays in the history.",
            at="note",
        )
    row, _ = Milestone.objects.update_or_create(**which, defaults={"due": due, "follows_plan": False})
    cancel(topic=f"milestone-{row.pk}")
    action = Action.PLAN_MILESTONE if before is None else Action.MOVE_MILESTONE
    facts: dict[str, Any] = {"milestone": kind, "attempt": attempt, "day": due, "was_due": before}
    record(fellow, action, by, now or timezone.now(), note=reason.strip() if before else "", **facts)


@transaction.atomic
def reach_milestone(
    *,
    pk: int,
    kind: str,
    on: date,
    by: User,
    attempt: int = 1,
    expires: date | None = None,
    note: str = "",
    now: datetime | None = None,
) -> Milestone:
    """A fellow reached a milestone on a day not after today. Its waiting reminders are cancelled.

    Raises DomainError for a step at UCLA, for an attempt that was not passed, for days that cannot be, and for words
    with a number of a document.
    """
    demand(why_not_by_hand(kind))
    fellow = locked(pk)
    demand(why_not(by, Action.REACH_MILESTONE, fellow))
    tried = Milestone.objects.filter(fellow=fellow, kind=kind, attempt=attempt).first()
    demand(why_not(by, Action.REACH_MILESTONE, tried) if tried else None)
    which: dict[str, Any] = {"kind": kind, "attempt": attempt, "expires": expires, "note": note}
    return mark_reached(fellow, on=on, by=by, now=now or timezone.now(), **which)


def mark_reached(
    fellow: Fellow,
    *,
    kind: str,
    on: date,
    by: User,
    now: datetime,
    attempt: int = 1,
    expires: date | None = None,
    note: str = "",
) -> Milestone:
    """The milestone of a fellow who is held, reached on this day, with its line of history.

    Raises DomainError for days that cannot be, and for words with a number of a document.
    """
    refuse_number(note)
    if on > local_date(now):
        raise DomainError("A milestone is reached today or earlier. Choose such a day.")
    if expires is not None and expires <= on:
        raise DomainError("A credential expires after the day it was reached.")
    refuse_far_day(fellow, on)
    if expires is not None:
        refuse_far_day(fellow, expires)
    reached = {"reached_on": on, "expires_on": expires, "note": note}
    milestone, _ = Milestone.objects.update_or_create(
        fellow=fellow, kind=kind, attempt=attempt, defaults=reached
    )
    record(fellow, Action.REACH_MILESTONE, by, now, milestone=kind, attempt=attempt, day=on)
    cancel(topic=f"milestone-{milestone.pk}")
    return milestone


@transaction.atomic
def not_passed(
    *, pk: int, on: date, due: date, by: User, note: str = "", now: datetime | None = None
) -> Milestone:
    """The attempt at a cycle of the CalAPA was not passed: it stays with its day, and the next one is due later.
    Answers the next attempt.

    Raises DomainError for a result of a day to come, and for a next attempt before it.
    """
    moment = now or timezone.now()
    fellow = locked(Milestone.objects.values_list("fellow", flat=True).get(pk=pk))
    milestone = Milestone.objects.select_related("fellow").get(pk=pk)
    demand(why_not(by, Action.NOT_PASSED, milestone))
    refuse_number(note)
    if on > local_date(moment):
        raise DomainError("A result came today or earlier. Choose such a day.", at="on")
    refuse_far_day(fellow, on)
    if due <= on:
        raise DomainError("The next attempt is due after the day of this result.", at="due")
    refuse_far_day(fellow, due)
    milestone.not_passed_on, milestone.note = on, note
    milestone.save(update_fields=["not_passed_on", "note"])
    cancel(topic=f"milestone-{milestone.pk}")
    facts: dict[str, Any] = {"milestone": milestone.kind}
    record(fellow, Action.NOT_PASSED, by, moment, note=note, day=on, attempt=milestone.attempt, **facts)
    return _next_attempt(fellow, milestone, due, by, moment)


def _next_attempt(fellow: Fellow, milestone: Milestone, due: date, by: User, moment: datetime) -> Milestone:
    """Its day is the fellow's own. One that was planned before keeps its day, if it has one."""
    attempt = milestone.attempt + 1
    which: dict[str, Any] = {"fellow": fellow, "kind": milestone.kind, "attempt": attempt}
    row, _ = Milestone.objects.get_or_create(**which)
    if row.reached_on is None and row.not_passed_on is None and row.due != due:
        before, row.due = row.due, due
        row.save(update_fields=["due"])
        facts: dict[str, Any] = {"milestone": row.kind, "attempt": attempt, "day": due, "was_due": before}
        record(fellow, Action.MOVE_MILESTONE if before else Action.PLAN_MILESTONE, by, moment, **facts)
    return row


@transaction.atomic
def undo_not_passed(*, pk: int, by: User, reason: str, now: datetime | None = None) -> Milestone:
    """That an attempt was not passed was recorded by mistake: it is open again, and the next one is taken off with its
    day. The history keeps both, with the `reason`.

    Raises DomainError for an attempt that is not on record as not passed, once the next one has a result, without a
    reason, and for words with a number of a document.
    """
    moment = now or timezone.now()
    fellow = locked(Milestone.objects.values_list("fellow", flat=True).get(pk=pk))
    milestone = Milestone.objects.select_related("fellow").get(pk=pk)
    demand(why_not(by, Action.UNDO_NOT_PASSED, milestone))
    refuse_number(reason, at="reason")
    if not reason.strip():
        raise DomainError("Write why it is taken back: the reason stays in the history.", at="reason")
    demand(why_not_tried_since(milestone))
    facts: dict[str, Any] = {"milestone": milestone.kind, "attempt": milestone.attempt}
    facts["day"], milestone.not_passed_on, milestone.note = milestone.not_passed_on, None, ""
    milestone.save(update_fields=["not_passed_on", "note"])
    record(fellow, Action.UNDO_NOT_PASSED, by, moment, note=reason.strip(), **facts)
    for later in fellow.milestones.filter(kind=milestone.kind, attempt__gt=milestone.attempt):
        _take_off(fellow, later, by, moment)
    return milestone


def _take_off(fellow: Fellow, milestone: Milestone, by: User, moment: datetime) -> None:
    facts: dict[str, Any] = {"milestone": milestone.kind, "attempt": milestone.attempt}
    cancel(topic=f"milestone-{milestone.pk}")
    record(fellow, Action.TAKE_OFF_MILESTONE, by, moment, was_due=milestone.due, **facts)
    milestone.delete()
