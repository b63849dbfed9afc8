"""What two rooms that are strangers do for each other: applications lead to fellows, and a fellow who leaves frees a
place that applications wait for. Each registers its verb here when Django starts, and finds the other's by its name."""

from datetime import date, datetime
from typing import Any, Protocol

from pathways.models import Offering
from people.models import User


class Begun(Protocol):
    """A fellow as the other room knows one: the day the program begins, in words which cohort."""

    pk: int

    @property
    def starts(self) -> date: ...

    @property
    def group(self) -> str: ...


class Begins(Protocol):
    """Makes a fellow of whoever accepts, exactly once for a commitment. The caller decided that it may be."""

    def __call__(
        self, *, person: User, offering: Offering, commitment_sha256: str, by: User, now: datetime
    ) -> Begun: ...


class Freed(Protocol):
    """A place of what an offering fills became free. The caller holds the places."""

    def __call__(self, *, offering: Offering, now: datetime) -> None: ...


class Holds(Protocol):
    """Nobody else gives or frees a place of the offering until the transaction ends."""

    def __call__(self, *, offering_pk: int) -> None: ...


class _Exchange:
    """The verbs of both rooms. Without one of them a call is a mistake of ours, and says so."""

    def __init__(self) -> None:
        self.begins: Begins = _nobody
        self.freed: Freed = _nobody
        self.holds: Holds = _nobody


def _nobody(**_: object) -> Any:
    raise RuntimeError("no room registered this verb")


_exchange = _Exchange()


def fellows_begin_by(begins: Begins, holds: Holds) -> None:
    """The room of fellows says how one begins, and how places of a cohort are held."""
    _exchange.begins, _exchange.holds = begins, holds


def freed_places_go_by(freed: Freed) -> None:
    """The room of applications says who gets a place that becomes free."""
    _exchange.freed = freed


def begin_fellow(
    *, person: User, offering: Offering, commitment_sha256: str, by: User, now: datetime
) -> Begun:
    """Whoever accepts an offer of the fellowship becomes a fellow in the cohort it fills, exactly once.

    Raises DomainError where they are a fellow elsewhere or the cohort is full.
    """
    return _exchange.begins(
        person=person, offering=offering, commitment_sha256=commitment_sha256, by=by, now=now
    )


def hold_cohort(*, offering_pk: int) -> None:
    """Nobody else takes or frees a place of the cohort it fills until the transaction ends."""
    _exchange.holds(offering_pk=offering_pk)


def place_freed(*, offering: Offering, now: datetime) -> None:
    """A fellow left: the next on the waitlist of the offering is offered the place."""
    _exchange.freed(offering=offering, now=now)
