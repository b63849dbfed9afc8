"""A coaching cycle: planned, observed, fed back, talked over, closed. What was said stays out of the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from coaching.models import CoachingCycle, CycleEvent, CycleStep
from coaching.policies import why_not
from coaching.queries import coaches
from coaching.services.steps import Taken, take_on
from coaching.states import MOVES, Action, Beside, State
from common.clock import local_date
from common.edits import ChangedElsewhere, merge
from common.errors import DomainError, demand, demand_all
from common.states import step
from notifications.services import cancel, queue
from pathways.models import Placement
from people.models import User

# The field that keeps when each step took place.
DATED = {
    Action.OBSERVE: CycleStep.OBSERVED,
    Action.GIVE_FEEDBACK: CycleStep.FEEDBACK,
    Action.HOLD_CONVERSATION: CycleStep.TALKED,
}


@dataclass(frozen=True)
class Words:
    """What coach and leader share: read by nobody else. What a form does not ask for (None) stays as it is."""

    goal: str | None = None
    saw: str | None = None
    feedback: str | None = None
    agreed: str | None = None
    notes: str | None = None

    def typed(self) -> dict[str, str]:
        """Those that were asked for, by name."""
        asked = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: words for name, words in asked if words is not None}


TEXTS = tuple(one.name for one in fields(Words))


def topic(cycle: CoachingCycle) -> str:
    """Under it wait the mails about one cycle; closing it cancels them."""
    return f"coaching-{cycle.pk}"


@transaction.atomic
def plan(
    *,
    placement_pk: int,
    coach: User,
    window: str,
    due: date,
    by: User,
    planned_on: date | None = None,
    now: datetime | None = None,
) -> CoachingCycle:
    """Plans a cycle with this coach, to be closed by `due`, and tells the leader. The two planned it on `planned_on`
    (None: today), from the first day of the placement on.

    Raises DomainError when this window has one already, an extra one with this coach has not begun yet, the day
    is past or beyond the year, coach and leader are one person, or the coach wears no hat of one.
    """
    now = now or timezone.now()
    placement = (
        Placement.objects.select_for_update(of=("self",))
        .select_related("person", "year")
        .get(pk=placement_pk)
    )
    demand(why_not(by, Beside.PLAN, placement))
    today = local_date(now)
    on = planned_on or today
    _refuse_wrong_plan(placement, coach, due, on, today)
    _refuse_second(placement, coach, window)
    cycle = CoachingCycle.objects.create(
        placement=placement, coach=coach, window=window, due=due, planned_on=on
    )
    CycleEvent.objects.create(cycle=cycle, action=Beside.PLAN, to_state=cycle.state, by=by, at=now)
    queue(
        to=placement.person,
        template="coaching/planned",
        context={"cycle": cycle},
        dedupe_key=f"coaching-{cycle.pk}-planned",
    )
    return cycle


def _refuse_wrong_plan(placement: Placement, coach: User, due: date, on: date, today: date) -> None:
    """For who coaches no leader, or not this one, and for days that cannot be meant."""
    if coach.pk == placement.person_id:
        raise DomainError("Nobody coaches themselves. Choose another coach.", at="coach")
    if not coaches(today).filter(pk=coach.pk).exists():
        raise DomainError(f"{coach.name} does not wear the hat of a coach. Choose another.", at="coach")
    if not today <= due < placement.year.ends:
        raise DomainError("Choose a last day that is still to come and within the program year.", at="due")
    # A cycle may be planned today for a role that begins later.
    if on != today and not placement.starts <= on < today:
        raise DomainError("Choose today, or an earlier day on which they held this role.", at="planned_on")


def _refuse_second(placement: Placement, coach: User, window: str) -> None:
    """The button may be pressed twice; the placement is locked, so the second press finds the first one's cycle."""
    others = CoachingCycle.objects.filter(placement=placement, window=window, followed_by=None)
    if window != CoachingCycle.Window.EXTRA:
        if others.exists():
            raise DomainError("This window has a cycle already. Open that one, or plan an extra cycle.")
    elif others.filter(coach=coach, state=State.PLANNING).exists():
        raise DomainError(
            "An extra cycle with this coach is planned already and has not begun. Open that one."
        )


