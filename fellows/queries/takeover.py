"""What can be so of a fellow of before the product, told from paper: states and their days. It asks no table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from common.clock import day_in_words
from common.states import in_words
from fellows.rules.dates import label, school_year
from fellows.states import State

S = State
# The way of everybody, one state after the other.
WAY = (S.SELECTED, S.APPLIED_UCLA, S.ADMITTED, S.ENROLLED, S.GRADUATED, S.SERVING)
# What a fellowship comes to in the end. Paper says on which day.
ENDS = (S.FULFILLED, S.WITHDRAWN, S.RELEASED, S.DISCHARGED, S.ENDED_UNFULFILLED)
# What paper may say somebody is.
ON_PAPER = (*WAY, *ENDS)
# In what somebody is only after graduating.
GRADUATES = (S.GRADUATED, S.SERVING, S.FULFILLED, S.RELEASED, S.DISCHARGED, S.ENDED_UNFULFILLED)
# Of these paper must tell the agreement: what is owed is counted by its terms.
BOUND = (S.GRADUATED, S.SERVING, S.FULFILLED)
# As a table calls their days, and a form.
DAYS = {
    "selected_on": S.SELECTED,
    "applied_ucla_on": S.APPLIED_UCLA,
    "admitted_on": S.ADMITTED,
    "enrolled_on": S.ENROLLED,
    "graduated_on": S.GRADUATED,
    "serving_on": S.SERVING,
}
SINCE = "since"
# The fellowship is older than the product, and not older than this.
FIRST_CLASS = 2015


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be, and at which field."""

    at: str
    sentence: str


def kept_state(state: State) -> State:
    """In which state somebody is here: who is fulfilled on paper serves until somebody else has accepted the years."""
    return S.SERVING if state is S.FULFILLED else state


def wrong_days(
    state: State, days: Mapping[State, date], since: date | None, began: date, today: date
) -> Iterator[Wrong]:
    """All that cannot be so of the days on paper. `since`: the day since which they are what they are; `began`: the
    first day of the cohort."""
    names = {one: name for name, one in DAYS.items()}
    if state in GRADUATES and S.GRADUATED not in days:
        yield Wrong("graduated_on", "Write the day of graduation: service is counted from it.")
    if state in ENDS and since is None:
        yield Wrong(SINCE, f"Write since which day they are “{in_words(state).lower()}”.")
    too_far = [one for one in days if _place(one) > _place(state)]
    for one in too_far:
        yield Wrong(
            names[one],
            f"Whoever is “{in_words(state).lower()}” has no such day. Leave it empty, or choose another state.",
        )
    told = [(one, days[one]) for one in WAY if one in days]
    yield from _in_order(told, since, names, today)
    graduated = days.get(S.GRADUATED)
    if graduated is not None and graduated < began:
        yield Wrong(
            "graduated_on",
            f"The cohort began on {day_in_words(began)}: nobody of it graduated before that day.",
        )


def _in_order(
    told: "list[tuple[State, date]]", since: date | None, names: Mapping[State, str], today: date
) -> Iterator[Wrong]:
    before: tuple[str, date] | None = None
    for name, day in [*((names[one], day) for one, day in told), *([(SINCE, since)] if since else [])]:
        if day > today:
            yield Wrong(name, f"{day_in_words(day)} lies ahead. Write a day that is past.")
        elif before is not None and day < before[1]:
            yield Wrong(
                name,
                f"{day_in_words(day)} lies before {day_in_words(before[1])}, which comes earlier ({before[0]}).",
            )
        else:
            before = (name, day)


def _place(state: State) -> int:
    """How far on the way a state is; who withdrew never graduated."""
    if state is S.WITHDRAWN:
        return WAY.index(S.ENROLLED)
    return WAY.index(state) if state in WAY else len(WAY)


def first_year_owed(graduated: date) -> int:
    """The year in which the first school year of service begins: that of the first July 1 on or after graduation."""
    day = date(graduated.year, 7, 1)
    return graduated.year if graduated <= day else graduated.year + 1


def wrong_year(start: int, graduated: date, today: date) -> str:
    """Why service of the school year that begins in `start` is not entered from paper; empty when it is."""
    first = first_year_owed(graduated)
    if start < first:
        return (
            f"Service begins on July 1, {first}, after graduating on {day_in_words(graduated)}: {label(start)} is "
            "before it. Leave it out."
        )
    if start >= school_year(today):
        return f"{label(start)} is not over. The fellow reports where they serve now, on their own page."
    return ""
