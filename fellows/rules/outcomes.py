"""What is said of fellows in numbers: each measure parts them into classes of which everybody is in exactly one
(rules.md §11, Measures). Plain Python; the day is passed in."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fellows.rules.careers import ASSISTANT, LEADING, OTHER, OUTSIDE, PRINCIPAL
from fellows.rules.dates import add_months
from fellows.rules.retention import Followed, followed_at, years_between

# The years of service a fellow owes: after so many it is asked who is still in the network.
YEARS_KEPT = 4
WATCHED = 2
A_YEAR = 12


Stands = Literal["studying", "withdrawn", "owing", "fulfilled", "ended"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one fellow on a day; nothing says who it is. `cohort`: its number, `begins`: the year it began.
    Days are None where nothing happened by then."""

    cohort: int
    begins: int
    stands: Stands
    led_before: bool
    graduated: date | None = None
    credential: date | None = None
    led_on: date | None = None
    left_on: date | None = None
    role: str = OUTSIDE


@dataclass(frozen=True, slots=True)
class Measure:
    """`classes`: each with its words; `of` all who were selected, or the graduates alone."""

    key: str
    title: str
    classes: Mapping[str, str]
    tells: Callable[[Facts, date], str]
    of: Literal["selected", "graduates"] = "graduates"


def graduates(facts: Iterable[Facts]) -> list[Facts]:
    """Those of them who graduated."""
    return [one for one in facts if one.graduated is not None]


def counts(measure: Measure, facts: Iterable[Facts], today: date) -> tuple[int, ...]:
    """How many are in each class, in the order of the classes."""
    found = Counter(measure.tells(one, today) for one in whole(measure, facts))
    return tuple(found[key] for key in measure.classes)


def whole(measure: Measure, facts: Iterable[Facts]) -> list[Facts]:
    """Those a measure is about."""
    return graduates(facts) if measure.of == "graduates" else list(facts)


def followed(facts: Iterable[Facts], today: date) -> list[Followed]:
    """How long each graduate stayed in the network, for the curve of retention."""
    return [
        Followed(years_between(_graduated(one), one.left_on or today), one.left_on is not None)
        for one in graduates(facts)
    ]


def _graduated(facts: Facts) -> date:
    if facts.graduated is None:
        raise ValueError("Only graduates are followed.")
    return facts.graduated


def _after(facts: Facts, years: int) -> date:
    return add_months(_graduated(facts), years * A_YEAR)


def _path(facts: Facts, today: date) -> str:
    if facts.graduated is not None:
        return "graduated"
    return "left_early" if facts.stands == "withdrawn" else "studying"


def _credential(facts: Facts, today: date) -> str:
    return "credentialed" if facts.credential is not None else "no_credential"


def _before(facts: Facts, today: date) -> str:
    return "led_before" if facts.led_before else "not_led_before"


def _placed(facts: Facts, today: date) -> str:
    """Only who graduated two years ago or more is told apart: of others it is too early for a share."""
    if _after(facts, WATCHED) > today:
        return "too_early"
    if facts.led_on is not None and facts.led_on <= _after(facts, 1):
        return "placed_1"
    return "placed_2" if facts.led_on is not None and facts.led_on <= _after(facts, WATCHED) else "not_placed"


def _now(facts: Facts, today: date) -> str:
    if facts.role in LEADING:
        return "leads"
    return "elsewhere" if facts.role == OTHER else "outside"


def _kept(facts: Facts, today: date) -> str:
    """As the curve counts: who left on the very anniversary had left after so many years."""
    if _after(facts, YEARS_KEPT) > today:
        return "kept_early"
    gone = facts.left_on is not None and facts.left_on <= _after(facts, YEARS_KEPT)
    return "gone" if gone else "kept"


def _service(facts: Facts, today: date) -> str:
    if facts.stands == "fulfilled":
        return "fulfilled"
    return "serving" if facts.stands == "owing" else "service_ended"


