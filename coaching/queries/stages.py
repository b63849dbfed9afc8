"""The steps of one cycle as its page tells them, and what closing it still needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Greatest

from coaching.models import ActionStep, CoachingCycle, CycleStep
from coaching.policies import reads
from coaching.states import State
from common.counting import counted
from pathways.models import Placement
from people.models import User

# Each step: the state in which it is done, and the fields of its words.
STAGES = (
    (State.PLANNING, CycleStep.PLANNED, ("goal",)),
    (State.OBSERVATION, CycleStep.OBSERVED, ("saw",)),
    (State.FEEDBACK, CycleStep.FEEDBACK, ("feedback",)),
    (State.CONVERSATION, CycleStep.TALKED, ("agreed", "notes")),
)


# What is said of a cycle that goes on with another coach.
HANDED_OVER = "Handed over"


def to_do(state: str, since: date | None, day: date) -> str:
    """What comes next in a cycle in this state, whose last step was taken on the day `since`: "Feedback next, waits 33
    days"; of one nobody planned that somebody plans it."""
    if not state:
        return "Plan it"
    if state == State.CLOSED:
        return "Closed"
    after = [kind.label for kind in CycleStep][list(State).index(State(state)) + 1 :]
    words = f"{after[0]} next" if after else "Close it"
    waits = (day - since).days if since else 0
    return f"{words}, waits {counted(waits, 'day')}" if waits > 0 else words


def last_step(at: str = "") -> Greatest:
    """In a query, the day of the last step of the cycle at the end of the path `at`; None before the first."""
    return Greatest(*(f"{at}{kind}" for kind in CycleStep))


@dataclass(frozen=True, slots=True)
class Stage:
    """A step: `look` is done, now (the next one) or ahead; `words` are empty for whoever may not read them; `waits`:
    days since the step before it, where it is next."""

    name: str
    look: str
    on: date | None
    words: tuple[str, ...] = ()
    waits: int = 0


def stages(cycle: CoachingCycle, day: date, user: User) -> list[Stage]:
    """The steps of a cycle, in their order, with their words for its coach, and for its leader once the step they were
    written in was recorded: until then they are a draft. The goal is written in the observation."""
    done = _steps_done(cycle)
    found, before = [], cycle.planned_on
    for number, (_, kind, texts) in enumerate(STAGES):
        on = getattr(cycle, kind)
        look = "done" if number <= done else "now" if number == done + 1 and not cycle.closed_at else "ahead"
        theirs = user.pk == cycle.coach_id or (max(number, 1) <= done and reads(user, cycle))
        words = tuple(text for text in (getattr(cycle, one) for one in texts) if text) if theirs else ()
        waits = max((day - before).days, 0) if look == "now" and before else 0
        found.append(Stage(kind.label, look, on, words, waits))
        before = on or before
    return found


def _steps_done(cycle: CoachingCycle) -> int:
    """The number of the last step that was taken. One that was handed over came as far as its days say."""
    if not cycle.followed_by_id:
        return list(State).index(State(cycle.state))
    return max((number for number, kind in enumerate(CycleStep) if getattr(cycle, kind)), default=0)


def closing_needs(cycle: CoachingCycle, steps: Sequence[ActionStep]) -> list[tuple[bool, str]]:
    """What closing asks for, and whether it is there. Steps that a coach before took are there."""
    done = list(State).index(State(cycle.state))
    return [
        (bool(cycle.goal.strip()), "A goal"),
        (done >= list(State).index(State.FEEDBACK), "Observed, and feedback given"),
        (done >= list(State).index(State.CONVERSATION), "The day of the talk"),
        (any(step.cycle_id == cycle.pk for step in steps), "An action step with a day to look back"),
    ]


def steps_with(placement: Placement, user: User) -> list[ActionStep]:
    """The action steps of the leader of this placement that `user` may read: those of their own coaching, of whichever
    year. What is open first, by the day to look back. One query."""
    mine = ActionStep.objects.visible_to(user).filter(cycle__placement__person=placement.person_id)
    return sorted(mine.select_related("cycle__coach"), key=_order)


def _order(step: ActionStep) -> tuple[bool, date, int]:
    return bool(step.came_of), step.look_back or date.max, step.pk
