"""The service ledger of a fellow: facts from the tables, the rule of service, and the reasons of each year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from common.clock import day_in_words
from common.errors import DomainError
from common.money import half_up
from common.names import same_key
from common.reading import FieldError, Fields
from fellows.models import Fellow, SchoolSimilarity, ServiceRecord, Suspension
from fellows.queries.calendars import Days, calendars
from fellows.queries.forecast import done_on_day
from fellows.rules import Period, Service, Terms, Year, parse_terms, service, years_credited
from fellows.rules.dates import add_months, label, school_year
from fellows.states import LET_GO, ServiceState, State
from people.models import SchoolMembership

NO_CALENDAR = (
    "The calendar of this school year is not entered, so it cannot be counted yet. Staff can enter it."
)
PARTLY = "only the number of days of this year is known, so a part of it is not counted: ask staff for its calendar"
ON_PAPER = "on paper: it counts once a second program manager has accepted it"
PAPER_PART = (
    "paper says only a number of days, and not all days of this year are alike: ask staff to look at it"
)
GIVEN_ADDRESS = "confirmed from an address the fellow gave: it counts once staff have accepted it"
# Whether the agreement counts similar schools.
ELSEWHERE = {
    True: "not a network school on these days, and no decision says it is similar",
    False: "not a network school on these days, and the agreement counts no other schools",
}
WAITS: dict[str, str] = {
    ServiceState.REPORTED: "not confirmed by the site yet",
    ServiceState.DISPUTED: "the site disagrees: correct it",
    ServiceState.TAKEN_BACK: "taken back: it was entered by mistake",
}
# What is not hoped to count.
GONE = (ServiceState.DISPUTED, ServiceState.TAKEN_BACK)


@dataclass(frozen=True)
class LedgerLine:
    """Service days of one record in one school year, and why they count or do not."""

    record_pk: int
    words: str
    days: int
    counts: bool
    reason: str


@dataclass(frozen=True)
class LedgerYear:
    label: str
    service_days: int
    credit: Fraction
    lines: tuple[LedgerLine, ...]
    note: str = ""

    @property
    def credit_text(self) -> str:
        return years_text(self.credit)


@dataclass(frozen=True)
class Ledger:
    """Where a fellow stands. Without a signed agreement or a graduation `note` says so, and nothing is counted."""

    note: str = ""
    records: tuple[ServiceRecord, ...] = ()
    terms: Terms | None = None
    result: Service | None = None
    years: tuple[LedgerYear, ...] = ()
    deadline_moved_by: int = 0
    # The day on which nothing remains if the post of today goes on as it is; None where none does, or it does not do.
    done_on: date | None = None

    @property
    def standing(self) -> str:
        return self.result.standing if self.result else ""

    @property
    def credited_text(self) -> str:
        return years_text(self.result.credited_years) if self.result else ""

    @property
    def remaining_text(self) -> str:
        return years_text(self.result.remaining_years) if self.result else "All"

    @property
    def required_text(self) -> str:
        return years_text(self.terms.required_years) if self.terms else ""

    @property
    def hundredths(self) -> tuple[int, int]:
        """Credited and required years in hundredths, for a progress bar."""
        if self.result is None or self.terms is None:
            return 0, 1
        done = min(self.result.credited_years, self.terms.required_years)
        return half_up(done * 100), half_up(self.terms.required_years * 100)

    @property
    def last_day(self) -> date | None:
        """The last day of the window."""
        deadline = self.result.deadline if self.result else None
        return deadline - timedelta(days=1) if deadline else None


def years_text(years: Fraction) -> str:
    """Years with at most two decimals, halves up: 7/2 is "3.5"."""
    cents = half_up(years * 100)
    return f"{cents // 100}.{cents % 100:02}".rstrip("0").rstrip(".")


def ledger(fellow: Fellow, today: date) -> Ledger:
    """The ledger on `today`, in four queries. Days after today are not counted yet.

    A school year without a calendar earns nothing and says so: a guessed number of days would be a guessed credit.
    """
    agreement, records = _agreement(fellow), _records(fellow)
    if agreement is None:
        return Ledger("No service agreement is signed yet.", records)
    if fellow.graduated_on is None:
        return Ledger("Service begins after graduation.", records)
    try:
        terms = parse_terms(Fields(agreement.terms))
    except FieldError as error:
        return Ledger(f"The terms of this agreement cannot be read ({error}). Tell staff.", records)
    begins = date(school_year(fellow.graduated_on - timedelta(days=1)) + 1, 7, 1)
    suspensions = [(date.fromisoformat(row["starts"]), row["months"]) for row in agreement.suspensions]
    away = [(starts, add_months(starts, months)) for starts, months in suspensions]
    known = calendars(begins)
    qualifies = qualifying(records, terms.similar_schools)
    years = list(school_years(records, known, begins, today, away, qualifies))
    result = service(
        terms,
        [year.facts() for year in years],
        graduated=fellow.graduated_on,
        today=today,
        suspended_months=sum(months for _, months in suspensions),
        discharged=fellow.state == State.DISCHARGED,
    )
    over = State(fellow.state) in LET_GO
    result = replace(result, standing=fellow.state) if over else result
    rows = tuple(
        year.row(credit, ELSEWHERE[terms.similar_schools])
        for year, credit in zip(years, result.credit_by_year, strict=True)
    )
    months = sum(months for _, months in suspensions)
    hoped = [years_credited(terms, year.hoped()) for year in years]
    lasting = [] if over else [row for row in records if row.state not in GONE and qualifies(row, today)]
    done_on = done_on_day(terms, result, hoped, lasting, known, away, today)
    return Ledger("", records, terms, result, rows, months, done_on)


def terms_of(fellow: Fellow) -> Terms:
    """The terms this fellow signed last. Raises DomainError where they cannot be read."""
    agreement = fellow.agreements.order_by("pk").last()
    try:
        return parse_terms(Fields(agreement.terms if agreement else {}))
    except FieldError as error:
        raise DomainError(f"The terms of this agreement cannot be read ({error}).") from None


def _agreement(fellow: Fellow) -> Any:
    """The agreement in force, with the suspensions. Small rows come along as JSON: it saves a query each."""
    rows = Suspension.objects.kept().filter(fellow=OuterRef("fellow")).order_by("starts")
    suspensions = ArraySubquery(rows.values(json=JSONObject(starts="starts", months="months")))
    return fellow.agreements.annotate(suspensions=suspensions).order_by("pk").last()


def _records(fellow: Fellow) -> tuple[ServiceRecord, ...]:
    """What was reported, each with the times its school was a member; dates as ISO text."""
    rows = SchoolMembership.objects.filter(school=OuterRef("school")).order_by("starts")
    memberships = ArraySubquery(rows.values(json=JSONObject(starts="starts", ends="ends")))
    rows_of = fellow.service_records.select_related("school", "paper__by")
    return tuple(rows_of.annotate(memberships=memberships))


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What is so of a day: its school qualifies, the day is suspended, the site confirmed the post up to it."""

    qualifies: bool
    suspended: bool
    confirmed: bool


