"""The plan of a cohort: written by a program manager, and applied to all its fellows at once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from fellows.models import (
    MOST_HOURS,
    CohortMilestone,
    CohortPlanEvent,
    Fellow,
    FellowCohort,
    Milestone,
)
from fellows.policies import why_not_plan
from fellows.queries.plans import ForFellow, mark_of_plan, plan_of, what_applying_does
from fellows.services.fellows import refuse_day_far_from
from fellows.services.joining import carry_out
from fellows.states import PlanAction
from people.models import User

ELSEWHERE = "The plan was changed in another window meanwhile. Nothing was saved yet. It reads now:"
LOOK = "This would be done now. Nothing was done yet."
WHY = "A day that stood moves or goes. Write why it changes: the reason stays in the history of the plan."
# A day of a plan, and the hours of fieldwork it asks for by then.
Asked = tuple[date, int | None]


@transaction.atomic
def save_plan(
    *,
    pk: int,
    due: Mapping[str, date],
    hours: int | None,
    by: User,
    reason: str = "",
    seen: str = "",
    now: datetime | None = None,
) -> FellowCohort:
    """The plan of a cohort: a day for each kind of milestone it asks for, and hours of fieldwork. No fellow's day moves
    before the plan is applied. Each day that is set, moved or taken off is a line of the plan's history.

    Raises DomainError for a day far from the cohort, for hours without a day and out of bounds, and without a `reason`
    where a day that stood changes; LookFirst when another window changed the plan.
    """
    demand(why_not_plan(by))
    cohort = FellowCohort.objects.select_for_update().get(pk=pk)
    _refuse_wrong(cohort, due, hours)
    wanted = _wanted(due, hours)
    lines = plan_of(cohort)
    stands: dict[str, Asked] = {line.kind: (line.due, line.hours) for line in lines}
    if wanted == stands:
        return cohort
    if seen and mark_of_plan(lines) not in seen.split():
        words = [f"{line.get_kind_display()}: {line.due:%B %-d, %Y}" for line in lines]
        raise LookFirst(
            ELSEWHERE, lines=[*words, "Save again to put yours in its place."], seen=mark_of_plan(lines)
        )
    told = list(_told(cohort, stands, wanted))
    if not reason.strip() and any(one.action != PlanAction.SET for one in told):
        raise DomainError(WHY, at="reason")
    for one in told:
        one.by, one.at, one.note = by, now or timezone.now(), reason.strip()
    CohortPlanEvent.objects.bulk_create(told)
    _put(cohort, wanted)
    return cohort


def _put(cohort: FellowCohort, wanted: Mapping[str, Asked]) -> None:
    cohort.plan.exclude(kind__in=wanted).delete()
    for kind, (day, asked) in wanted.items():
        CohortMilestone.objects.update_or_create(
            cohort=cohort, kind=kind, defaults={"due": day, "hours": asked}
        )


def _wanted(due: Mapping[str, date], hours: int | None) -> dict[str, Asked]:
    fieldwork = Milestone.Kind.FIELDWORK
    return {kind: (day, hours if kind == fieldwork else None) for kind, day in due.items()}


def _refuse_wrong(cohort: FellowCohort, due: Mapping[str, date], hours: int | None) -> None:
    for kind, day in due.items():
        refuse_day_far_from(cohort, day, at=kind)
    fieldwork = Milestone.Kind.FIELDWORK
    if hours is not None and fieldwork not in due:
        raise DomainError("Say by when these hours are due, or leave them empty.", at=fieldwork)
    if hours is not None and not 1 <= hours <= MOST_HOURS:
        raise DomainError(f"Write from 1 to {MOST_HOURS:,} hours.", at="hours")


def _told(
    cohort: FellowCohort, stands: Mapping[str, Asked], wanted: Mapping[str, Asked]
) -> Iterator[CohortPlanEvent]:
    """A line of history for each kind that is asked for otherwise than before, in the order of the way."""
    for kind in Milestone.Kind.values:
        before, after = stands.get(kind), wanted.get(kind)
        if before == after:
            continue
        action = PlanAction.TAKE_OFF if after is None else PlanAction.MOVE if before else PlanAction.SET
        facts: dict[str, Any] = {}
        if after is not None:
            facts |= {"due": after[0], "hours": after[1]}
        if before is not None:
            facts |= {"was_due": before[0], "had_hours": before[1]}
        yield CohortPlanEvent(cohort=cohort, action=action, kind=kind, **facts)


@transaction.atomic
def apply_plan(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> int:
    """The plan becomes milestones of all fellows of the cohort; answers how many were made, moved or taken off. Again
    it writes nothing. What is over, and what was set for one fellow alone, stays.

    Raises LookFirst unless exactly this was `seen`.
    """
    demand(why_not_plan(by))
    cohort = FellowCohort.objects.select_for_update().get(pk=pk)
    # Held in the order of their numbers: whoever records a milestone of one of them waits.
    list(Fellow.objects.filter(cohort=cohort).order_by("pk").select_for_update(of=("self",)))
    does = what_applying_does(cohort)
    found = [row for row in does if row.applied.changes]
    if not found:
        return 0
    mark = mark_of_applying(does)
    if mark not in seen.split():
        raise LookFirst(LOOK, lines=[row.in_words for row in found], seen=mark)
    moment = now or timezone.now()
    for row in found:
        carry_out(row, by, moment)
    days = sum(len(row.applied.changes) for row in found)
    CohortPlanEvent.objects.create(cohort=cohort, action=PlanAction.APPLY, days=days, by=by, at=moment)
    return days


def mark_of_applying(rows: Iterable[ForFellow]) -> str:
    """The mark of exactly what applying would do."""
    return mark_of("\n".join(row.as_text for row in rows if row.applied.changes))
