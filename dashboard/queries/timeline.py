"""A program year on one line: when people apply, when school is, when sessions, coaching and work are due, when pay
leaves and fellows begin; in one question to the database."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, Min, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from coaching.rules import default_due
from common.clock import local_date
from common.counting import counted
from common.ui.timeline import Band, Point, Row, Timeline
from fellows.models import FellowCohort
from pathways.models import CalendarEntry, Deliverable, Offering, ProgramYear, ServiceDay
from pathways.queries import year_before
from pathways.rules.calendar import Calendar, Span, calendar_of, weeks_between
from seminars.models import Session
from stipends.models import StipendRun

ONE = timedelta(days=1)
# The picture begins so long before the year at the most.
BEFORE = timedelta(days=366)


def timeline_of(year: ProgramYear, today: date) -> Timeline:
    """The year on one line, from the month in which its first window opens. Two questions, however much there is."""
    before = year_before(year)
    asked = ProgramYear.objects.filter(pk=year.pk).values(**_asked(year, before))
    facts = cast("dict[str, Any]", asked.get())
    rows = (
        _applying(facts),
        _school(year, facts),
        _sessions(year, before, facts, today),
        _coaching(year, facts),
        _due(facts["due"], today),
        _pay(facts["paid"]),
        _fellows(facts["cohorts"]),
    )
    opens = facts["opens"] or year.starts
    starts = max(min(opens, year.starts), year.starts - BEFORE).replace(day=1)
    words = " ".join(f"{row.name}: {said}." for row, said in zip(rows, _said(rows), strict=True))
    return Timeline(starts, year.ends, year.starts, today, rows, words)


def _asked(year: ProgramYear, before: ProgramYear | None) -> dict[str, Any]:
    offered = Offering.objects.filter(year=year).order_by()
    days = ServiceDay.objects.filter(year=year).order_by()
    off = CalendarEntry.objects.filter(year=year, serves=False).order_by("starts")
    last = Session.objects.taking_place().filter(event__year=before) if before else Session.objects.none()
    planned = Session.objects.taking_place().filter(event__year=year)
    due = Deliverable.objects.filter(offering__year=year).order_by("due").distinct()
    runs = StipendRun.objects.locked().filter(year=year)
    cohorts = FellowCohort.objects.filter(starts__lt=year.ends, ends__gt=year.starts).order_by("starts")
    return {
        "opens": _edge(offered, Min("opens")),
        "closes": _edge(offered, Max(Coalesce("extended_to", "closes"))),
        "cosign_by": _edge(offered, Max("cosign_by")),
        "answer_by": _edge(offered, Max("answer_by")),
        "days": ArraySubquery(days.order_by("day").values("day")),
        "off": ArraySubquery(off.values(json=JSONObject(first="starts", after="ends"))),
        "sessions": ArraySubquery(planned.order_by("starts_at").values("starts_at")),
        "last_sessions": ArraySubquery(last.order_by("starts_at").values("starts_at")),
        "due": ArraySubquery(due.values("due")),
        "paid": ArraySubquery(runs.order_by("approved_at").values("approved_at")),
        "cohorts": ArraySubquery(cohorts.values(json=JSONObject(name="name", first="starts", after="ends"))),
    }


def _edge(rows: Any, edge: Min | Max) -> Subquery:
    """The first or last of their days, as a column."""
    grouped = rows.annotate(one=Value(1)).values("one").annotate(edge=edge)
    return Subquery(grouped.values("edge"))


def _applying(facts: dict[str, Any]) -> Row:
    if facts["opens"] is None:
        return Row("Applying", after="no role has its days yet")
    opens, closes, cosign, answer = (facts[name] for name in ("opens", "closes", "cosign_by", "answer_by"))
    bands = [Band(opens, closes, words="open")]
    if cosign > closes:
        bands.append(Band(closes + ONE, cosign, "part", "signing"))
    if answer > max(closes, cosign):
        bands.append(Band(max(closes, cosign) + ONE, answer, "soft", "deciding"))
    return Row("Applying", bands, after=f"offers answered by {_day(answer)}")


def _school(year: ProgramYear, facts: dict[str, Any]) -> Row:
    calendar = _calendar(year, facts)
    if calendar is None:
        return Row("School", after="its days are not known yet")
    bands = list(_between(calendar.first, calendar.last, calendar.off))
    longest = max(bands, key=lambda band: band.last - band.first)
    words = counted(len(facts["days"]), "day")
    return Row("School", [replace(band, words=words) if band is longest else band for band in bands])


def _calendar(year: ProgramYear, facts: dict[str, Any]) -> Calendar | None:
    """As `calendar_in`, of what was asked already."""
    if year.school_starts is None or year.school_ends is None:
        return calendar_of(facts["days"])
    spans = [(date.fromisoformat(one["first"]), date.fromisoformat(one["after"])) for one in facts["off"]]
    off = tuple(Span(first, after - ONE) for first, after in spans)
    return Calendar(year.school_starts, year.school_ends - ONE, off)


def _between(first: date, last: date, off: Iterable[Span]) -> Iterator[Band]:
    """The days from `first` to `last` without what is `off`, given in order."""
    begins = first
    for span in off:
        if begins < span.first <= last:
            yield Band(begins, span.first - ONE)
        begins = max(begins, span.last + ONE)
    if begins <= last:
        yield Band(begins, last)


def _sessions(year: ProgramYear, before: ProgramYear | None, facts: dict[str, Any], today: date) -> Row:
    planned = [local_date(moment) for moment in facts["sessions"]]
    if planned or before is None or not facts["last_sessions"]:
        after = "" if planned else "none planned yet"
        return Row("Sessions", points=_points(planned, "session", today), after=after, gap=not planned)
    by = weeks_between(before.starts, year.starts)
    shifted = [local_date(moment) + by for moment in facts["last_sessions"]]
    gaps = [Point(day, "session", "gap") for day in dict.fromkeys(shifted)]
    return Row("Sessions", points=gaps, after="none planned; last year’s days stand here", gap=True)


def _points(days: Sequence[date], shape: str, today: date) -> list[Point]:
    return [Point(day, shape, "done" if day < today else "ahead") for day in dict.fromkeys(days)]


def _coaching(year: ProgramYear, facts: dict[str, Any]) -> Row:
    first = year.school_starts or next(iter(facts["days"]), year.starts)
    middle, end = (default_due(window, year.starts) for window in ("mid_year", "end_of_year"))
    bands = [Band(first, middle, "soft", f"mid-year, by {_day(middle)}")] if first <= middle else []
    return Row("Coaching", [*bands, Band(middle + ONE, end, "soft", f"end of year, by {_day(end)}")])


def _due(days: Sequence[date], today: date) -> Row:
    return Row("Work due", points=_points(days, "work", today), after="" if days else "no deliverable yet")


def _pay(moments: Sequence[datetime]) -> Row:
    points = [Point(local_date(moment), "pay", "done") for moment in moments]
    return Row("Pay", points=points, after="" if points else "no run is approved yet")


def _fellows(cohorts: Sequence[dict[str, Any]]) -> Row:
    bands = [
        Band(date.fromisoformat(one["first"]), date.fromisoformat(one["after"]) - ONE, "soft", one["name"])
        for one in cohorts
    ]
    return Row("Fellows", bands, after="" if bands else "no cohort in this year")


def _said(rows: Iterable[Row]) -> Iterator[str]:
    """Each row in words."""
    for row in rows:
        bands = [f"{_day(band.first)} to {_day(band.last)} {band.words}".rstrip() for band in row.bands]
        points = [] if row.gap else [_day(point.day) for point in row.points]
        yield ", ".join([*bands, *points, *([row.after] if row.after else [])])


def _day(day: date) -> str:
    return f"{day:%b} {day.day}"
