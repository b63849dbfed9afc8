"""The steps of turning a year over, as their page draws them."""

from dataclasses import dataclass, field

from pathways.models import ProgramYear

CALENDAR, OFFERINGS, SESSIONS, SCOPE = "calendar", "offerings", "sessions", "scope"
POLICIES, RATES, COHORT, REMINDERS, RENEWALS = "policies", "rates", "cohort", "reminders", "renewals"
GOALS = "goals"


@dataclass(frozen=True, slots=True)
class Made:
    """One thing a step would make: what it is, how it was, how it becomes. `key` names it where it may be left out;
    `note` is what somebody should look at."""

    what: str
    was: str
    becomes: str
    key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of turning over: how it stands (`told`), what it makes (`lead`, row by row) and the button that does it,
    empty where nothing is to be made here. `refusal` says why it is not theirs to press; `url` is where what it makes
    is kept, `link` what that is called; no `url` where that is not theirs to open."""

    key: str
    name: str
    done: bool
    told: str
    lead: str
    url: str
    link: str
    rows: tuple[Made, ...] = ()
    button: str = ""
    refusal: str = ""
    after: str = ""
    # What its button asks to be looked at first carries the mark of what was shown.
    seen: str = ""

    @property
    def ready(self) -> bool:
        """Whether whoever looks may press its button now."""
        return bool(self.button and not self.refusal)


@dataclass(frozen=True, slots=True)
class TurnOver:
    """The steps from the year `before` to `year`, in the order in which a year is set up."""

    year: ProgramYear
    before: ProgramYear
    steps: tuple[Step, ...] = field(default=())

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    def step(self, key: str) -> Step:
        """The one of this key; else the first that whoever looks may do, or that is not done, or the first."""
        named = [step for step in self.steps if step.key == key]
        ready = [step for step in self.steps if step.ready]
        return [*named, *ready, *(step for step in self.steps if not step.done), *self.steps][0]
