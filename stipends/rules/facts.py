"""What happened, as plain values: the evidence a statement is calculated from."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from common.reading import FieldError, Fields

MARKS = ("present", "absent", "excused", "made_up")
STATUSES = ("accepted", "waived", "missing", "open", "submitted", "returned")
# Work on these can still be accepted; "missing" is given up.
STILL_OPEN = frozenset({"open", "submitted", "returned"})
YEAR_DAYS = 366
DAY_MINUTES = 24 * 60
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class FactError(FieldError):
    """A fact cannot be used: `field` says which, `sentence` what to correct."""


@dataclass(frozen=True, slots=True)
class Session:
    """A required session. `minutes` is its length; a mark of None says its roster is not closed yet, or with
    `lacks_a_mark` that it was closed without one.

    `can_make_up` says that an absence may still be made up; only a forecast looks at it.
    """

    date: date
    kind: str
    minutes: int
    mark: str | None
    attended_minutes: int | None = None
    title: str = ""
    ref: str = ""
    can_make_up: bool = False
    lacks_a_mark: bool = False

    def __hash__(self) -> int:
        # A run looks sessions up a dozen times a line: three of nine fields tell nearly all apart.
        return hash((self.ref, self.mark, self.attended_minutes))


class Sessions(tuple[Session, ...]):
    """The sessions of many leaders, hashed once: a run looks them up for each of them."""

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """A deliverable with its weight among the others, in one of STATUSES. Which record it is pays nothing: the segment
    names it."""

    weight: Fraction
    status: str
    title: str = ""

    def __hash__(self) -> int:
        return hash((self.title, self.status))


class Done(NamedTuple):
    """What was done in a segment, and whether the principal attested it; None while they have not answered."""

    sessions: tuple[Session, ...]
    deliverables: tuple[Deliverable, ...]
    attested: bool | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the year with one role, school, share and annual amount. Days are service days.

    `attested` is None while the principal has not answered. `records` name the record of each deliverable, where facts
    come from records.
    """

    annual_cents: int
    share: Fraction
    service_days: int
    year_service_days: int
    leave_days: int
    sessions: tuple[Session, ...]
    deliverables: tuple[Deliverable, ...]
    attested: bool | None
    title: str = ""
    records: tuple[str, ...] = field(default=(), compare=False)

    @property
    def done(self) -> Done:
        return Done(self.sessions, self.deliverables, self.attested)


@lru_cache(maxsize=4096)
def session_label(title: str, kind: str, day: date) -> str:
    """ "Seminar (Oct 14, 2026)": in brackets, for a title may end in a number ("Summer Institute, day 1")."""
    return f"{title or kind.replace('_', ' ').title()} ({MONTHS[day.month - 1]} {day.day}, {day.year})"


def parse_segment(fields: Fields) -> Segment:
    """A segment of a worked example. Raises FieldError for the first field that cannot be used."""
    segment = Segment(
        annual_cents=fields.integer("annual_cents"),
        share=fields.fraction("share", most=1),
        service_days=fields.integer("service_days", most=YEAR_DAYS),
        year_service_days=fields.integer("year_service_days", least=1, most=YEAR_DAYS),
        leave_days=fields.integer("leave_days", most=YEAR_DAYS),
        sessions=tuple(_session(session) for session in fields.objects("sessions")),
        deliverables=tuple(_deliverable(deliverable) for deliverable in fields.objects("deliverables")),
        attested=fields.boolean("attested") if fields.has("attested") else None,
        title=fields.text("title", ""),
    )
    if segment.service_days > segment.year_service_days:
        raise fields.fail("service_days", "There are more days served than service days in the year.")
    if segment.leave_days > segment.service_days:
        raise fields.fail("leave_days", "There are more days of leave than days served.")
    fields.done()
    return segment


def _session(fields: Fields) -> Session:
    session = Session(
        date=fields.day("date"),
        kind=fields.text("kind"),
        minutes=fields.integer("minutes", least=1, most=DAY_MINUTES),
        mark=fields.choice("mark", MARKS) if fields.has("mark") else None,
        attended_minutes=(
            fields.integer("attended_minutes", most=DAY_MINUTES) if fields.has("attended_minutes") else None
        ),
        title=fields.text("title", ""),
        ref=fields.text("ref", ""),
    )
    fields.done()
    return session


def _deliverable(fields: Fields) -> Deliverable:
    deliverable = Deliverable(
        weight=fields.fraction("weight"),
        status=fields.choice("status", STATUSES),
        title=fields.text("title", ""),
    )
    fields.done()
    return deliverable
