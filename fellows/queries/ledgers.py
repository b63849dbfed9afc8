"""The service ledger of a fellow: facts from the tables, the rule of service, and the reasons of each year."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, IntegerField, OuterRef, Value
from django.db.models.functions import Coalesce, JSONObject

from common.money import half_up
from common.names import same_key
from common.reading import FieldError, Fields
from fellows.models import Fellow, SchoolSimilarity, ServiceRecord, Suspension
from fellows.rules import Period, Service, Terms, Year, parse_terms, service
from fellows.rules.dates import add_months, label, school_year
from fellows.states import ServiceState, State
from pathways.models import ProgramYear, ServiceDay
from people.models import SchoolMembership

NO_CALENDAR = (
    "The calendar of this school year is not entered, so it cannot be counted yet. Staff can enter it."
)
PARTLY = "only the number of days of this year is known, so a part of it is not counted: ask staff for its calendar"
GIVEN_ADDRESS = "confirmed from an address the fellow gave: it counts once staff have accepted it"
WAITS: dict[str, str] = {
    ServiceState.REPORTED: "not confirmed by the site yet",
    ServiceState.DISPUTED: "the site disagrees: correct it",
}


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
    years = _years(records, begins, today, away)
    result = service(
        terms,
        [facts for _, facts, _ in years],
        graduated=fellow.graduated_on,
        today=today,
        suspended_months=sum(months for _, months in suspensions),
        discharged=fellow.state == State.DISCHARGED,
    )
    rows = tuple(
        LedgerYear(label(start), facts.service_days, credit, lines, "" if facts.service_days else NO_CALENDAR)
        for (start, facts, lines), credit in zip(years, result.credit_by_year, strict=True)
    )
    return Ledger("", records, terms, result, rows, sum(months for _, months in suspensions))


def _agreement(fellow: Fellow) -> Any:
    """The agreement in force, with the suspensions. Small rows come along as JSON: it saves a query each."""
    rows = Suspension.objects.filter(fellow=OuterRef("fellow")).order_by("starts")
    suspensions = ArraySubquery(rows.values(json=JSONObject(starts="starts", months="months")))
    return fellow.agreements.annotate(suspensions=suspensions).order_by("pk").last()


def _records(fellow: Fellow) -> tuple[ServiceRecord, ...]:
    """What was reported, each with the times its school was a member; dates as ISO text."""
    rows = SchoolMembership.objects.filter(school=OuterRef("school")).order_by("starts")
    memberships = ArraySubquery(rows.values(json=JSONObject(starts="starts", ends="ends")))
    return tuple(fellow.service_records.select_related("school").annotate(memberships=memberships))


def _years(
    records: Sequence[ServiceRecord], begins: date, today: date, suspended: Sequence[tuple[date, date]]
) -> list[tuple[int, Year, tuple[LedgerLine, ...]]]:
    """Each school year from the first of service to today, with its days and what was served in it."""
    similar, known = _similarity(records), _calendars(begins)
    found = []
    for start in range(begins.year, school_year(today) + 1):
        of_year = known.get(start, Days(()))
        served = [(record, _served(record, of_year, today, suspended, similar)) for record in records]
        periods = tuple(period for record, (counted, _) in served for period in _periods(record, counted))
        lines = tuple(line for record, told in served for line in _lines(record, *told))
        found.append((start, Year(of_year.total, periods), lines))
    return found


@dataclass(frozen=True, slots=True)
class Days:
    """The service days of a school year; where nobody knows more than their `number`, all weekdays of school."""

    days: tuple[date, ...]
    number: int | None = None

    @property
    def total(self) -> int:
        return len(self.days) if self.number is None else self.number


def _calendars(begins: date) -> dict[int, Days]:
    """What is known of the days of each school year from `begins` on, by the year it starts in: one query."""
    counted = ProgramYear.objects.filter(days_count__isnull=False, ends__gt=begins).order_by()
    nothing = Value(None, DateField())
    days = ServiceDay.objects.filter(day__gte=begins).order_by()
    rows = days.values_list("day", nothing, Value(None, IntegerField())).union(
        counted.values_list(
            Coalesce("school_starts", "starts"), Coalesce("school_ends", "ends"), "days_count"
        ),
        all=True,
    )
    known: dict[int, list[date]] = defaultdict(list)
    numbers: dict[int, int] = {}
    for first, until, number in rows:
        if number is None:
            known[school_year(first)].append(first)
        else:
            start = school_year(first)
            known[start], numbers[start] = _weekdays(first, until), number
    return {start: Days(tuple(sorted(days)), numbers.get(start)) for start, days in known.items()}


def _weekdays(first: date, until: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((until - first).days))
    return [day for day in days if day.weekday() < 5]


# Days of a record in a year, by whether the school qualifies on the day and whether the day is suspended.
Counted = Counter[tuple[bool, bool]]


def _served(
    record: ServiceRecord,
    of_year: Days,
    today: date,
    suspended: Sequence[tuple[date, date]],
    similar: Callable[[ServiceRecord, date], bool],
) -> tuple[Counted, str]:
    """The days of a record in a year, and why there are none although it has a part in it. Of a year of which only the
    number of days is known, they count together or not at all: which of them a part of it holds, nobody can say."""
    if of_year.number is None:
        return _days_of(record, [day for day in of_year.days if day <= today], suspended, similar), ""
    counted = _days_of(record, of_year.days, suspended, similar)
    whole = counted.total() == len(of_year.days) and of_year.days[-1] <= today
    if whole and len(counted) == 1:
        return Counter({kind: of_year.number for kind in counted}), ""
    return Counter(), PARTLY if counted else ""


def _days_of(
    record: ServiceRecord,
    days: Iterable[date],
    suspended: Sequence[tuple[date, date]],
    similar: Callable[[ServiceRecord, date], bool],
) -> Counted:
    counted: Counted = Counter()
    for day in days:
        if record.starts <= day and (record.ends is None or day < record.ends):
            away = any(first <= day < over for first, over in suspended)
            counted[(_is_member(record, day) or similar(record, day), away)] += 1
    return counted


def _is_member(record: ServiceRecord, day: date) -> bool:
    written = day.isoformat()
    memberships = getattr(record, "memberships", ())
    return any(m["starts"] <= written and (m["ends"] is None or written < m["ends"]) for m in memberships)


def _similarity(records: Sequence[ServiceRecord]) -> Callable[[ServiceRecord, date], bool]:
    """Whether a school counts as similar on a day: by the last decision made by then, else by the first one.

    So a later reversal takes nothing away that was served before it.
    """
    decisions: dict[str, list[SchoolSimilarity]] = defaultdict(list)
    if records:
        for decision in SchoolSimilarity.objects.order_by("decided_on"):
            decisions[decision.school_key].append(decision)

    def similar(record: ServiceRecord, day: date) -> bool:
        made = decisions.get(same_key(record.school.name if record.school else record.site))
        if not made:
            return False
        by_then = [decision for decision in made if decision.decided_on <= day]
        return (by_then or made[:1])[-1].similar

    return similar


def _periods(record: ServiceRecord, counted: Counted) -> list[Period]:
    fte = record.fte
    verified = not _waits(record)
    return [
        Period(days, fte, qualifies, verified, suspended) for (qualifies, suspended), days in counted.items()
    ]


def _waits(record: ServiceRecord) -> str:
    """Why its confirmation does not count yet; empty when it does (rules.md §5)."""
    if record.state == ServiceState.VERIFIED and not record.vouched:
        return GIVEN_ADDRESS
    return WAITS.get(record.state, "")


def _lines(record: ServiceRecord, counted: Counted, why_none: str) -> list[LedgerLine]:
    words = f"{record.position} at {record.site}, FTE {years_text(record.fte)}"
    lines = [LedgerLine(record.pk, words, 0, False, why_none)] if why_none else []
    for (qualifies, suspended), days in sorted(counted.items(), reverse=True):
        reason = _waits(record)
        if suspended:
            reason = "suspended: these days earn nothing"
        elif not qualifies:
            reason = "not a network school on these days, and no decision says it is similar"
        lines.append(LedgerLine(record.pk, words, days, not reason, reason or "confirmed"))
    return lines