@transaction.atomic
def move(
    *,
    pk: int,
    action: Action,
    by: User,
    on: date,
    words: Words | None = None,
    steps: Sequence[Taken] = (),
    seen: Mapping[str, str] | None = None,
    on_behalf: bool = False,
    now: datetime | None = None,
) -> CoachingCycle:
    """The next step of a cycle, taken on the day `on`; keeps words and action steps when given (`seen` as in
    `write`). `on_behalf`: an administrator records that it took place; what was said stays with the two.

    Raises DomainError for a day to come or before the step it follows, and for closing without goal and action steps.
    """
    now = now or timezone.now()
    cycle = _locked(pk)
    demand(why_not(by, Beside.RECORD if on_behalf else action, cycle))
    before = cycle.state
    after = step(MOVES, State(before), action)
    _refuse_wrong_day(cycle, on, local_date(now))
    if not on_behalf:
        _keep(cycle, words or Words(), seen)
        take_on(cycle, steps, local_date(now), now)
    if action is Action.CLOSE:
        _finish(cycle, now)
    else:
        setattr(cycle, DATED[action], on)
    cycle.state = after
    cycle.save(update_fields=["state", *TEXTS, "closed_at", *DATED.values()])
    said = {"from_state": before, "to_state": cycle.state, "by": by, "at": now}
    CycleEvent.objects.create(cycle=cycle, action=action, **said)
    # Whoever records that it was given wrote none: the coach tells, by writing it.
    if action is Action.GIVE_FEEDBACK and not on_behalf:
        _tell_of_feedback(cycle)
    return cycle


@transaction.atomic
def talk(
    *,
    pk: int,
    by: User,
    on: date,
    words: Words,
    steps: Sequence[Taken] = (),
    seen: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> CoachingCycle:
    """The coaching talk of that day took place, and with it the cycle closes: both or neither.

    Raises DomainError as `move` does, naming what closing still lacks.
    """
    now = now or timezone.now()
    said: dict[str, Any] = {"pk": pk, "by": by, "on": on, "now": now}
    move(action=Action.HOLD_CONVERSATION, words=words, steps=steps, seen=seen, **said)
    return move(action=Action.CLOSE, **said)


def _tell_of_feedback(cycle: CoachingCycle) -> None:
    queue(
        to=cycle.placement.person,
        template="coaching/feedback",
        context={"cycle": cycle},
        dedupe_key=f"coaching-{cycle.pk}-feedback",
    )


@transaction.atomic
def write(
    *,
    pk: int,
    by: User,
    words: Words,
    steps: Sequence[Taken] = (),
    seen: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> CoachingCycle:
    """Keeps words and action steps of an open cycle. Only its coach writes them.

    `seen` are the marks (common.edits) of the texts the page showed: what it left alone stays as it is stored.
    Raises ChangedElsewhere when this window and another changed the same text.
    """
    cycle = _locked(pk)
    demand(why_not(by, Beside.WRITE, cycle))
    _keep(cycle, words, seen)
    moment = now or timezone.now()
    take_on(cycle, steps, local_date(moment), moment)
    cycle.save(update_fields=TEXTS)
    return cycle


def _locked(pk: int) -> CoachingCycle:
    cycles = CoachingCycle.objects.select_related("placement__person", "placement__year", "coach")
    return cycles.select_for_update(of=("self",)).get(pk=pk)


def _keep(cycle: CoachingCycle, words: Words, seen: Mapping[str, str] | None) -> None:
    typed = words.typed()
    merged = merge({name: getattr(cycle, name) for name in typed}, typed, seen or {})
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    for name, text in merged.kept.items():
        setattr(cycle, name, text)


def _refuse_wrong_day(cycle: CoachingCycle, on: date, today: date) -> None:
    if on > today:
        raise DomainError("This day is still to come. Record the step once it has taken place.", at="on")
    earlier = [day for day in (cycle.planned_on, *(getattr(cycle, name) for name in DATED.values())) if day]
    if earlier and on < max(earlier):
        raise DomainError(
            f"The step before it was on {max(earlier):%B %-d}. Choose that day or a later one.", at="on"
        )
    year = cycle.placement.year
    if not year.starts <= on < year.ends:
        raise DomainError(f"Choose a day within {year}, the program year of this cycle.", at="on")


def _finish(cycle: CoachingCycle, now: datetime) -> None:
    missing = []
    if not cycle.goal.strip():
        missing.append(DomainError("Write down the goal before you close the cycle.", at="goal"))
    if not cycle.action_steps.exists():
        missing.append(DomainError("Write down an action step, with a day to look back.", at="step_1"))
    demand_all(missing)
    cycle.closed_at = now
    cancel(topic=topic(cycle))
