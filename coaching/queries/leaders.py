"""Whom one coaches and who is next, and what took place between the two."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from coaching.models import ActionStep, CoachingCycle, Visit
from coaching.policies import reads
from coaching.queries.cadence import CLOSED, Owed, owed, owing, planned, running, with_coach
from coaching.queries.stages import last_step
from coaching.queries.support import SEEN, latest
from common.counting import counted
from pathways.models import Placement
from people.models import User

STEPS = (
    ("observed_on", "Observed"),
    ("feedback_on", "Feedback given"),
    ("conversation_on", "Talked"),
)


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader one coaches, or (`theirs` is False) has an open cycle with. `next`: the first of the two cycles that is
    not closed, None when both are; `beside`: open cycles beyond those; `seen_on`: the last day on which this coach saw
    them; `look_on`: when they meant to look again, while nothing came after; `step_on`: the first day on which the two
    look back at an action step."""

    placement: Placement
    next: Owed | None
    seen_on: date | None
    look_on: date | None
    step_on: date | None = None
    beside: tuple[Owed, ...] = ()
    theirs: bool = True

    @property
    def cycles(self) -> list[Owed]:
        """Those that wait for this coach, by their last day."""
        return sorted([*([self.next] if self.next else []), *self.beside], key=lambda one: one.due)

    @property
    def day(self) -> date:
        """By which something is next."""
        days = [*(one.due for one in self.cycles), self.look_on, self.step_on]
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
    """Placements of the program year in progress whose leaders are this coach's, as `with_coach` says."""
    return with_coach(owing(None, day, running(day).exclude(person=coach)), day).filter(coach=coach.pk)


def leaders_of(coach: User, day: date) -> list[Leader]:
    """Those they coach, and those they have an open cycle with. Who is next stands first: by the last day of their next
    cycle, or the day to look again. Two queries."""
    made = Visit.objects.made().filter(placement=OuterRef("pk"), coach=coach).order_by()
    cycles = CoachingCycle.objects.filter(placement=OuterRef("pk"), coach=coach).order_by()
    # Of whichever year: what was taken on last spring is looked back at in this one.
    person = "cycle__placement__person"
    steps = ActionStep.objects.still_open().filter(
        cycle__coach=coach, cycle__followed_by=None, **{person: OuterRef("person")}
    )
    first = steps.order_by().values(person).annotate(first=Min("look_back")).values("first")
    held = with_coach(owing(None, day, running(day).exclude(person=coach)), day)
    rows = held.filter(Q(coach=coach.pk) | Exists(cycles.not_closed())).annotate(
        seen_on=Greatest(latest(made, "on"), *(latest(cycles, column) for column in SEEN)),
        look_on=Subquery(made.order_by("-on", "-pk").values("look_again")[:1]),
        step_on=Subquery(first),
    )
    still: dict[int, list[CoachingCycle]] = {}
    for one in CoachingCycle.objects.not_closed().filter(coach=coach).annotate(since=last_step()):
        still.setdefault(one.placement_id, []).append(one)
    found = [_leader(row, coach, still.get(row.pk, []), day) for row in rows]
    return sorted(found, key=lambda one: one.day)


def _leader(row: Any, coach: User, still: list[CoachingCycle], day: date) -> Leader:
    """Of a row with the days that were asked for above, and the cycles this coach has open with them."""
    seen, look, theirs = row.seen_on, row.look_on, row.coach == coach.pk
    left = [one for one in owed(row, day) if one.state != CLOSED] if theirs else []
    again = look if look and (not seen or seen < look) else None
    said = {one.cycle_id for one in left}
    beside = tuple(planned(one, day) for one in still if one.pk not in said)
    return Leader(row, next(iter(left), None), seen, again, row.step_on, beside, theirs)


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


def leaves_behind(coach: User, day: date) -> str:
    """Whom somebody coaches, in words: "24 leaders, with 5 open cycles"; empty for nobody. Two queries."""
    leaders = coached_by(coach, day).order_by().count()
    cycles = CoachingCycle.objects.not_closed().filter(coach=coach).count()
    said = f"{counted(leaders, 'leader')}, with {counted(cycles, 'open cycle')}"
    return said if leaders or cycles else ""