# Days of a record in a year, by their kind.
Counted = Counter[Kind]


@dataclass(frozen=True)
class OfYear:
    """A school year: the number of its service days, and of each record those it served in it, by their kind, with why
    there are none although it has a part in it."""

    start: int
    service_days: int
    served: tuple[tuple[ServiceRecord, Counted, str], ...]

    def facts(self) -> Year:
        """As far as it is confirmed."""
        found = (period for record, counted, _ in self.served for period in _periods(record, counted))
        return Year(self.service_days, tuple(found))

    def hoped(self) -> Year:
        """As if all that was reported, and may still count, were confirmed."""
        there = [(record, counted) for record, counted, _ in self.served if record.state not in GONE]
        found = (period for record, counted in there for period in _periods(record, counted))
        return Year(self.service_days, tuple(replace(period, verified=True) for period in found))

    def row(self, credit: Fraction, elsewhere: str) -> LedgerYear:
        """As it is read, with the reason of every line."""
        lines = tuple(line for told in self.served for line in _lines(*told, elsewhere))
        note = "" if self.service_days else NO_CALENDAR
        return LedgerYear(label(self.start), self.service_days, credit, lines, note)


def school_years(
    records: Sequence[ServiceRecord],
    known: Mapping[int, Days],
    begins: date,
    today: date,
    suspended: Sequence[tuple[date, date]],
    qualifies: Callable[[ServiceRecord, date], bool],
) -> Iterator[OfYear]:
    """Each school year from the first of service to today, with its days and what was served in it."""
    for start in range(begins.year, school_year(today) + 1):
        of_year = known.get(start, Days(()))
        served = ((record, *_served(record, of_year, today, suspended, qualifies)) for record in records)
        yield OfYear(start, of_year.total, tuple(served))


