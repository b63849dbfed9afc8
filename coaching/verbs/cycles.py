"""What coaches do with a cycle, and what an administrator records for them. Each is said here once."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.urls import reverse

from coaching import queries, services
from coaching.forms import DaysForm, StepForm
from coaching.models import CoachingCycle, CycleStep
from coaching.policies import why_not
from coaching.states import MOVES, Action, Beside, State
from common.states import actions_from
from common.verbs import Life, Place, Verb
from people.models import User
from people.queries import today


def next_step(cycle: CoachingCycle) -> Action:
    """The step that is due; closing, which refuses, once the cycle is closed."""
    steps = (action for action in actions_from(MOVES, State(cycle.state)) if CYCLE.of(action).beside)
    return next(steps, Action.CLOSE)


def _record(*, pk: int, by: User, on: date) -> CoachingCycle:
    cycle = CoachingCycle.objects.get(pk=pk)
    return services.move(pk=pk, action=next_step(cycle), by=by, on=on, on_behalf=True)


def _page(cycle: CoachingCycle) -> str:
    return reverse("coaching:detail", args=[cycle.pk])


def _step(action: Action, label: str, said: str, does: Callable[..., CoachingCycle] | None = None) -> Verb:
    """A step stands with its words on the page of the cycle: the coach writes them while taking it."""
    return Verb(
        action=action,
        does=does or partial(services.move, action=action),
        label=label,
        said=said,
        at=_page,
        beside=True,
        only=Place.PAGES,
    )


CYCLE = Life(
    rows=lambda user: CoachingCycle.objects.visible_to(user).select_related(
        "placement__person",
        "placement__role",
        "placement__school",
        "placement__year",
        "coach",
        "followed_by__coach",
        "follows__coach",
    ),
    why_not=why_not,
    page="coaching:detail",
    above=("Coaching", "coaching:cadence"),
    verbs=(
        _step(Action.OBSERVE, "Record the observation", "The observation is recorded."),
        _step(Action.GIVE_FEEDBACK, "Record the feedback", "The feedback is recorded."),
        _step(
            Action.HOLD_CONVERSATION,
            "Save and close the cycle",
            "The talk is recorded, and the cycle is closed.",
            services.talk,
        ),
        _step(Action.CLOSE, "Close the cycle", "The cycle is closed."),
        Verb(
            action=Beside.WRITE,
            does=services.write,
            label="Save as a draft",
            said="Saved. Your leader reads it once its step is recorded.",
            tone="outline",
            at=_page,
            beside=True,
            only=Place.PAGES,
        ),
        Verb(
            action=Beside.CORRECT,
            does=services.correct_days,
            label="Put right a day…",
            said="The days are put right. What they were stands in the history.",
            form=DaysForm,
            given=lambda cycle: {"days": {step: day for step in CycleStep if (day := getattr(cycle, step))}},
            lead="On which days the steps of this cycle took place. The history keeps what they were before, and who "
            "put them right.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=Beside.RECORD,
            does=_record,
            label="Record the next step…",
            said=lambda cycle: f"Recorded. {queries.to_do(cycle.state, None, today())}.",
            form=StepForm,
            lead="That the next step took place, on the word of its coach: observation, feedback, conversation, "
            "closing.",
            only=Place.ADMINISTRATION,
        ),
    ),
)
