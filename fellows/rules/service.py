"""How much of the owed service is done and what remains (rules.md §5). No money is ever computed."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, assert_never, get_args

from common.reading import FieldError, Fields
from fellows.rules.dates import first_july

Granularity = Literal["day", "month", "semester", "year"]
FteRule = Literal["accumulate", "full_time", "threshold"]
GRANULARITIES: tuple[Granularity, ...] = get_args(Granularity)
FTE_RULES: tuple[FteRule, ...] = get_args(FteRule)
# A service year has ten months of school and two semesters.
PARTS_OF_A_YEAR = {"month": 10, "semester": 2}
HALF = Fraction(1, 2)
ONE = Fraction(1)
ZERO = Fraction(0)
MOST_YEARS = 40
# Beyond three years a suspension is no longer one: it is for a person to decide about a discharge.
MOST_SUSPENDED_MONTHS = 36


class TermsError(FieldError):
    """Terms cannot be used: `field` says where, `sentence` what to write instead."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the agreement asks for. `window_years` of None: no deadline. `half_year_counts` says something where service
    counts by the year, `fte_threshold` where there is one."""

    required_years: Fraction
    window_years: int | None
    granularity: Granularity
    half_year_counts: bool
    fte: FteRule
    fte_threshold: Fraction
    similar_schools: bool = True
    most_suspended_months: int = MOST_SUSPENDED_MONTHS


@dataclass(frozen=True, slots=True)
class Period:
    """Service days in one post of one school year. `suspended`: an approved suspension, earns nothing."""

    days: int
    fte: Fraction
    qualifies: bool
    verified: bool
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """A school year: its service days and the periods served in it."""

    service_days: int
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """Where a fellow stands. The deadline is half-open: on that day the window is over."""

    credited_years: Fraction
    credit_by_year: tuple[Fraction, ...]
    remaining_years: Fraction
    service_starts: date
    deadline: date | None
    standing: str


def parse_terms(fields: Fields) -> Terms:
    """Terms from a JSON object. Raises FieldError for the first field that cannot be used.

    Agreements that were signed before the last two were terms say nothing of them: similar schools counted then, and
    36 months could be suspended.
    """
    months, fte = "most_suspended_months", fields.choice("fte", FTE_RULES)
    has_threshold = fte == "threshold" or fields.has("fte_threshold")
    terms = Terms(
        required_years=fields.fraction("required_years", most=MOST_YEARS),
        window_years=(
            fields.integer("window_years", least=1, most=MOST_YEARS) if fields.has("window_years") else None
        ),
        granularity=fields.choice("granularity", GRANULARITIES),
        half_year_counts=fields.boolean("half_year_counts"),
        fte=fte,
        fte_threshold=fields.fraction("fte_threshold", most=1) if has_threshold else HALF,
        similar_schools=fields.boolean("similar_schools") if fields.has("similar_schools") else True,
        most_suspended_months=(
            fields.integer(months, most=MOST_SUSPENDED_MONTHS)
            if fields.has(months)
            else MOST_SUSPENDED_MONTHS
        ),
    )
    fields.done()
    return terms


def parse_year(fields: Fields) -> Year:
    """A school year of a worked example. Raises FieldError for the first field that cannot be used."""
    year = Year(
        service_days=fields.integer("service_days", least=1, most=366),
        periods=tuple(_period(period) for period in fields.objects("segments")),
    )
    fields.done()
    return year


def _period(fields: Fields) -> Period:
    period = Period(
        days=fields.integer("days", most=366),
        fte=fields.fraction("fte", most=10),
        qualifies=fields.boolean("qualifies"),
        verified=fields.boolean("verified"),
        suspended=fields.boolean("suspended") if fields.has("suspended") else False,
    )
    fields.done()
    return period


def service(
    terms: Terms,
    years: Sequence[Year],
    graduated: date,
    today: date,
    suspended_months: int = 0,
    discharged: bool = False,
) -> Service:
    """Credit per year, what remains, the deadline and the standing on `today`.

    Raises TermsError when a year in which someone served has no service days.
    """
    by_year = tuple(years_credited(terms, year) for year in years)
    credited = sum(by_year, ZERO)
    remaining = max(terms.required_years - credited, ZERO)
    starts = first_july(graduated)
    deadline = _deadline(starts, terms.window_years, suspended_months)
    standing = _standing(discharged, remaining, deadline, today)
    return Service(credited, by_year, remaining, starts, deadline, standing)


def years_credited(terms: Terms, year: Year) -> Fraction:
    """What one school year earns, from 0 to 1."""
    weighted = sum((period.days * _weight(terms, period) for period in year.periods), ZERO)
    if not weighted:
        return ZERO
    if year.service_days < 1:
        raise TermsError("service_days", "The calendar of this school year has no service days. Enter them.")
    share = min(Fraction(weighted, year.service_days), ONE)
    match terms.granularity:
        case "day":
            return share
        case "month" | "semester":
            parts = PARTS_OF_A_YEAR[terms.granularity]
            return Fraction(share * parts // 1, parts)
        case "year":
            return ONE if share == 1 or (terms.half_year_counts and share >= HALF) else ZERO
        case _:
            assert_never(terms.granularity)


def _weight(terms: Terms, period: Period) -> Fraction:
    if not (period.verified and period.qualifies) or period.suspended:
        return ZERO
    match terms.fte:
        case "accumulate":
            return min(period.fte, ONE)
        case "full_time":
            return ONE if period.fte >= ONE else ZERO
        case "threshold":
            return ONE if period.fte >= terms.fte_threshold else ZERO
        case _:
            assert_never(terms.fte)


def deadline_of(terms: Terms, graduated: date, suspended_months: int = 0) -> date | None:
    """The first day after the window; None where the agreement has none."""
    return _deadline(first_july(graduated), terms.window_years, suspended_months)


def _deadline(starts: date, window_years: int | None, suspended_months: int) -> date | None:
    """Service starts on the first of a month, so adding months never meets a shorter one."""
    if window_years is None:
        return None
    months = starts.year * 12 + starts.month - 1 + window_years * 12 + suspended_months
    return date(months // 12, months % 12 + 1, 1)


def _standing(discharged: bool, remaining: Fraction, deadline: date | None, today: date) -> str:
    """The first that fits."""
    if discharged:
        return "discharged"
    if not remaining:
        return "fulfilled"
    if deadline is not None and today >= deadline:
        return "ended_unfulfilled"
    if deadline is not None and (deadline - today).days < remaining * 365:
        return "at_risk"
    return "in_progress"


@dataclass(frozen=True, slots=True)
class Ahead:
    """A school year that goes on or is to come: how many service days it has, and those a post would serve."""

    service_days: int
    days: tuple[date, ...]


def completed_on(terms: Terms, remaining: Fraction, ahead: Sequence[Ahead], fte: Fraction) -> date | None:
    """The day on which nothing remains if one confirmed post goes on at `fte`, year by year (rules.md §5).
    None where these years do not suffice. `remaining` is what was not credited when the first of them began."""
    for year in ahead:
        earned = _earned(terms, year, len(year.days), fte)
        if earned >= remaining:
            return _day_of(terms, remaining, year, fte)
        remaining -= earned
    return None


def _day_of(terms: Terms, remaining: Fraction, year: Ahead, fte: Fraction) -> date:
    """The first day by which this much of the year is earned: what is earned never falls with the days served."""
    found = bisect_left(range(len(year.days)), remaining, key=lambda day: _earned(terms, year, day + 1, fte))
    return year.days[found]


def _earned(terms: Terms, year: Ahead, days: int, fte: Fraction) -> Fraction:
    served = Period(days, fte, qualifies=True, verified=True)
    return years_credited(terms, Year(year.service_days, (served,)))
