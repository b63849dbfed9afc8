"""The plan of a cohort, the one to begin with, and what applying it does."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, takewhile
from typing import Any, TypedDict

from django.db.models import Case, TextField, Value, When

from common.counting import counted
from common.edits import mark_of
from common.states import told
from fellows.models import CohortMilestone, CohortPlanEvent, Fellow, FellowCohort, Milestone
from fellows.rules.dates import add_months
from fellows.rules.plans import Applied, Known, applied
from fellows.states import PLANNED_FOR, PlanAction
from people.models import User

KINDS = dict(Milestone.Kind.choices)


class Suggested(TypedDict, total=False):
    """A plan to begin with, and from which cohort it comes."""

    due: dict[str, date]
    hours: int | None
    of: str


@dataclass(frozen=True)
class ForFellow:
    """What applying the plan does to the milestones of one fellow."""

    fellow: Fellow
    applied: Applied

    @property
    def made(self) -> list[str]:
        return [
            f"{KINDS[one.kind]}, {_day(one.due)}"
            for one in self.applied.changes
            if one.was is None and one.due
        ]

    @property
    def moved(self) -> list[str]:
        moves = [one for one in self.applied.changes if one.was and one.due]
        return [f"{KINDS[one.kind]}, from {_day(one.was)} to {_day(one.due)}" for one in moves]

    @property
    def taken_off(self) -> list[str]:
        return [KINDS[one.kind] for one in self.applied.changes if one.due is None]

    @property
    def stays(self) -> list[str]:
        own = [f"{KINDS[kind]}, a day of their own" for kind in self.applied.own]
        return own + [f"{KINDS[kind]}, over" for kind in self.applied.over]

    @property
    def as_text(self) -> str:
        """Exactly what would be done, for a mark of what was looked at."""
        return "|".join(
            [str(self.fellow.pk), *(f"{one.kind} {one.was} {one.due}" for one in self.applied.changes)]
        )

    @property
    def in_words(self) -> str:
        parts = [
            counted(len(self.made), "milestone is made", "milestones are made") if self.made else "",
            f"moved: {'; '.join(self.moved)}" if self.moved else "",
            f"taken off: {', '.join(self.taken_off)}" if self.taken_off else "",
        ]
        return f"{self.fellow.person}: {'; '.join(part for part in parts if part)}."


@dataclass(frozen=True)
class Saved:
    """What one press of somebody changed in a plan: when, what in words, and why."""

    first: CohortPlanEvent
    lines: list[str]

    @property
    def at(self) -> datetime:
        return self.first.at

    @property
    def by(self) -> User | None:
        return self.first.by

    @property
    def why(self) -> str:
        return self.first.note


def history_of(cohort: FellowCohort) -> list[Saved]:
    """Who changed which day of a plan when, and why, the newest first; what was saved at once stands together. One
    query."""
    events = CohortPlanEvent.objects.filter(cohort=cohort).told().order_by("-at", "pk")
    found: list[Saved] = []
    for _, rows in groupby(events, key=lambda one: (one.at, one.by_id)):
        several = list(rows)
        found.append(Saved(several[0], [_said(one) for one in several]))
    return found


def _said(event: CohortPlanEvent) -> str:
    if event.action == PlanAction.APPLY:
        return f"{told(event.action)}: {event.about}"
    return f"{event.about}: taken off" if event.due is None else event.about


def milestone_in_words(kind: str = "kind") -> Case:
    """What people call a kind of milestone, asked with its row."""
    words = (When(**{kind: value}, then=Value(label)) for value, label in KINDS.items())
    return Case(*words, output_field=TextField())


def plan_of(cohort: FellowCohort) -> list[CohortMilestone]:
    """The lines of a cohort's plan by their days. One query."""
    return list(cohort.plan.order_by("due", "pk"))


def mark_of_plan(lines: Iterable[CohortMilestone]) -> str:
    """The mark of what a page shows of a plan before it is changed."""
    return mark_of("\n".join(sorted(f"{line.kind} {line.due} {line.hours}" for line in lines)))


def suggested_plan(cohort: FellowCohort) -> Suggested:
    """The plan of the latest cohort before this one that has any, as many months later as this one begins. Empty
    without one. One query."""
    lines = CohortMilestone.objects.filter(cohort__starts__lt=cohort.starts).select_related("cohort")
    found = list(lines.order_by("-cohort__starts", "-cohort__pk"))
    if not found:
        return {}
    before = found[0].cohort
    months = (cohort.starts.year - before.starts.year) * 12 + cohort.starts.month - before.starts.month
    rows = [line for line in found if line.cohort_id == before.pk]
    hours = next((line.hours for line in rows if line.hours), None)
    return {
        "due": {line.kind: add_months(line.due, months) for line in rows},
        "hours": hours,
        "of": before.name,
    }


def applied_last(cohort: FellowCohort) -> dict[str, date] | None:
    """The days of a cohort's plan as it was applied last, without what was changed since; None where it never was. Two
    queries."""
    events = list(CohortPlanEvent.objects.filter(cohort=cohort).order_by("-at", "-pk"))
    since = list(takewhile(lambda one: one.action != PlanAction.APPLY, events))
    if len(since) == len(events):
        return None
    plan = {line.kind: line.due for line in plan_of(cohort)}
    for one in since:
        if one.was_due is None:
            plan.pop(one.kind, None)
        else:
            plan[one.kind] = one.was_due
    return dict(sorted(plan.items(), key=lambda line: line[1]))


def what_joining_does(fellow: Fellow) -> ForFellow | None:
    """What the plan of their cohort, as it was applied last, does to whoever joins; None where it never was. Three
    queries."""
    plan = applied_last(fellow.cohort)
    return None if plan is None else ForFellow(fellow, applied(plan, _known(fellow__pk=fellow.pk)[fellow.pk]))


def what_applying_does(cohort: FellowCohort) -> list[ForFellow]:
    """For each fellow the plan is for, by name. Three queries."""
    plan = {line.kind: line.due for line in plan_of(cohort)}
    fellows = Fellow.objects.filter(cohort=cohort, state__in=PLANNED_FOR).select_related("person", "cohort")
    known = _known(fellow__cohort=cohort)
    return [
        ForFellow(fellow, applied(plan, known[fellow.pk]))
        for fellow in fellows.order_by("person__sort_name", "pk")
    ]


def _known(**whose: Any) -> dict[int, list[Known]]:
    """The first attempts of these, by the number of their fellow. One query."""
    known: dict[int, list[Known]] = defaultdict(list)
    for row in Milestone.objects.filter(attempt=1, **whose).order_by("due", "pk"):
        over = row.reached_on is not None or row.not_passed_on is not None
        known[row.fellow_id].append(Known(row.kind, row.due, row.follows_plan, over))
    return known


def _day(day: date | None) -> str:
    return f"{day:%B %-d, %Y}" if day else ""