def _served(
    record: ServiceRecord,
    of_year: Days,
    today: date,
    suspended: Sequence[tuple[date, date]],
    qualifies: Callable[[ServiceRecord, date], bool],
) -> tuple[Counted, str]:
    """The days of a record in a year, and why there are none although it has a part in it. Of a year of which only the
    number of days is known, they count together or not at all: which of them a part of it holds, nobody can say. The
    same for a record of which paper says no more than the number of its days."""
    on_paper = days_on_paper(record)
    if on_paper is not None:
        return _of_one_kind(
            _days_of(record, of_year.days, suspended, qualifies), min(on_paper, of_year.total)
        )
    if of_year.number is None:
        return _days_of(record, [day for day in of_year.days if day <= today], suspended, qualifies), ""
    counted = _days_of(record, of_year.days, suspended, qualifies)
    whole = counted.total() == len(of_year.days) and of_year.days[-1] <= today
    if whole and len(counted) == 1:
        return Counter({kind: of_year.number for kind in counted}), ""
    return Counter(), PARTLY if counted else ""


def days_on_paper(record: ServiceRecord) -> int | None:
    """How many days paper says were served, where it says no more than that."""
    paper = getattr(record, "paper", None)
    return paper.days if paper is not None else None


def _of_one_kind(counted: Counted, number: int) -> tuple[Counted, str]:
    """So many days of a year in which all days are alike; none where they are not."""
    if len(counted) == 1:
        return Counter({kind: number for kind in counted}), ""
    return Counter(), PAPER_PART if counted else ""


def _days_of(
    record: ServiceRecord,
    days: Iterable[date],
    suspended: Sequence[tuple[date, date]],
    qualifies: Callable[[ServiceRecord, date], bool],
) -> Counted:
    counted: Counted = Counter()
    for day in days:
        if record.starts <= day and (record.ends is None or day < record.ends):
            away = any(first <= day < over for first, over in suspended)
            confirmed = record.confirmed_on is None or day <= record.confirmed_on
            counted[Kind(qualifies(record, day), away, confirmed)] += 1
    return counted


def _is_member(record: ServiceRecord, day: date) -> bool:
    written = day.isoformat()
    memberships = getattr(record, "memberships", ())
    return any(m["starts"] <= written and (m["ends"] is None or written < m["ends"]) for m in memberships)


def qualifying(
    records: Sequence[ServiceRecord], similar_schools: bool
) -> Callable[[ServiceRecord, date], bool]:
    """Whether the school of a record counts on a day: it is of the network then, or, where the agreement counts similar
    schools, similar by the last decision that is about that day, as each says from when. So a later reversal takes
    nothing away that was served before the day it says.
    """
    decisions: dict[str, list[SchoolSimilarity]] = defaultdict(list)
    if records and similar_schools:
        for decision in SchoolSimilarity.objects.order_by("decided_on", "pk"):
            decisions[decision.school_key].append(decision)

    def qualifies(record: ServiceRecord, day: date) -> bool:
        if _is_member(record, day):
            return True
        made = decisions.get(same_key(record.school.name if record.school else record.site), [])
        about = [decision for decision in made if decision.since is None or decision.since <= day]
        return bool(about) and about[-1].similar

    return qualifies


def _periods(record: ServiceRecord, counted: Counted) -> list[Period]:
    fte = record.fte
    verified = not _waits(record)
    return [
        Period(days, fte, kind.qualifies, verified and kind.confirmed, kind.suspended)
        for kind, days in counted.items()
    ]


def _waits(record: ServiceRecord) -> str:
    """Why its confirmation does not count yet; empty when it does (rules.md §5)."""
    if record.state == ServiceState.VERIFIED and not record.vouched:
        return GIVEN_ADDRESS if getattr(record, "paper", None) is None else ON_PAPER
    return WAITS.get(record.state, "")


def _since(record: ServiceRecord) -> str:
    assert record.confirmed_on is not None
    return f"after {day_in_words(record.confirmed_on)}, when the site confirmed it: asked again once a year, in May"


def _lines(record: ServiceRecord, counted: Counted, why_none: str, elsewhere: str) -> list[LedgerLine]:
    words = f"{record.position} at {record.site}, FTE {years_text(record.fte)}"
    lines = [LedgerLine(record.pk, words, 0, False, why_none)] if why_none else []
    for kind, days in sorted(counted.items(), reverse=True):
        reason = _waits(record) or ("" if kind.confirmed else _since(record))
        if kind.suspended:
            reason = "suspended: these days earn nothing"
        elif not kind.qualifies:
            reason = elsewhere
        lines.append(LedgerLine(record.pk, words, days, not reason, reason or "confirmed"))
    return lines