PATH = Measure(
    "path",
    "From selected to graduated",
    {"graduated": "Graduated", "studying": "Studying", "left_early": "Left before graduating"},
    _path,
    of="selected",
)
CREDENTIAL = Measure(
    "credential",
    "The credential",
    {"credentialed": "Hold the credential", "no_credential": "Not yet, or not recorded"},
    _credential,
)
BEFORE = Measure(
    "before",
    "Before the fellowship",
    {"led_before": "Teacher leader before", "not_led_before": "Not a teacher leader before"},
    _before,
)
PLACED = Measure(
    "placed",
    "Leading a school after graduating",
    {
        "placed_1": "Within one year",
        "placed_2": "In the second year",
        "not_placed": "Not within two years",
        "too_early": "Graduated less than two years ago",
    },
    _placed,
)
NOW = Measure(
    "now",
    "Today",
    {
        "leads": "Lead a school of ours",
        "elsewhere": "Another position in our schools",
        "outside": "Outside our schools, or not known",
    },
    _now,
)
KEPT = Measure(
    "kept",
    f"In our schools {YEARS_KEPT} years after graduating",
    {
        "kept": f"Still there after {YEARS_KEPT} years",
        "gone": f"Left within {YEARS_KEPT} years",
        "kept_early": f"Graduated less than {YEARS_KEPT} years ago",
    },
    _kept,
)
SERVICE = Measure(
    "service",
    "Service owed",
    {"fulfilled": "Fulfilled", "serving": "Still to serve", "service_ended": "Ended without it"},
    _service,
)
# Of those who lead a school today: as what. No measure of all, so it stands apart.
ROLES: Mapping[str, str] = {PRINCIPAL: "Principal", ASSISTANT: "Assistant principal"}
MEASURES: Sequence[Measure] = (PATH, CREDENTIAL, BEFORE, PLACED, NOW, KEPT, SERVICE)
# "here_3": in the network at least three years after graduating, as far as is known.
HERE = {f"here_{years}": years for years in range(1, 11)}


def is_in(facts: Facts, key: str, today: date) -> bool:
    """Whether somebody is in a class of a measure, leads as one of ROLES, or was in the network for years (HERE)."""
    if facts.graduated is None:
        return key in PATH.classes and PATH.tells(facts, today) == key
    if key in HERE:
        return followed_at(followed([facts], today), HERE[key]) == 1
    if key in ROLES:
        return facts.role == key
    return any(key in measure.classes and measure.tells(facts, today) == key for measure in MEASURES)


SIMILAR = "a school of the network, or one that staff decided is similar"
LED = "As principal or assistant principal of " + SIMILAR
# What the words of files mean, for whoever reads them outside.
MEANINGS: Mapping[str, str] = {
    PATH.title: "All fellows who were selected into these cohorts, by how far they came.",
    "Graduated": "Graduated from the program by the day of the file.",
    "Studying": "Selected, and neither graduated nor left.",
    "Left before graduating": "Withdrew before graduating.",
    CREDENTIAL.title: "Graduates, by whether they hold a Preliminary (Tier 1) or a Clear administrative credential.",
    "Hold the credential": "A Preliminary or Clear credential is on record by the day of the file.",
    "Not yet, or not recorded": "No such credential is on record.",
    BEFORE.title: "Graduates, by whether they led a pathway of the network before their cohort began.",
    "Teacher leader before": "Held a role of a pathway for teacher leaders before the cohort began.",
    "Not a teacher leader before": "No such role is on record.",
    PLACED.title: f"Graduates, by when they first led a school after graduating. {LED}.",
    "Within one year": "On or before the date one year after graduating.",
    "In the second year": "Later than that, and on or before the date two years after graduating.",
    "Not within two years": "Later than that, or not so far.",
    "Graduated less than two years ago": "Two years have not passed on the day of the file: it is too early to say.",
    SERVICE.title: "Graduates, by the service they owe to schools after graduating.",
    "Fulfilled": "All of it was served and confirmed.",
    "Still to serve": "It goes on.",
    "Ended without it": "Released, discharged, or ended without having served all of it.",
    NOW.title: "Graduates, by the position they hold on the day of the file.",
    "Lead a school of ours": "Principal or assistant principal of a school of the network.",
    "Another position in our schools": "Any other position at a school of the network.",
    "Outside our schools, or not known": "No position at a school of the network is on record on that day.",
    "Who leads a school of ours": "Those who lead a school of the network on the day of the file.",
    "Principal": "Principal of a school of the network on the day of the file.",
    "Assistant principal": "Assistant principal, and not principal as well.",
    KEPT.title: f"Graduates, by whether they were still in the network {YEARS_KEPT} years after graduating, and today.",
    f"Still there after {YEARS_KEPT} years": "Had not left by that date. A gap between two positions is no leaving.",
    f"Left within {YEARS_KEPT} years": "The last position in the network that is known ended on or before that date.",
    f"Graduated less than {YEARS_KEPT} years ago": "That date has not come on the day of the file.",
    "In our schools today": "Holds a position at a school of the network on the day of the file.",
    "Outside our schools today, or not known": "Holds none there, as far as is known.",
}
