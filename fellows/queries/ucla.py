"""The way into the fellowship: from nominated to enrolled, and what UCLA said of it."""

from dataclasses import dataclass

from common.clock import day_in_words, local_date
from fellows.models import Fellow, FellowEvent, UclaStep
from fellows.states import BEFORE_GRADUATION, Action, State

NAMES = {
    State.NOMINATED: "Nominated",
    State.SELECTED: "Selected",
    State.APPLIED_UCLA: "Applied at UCLA",
    State.ADMITTED: "Admitted",
    State.ENROLLED: "Enrolled",
}
SAID = {
    State.APPLIED_UCLA: UclaStep.Step.APPLIED,
    State.ADMITTED: UclaStep.Step.ADMITTED,
    State.ENROLLED: UclaStep.Step.ENROLLED,
}


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of the way in: `done`, `here` or `ahead`, with its day where that is known; ahead, by when."""

    name: str
    state: str
    words: str


@dataclass(frozen=True)
class WayIn:
    """The way in as a line of steps (none once it is over), and all that was said of UCLA, the newest first."""

    steps: list[WayStep]
    said: list[UclaStep]

    @property
    def standing(self) -> list[UclaStep]:
        return [row for row in self.said if row.on is not None and not hasattr(row, "corrected_by")]

    @property
    def corrections(self) -> list[UclaStep]:
        return [row for row in self.said if row.corrects_id is not None]


def way_in(fellow: Fellow) -> WayIn:
    """How far this fellow is on the way in, by when the next steps are due, and what UCLA said (three queries); nothing
    once it is over: then the history tells it."""
    if State(fellow.state) not in BEFORE_GRADUATION:
        return WayIn([], [])
    rows = fellow.ucla_steps.select_related("corrected_by", "corrects", "recorded_by")
    said = list(rows.order_by("-recorded_at", "-pk"))
    found = WayIn([], said)
    found.steps.extend(_steps(fellow, found))
    return found


def _steps(fellow: Fellow, found: WayIn) -> list[WayStep]:
    days = {row.step: row.on for row in found.standing}
    planned = dict(fellow.milestones.filter(kind__in=SAID.values(), attempt=1).values_list("kind", "due"))
    moved = FellowEvent.objects.filter(fellow=fellow, action__in=[Action.NOMINATE, Action.SELECT])
    events = {str(line.action): line.at for line in moved.order_by("at")}
    here = BEFORE_GRADUATION.index(State(fellow.state))
    told = {State.NOMINATED: events.get(Action.NOMINATE), State.SELECTED: events.get(Action.SELECT)}
    steps = []
    for number, state in enumerate(BEFORE_GRADUATION):
        stands = "done" if number < here else "here" if number == here else "ahead"
        at = told.get(state)
        day = days.get(SAID[state]) if state in SAID else at and local_date(at)
        words = day_in_words(day) if day and number <= here else ""
        by = planned.get(str(SAID[state])) if state in SAID and number > here else None
        steps.append(WayStep(NAMES[state], stands, f"by {day_in_words(by)}" if by else words))
    return steps
