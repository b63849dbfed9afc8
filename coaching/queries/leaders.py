"""Whom one coaches and who is next, and what took place between the two."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from coaching.models import ActionStep, CoachingCycle, LeadersCoach, Visit
from coaching.policies import reads
from coaching.queries.cadence import CLOSED, Owed, owed, owing, running
from coaching.queries.support import SEEN, latest
from pathways.models import Placement
from people.models import User

STEPS = (
    ("observed_on", "Observed"),
    ("feedback_on", "Feedback given"),
    ("conversation_on", "Talked"),
)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader one coaches. `next`: the first of the two cycles that is not closed, None when both are; `seen_on`: the
    last day on which this coach saw them; `look_on`: when they meant to look again, while nothing came after;
    `step_on`: the first day on which the two look back at an action step."""

    placement: Placement
    next: Owed | None
    seen_on: date | None
    look_on: date | None
    step_on: date | None = None

    @property
    def day(self) -> date:
        """By which something is next."""
        days = [self.next.due if self.next else None, self.look_on, self.step_on]
        return min([day for day in days if day], default=date.max)


@dataclass(frozen=True, slots=True)
class Met:
    """Something that took place on a day. `words` are empty for whoever may not read them."""

    on: date
    title: str
    words: str = ""
    visit: Visit | None = None
    cycle_id: int | None = None
    # What it was asked for, for the two.
    about: str = ""


def coached_by(coach: User, day: date) -> "QuerySet[Placement]":
    """Placements of the program year in progress whose leaders are this coach's: dealt out to them, with a cycle of
    theirs that is not closed, or, while nobody was dealt out, with any cycle of theirs."""
    dealt = LeadersCoach.objects.current().filter(placement=OuterRef("pk"))
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk"), coach=coach)
    theirs = Exists(dealt.filter(coach=coach)) | Exists(cycles.not_closed()) | ~Exists(dealt) & Exists(cycles)
    return owing(None, day, running(day).filter(theirs).exclude(person=coach))


def leaders_of(coach: User, day: date) -> list[Leader]:
    """Who is next stands first: by the last day of their next cycle, or the day to look again. One query."""
    made = Visit.objects.made().filter(placement=OuterRef("pk"), coach=coach).order_by()
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk"), coach=coach).order_by()
    steps = ActionStep.objects.still_open().filter(cycle__placement=OuterRef("pk"), cycle__coach=coach)
    first = steps.order_by().values("cycle__placement").annotate(first=Min("look_back")).values("first")
    rows = coached_by(coach, day).annotate(
        seen_on=Greatest(latest(made, "on"), *(latest(cycles, column) for column in SEEN)),
        look_on=Subquery(made.order_by("-on", "-pk").values("look_again")[:1]),
        step_on=Subquery(first),
    )
    return sorted((_leader(row, day) for row in rows), key=lambda one: one.day)


def _leader(row: Any, day: date) -> Leader:
    """Of a row with the days that were asked for above."""
    seen, look = row.seen_on, row.look_on
    left = [one for one in owed(row, day) if one.state != CLOSED]
    again = look if look and (not seen or seen < look) else None
    return Leader(row, next(iter(left), None), seen, again, row.step_on)


def together(placement: Placement, user: User) -> list[Met]:
    """What took place between this leader and their coaches, the newest first; words where `user` may read them. Two
    queries."""
    met = [
        Met(
            one.on,
            str(one.get_where_display()).capitalize(),
            one.words if reads(user, one) else "",
            visit=one if one.coach_id == user.pk else None,
            about=one.request.about if one.request and reads(user, one) else "",
        )
        for one in Visit.objects.made()
        .filter(placement=placement)
        .select_related("coach", "placement", "request")
    ]
    for cycle in placement.coaching_cycles.all():
        name = cycle.get_window_display()
        days = [(getattr(cycle, column), f"{words}, {name}") for column, words in STEPS]
        met += [Met(day, title, cycle_id=cycle.pk) for day, title in days if day]
    return sorted(met, key=lambda one: one.on, reverse=True)


def without_coach(day: date) -> "QuerySet[Placement]":
    """Leaders of the program year in progress whom nobody coaches."""
    dealt = LeadersCoach.objects.current().filter(placement=OuterRef("pk"))
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk"))
    return owing(None, day, running(day).exclude(Exists(dealt)).exclude(Exists(cycles)))
