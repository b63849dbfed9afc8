"""Program years: opened, and their calendars, with who did it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from common.errors import DomainError, LookFirst, NotAllowed
from pathways import services
from pathways.models import CalendarEntry, ProgramYear, ProgramYearEvent, ServiceDay
from pathways.queries import calendar_in, shifted_to, year_before
from pathways.rules.calendar import Calendar, Span
from pathways.services import Counted
from people.models import User
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import HatFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
BREAK = Span(date(2026, 11, 23), date(2026, 11, 27), "Thanksgiving")
SATURDAY = Span(date(2026, 11, 21), date(2026, 11, 21), "Make-up day")
CALENDAR = Calendar(date(2026, 11, 16), date(2026, 12, 1), (BREAK,), (SATURDAY,))


@pytest.fixture
def by() -> User:
    return HatFactory(kind="registrar").person


def days_of(year: ProgramYear) -> list[str]:
    return [day.isoformat() for day in year.service_days.values_list("day", flat=True)]


def test_a_registrar_opens_a_year_from_july_to_june(by: User) -> None:
    year, new = services.open_year(first=2027, by=by, now=NOW)
    assert (year.label, year.starts, year.last_day, new) == (
        "2027-28",
        date(2027, 7, 1),
        date(2028, 6, 30),
        True,
    )
    assert list(year.events.values_list("action", "by", "at")) == [("open", by.pk, NOW)]


def test_opening_a_year_twice_opens_one(by: User) -> None:
    year, _ = services.open_year(first=2027, by=by)
    assert services.open_year(first=2027, by=by) == (year, False)
    assert ProgramYearEvent.objects.count() == 1


def test_a_year_is_not_opened_over_days_of_another(by: User) -> None:
    ProgramYear.objects.create(label="2027", starts=date(2027, 8, 1), ends=date(2028, 8, 1))
    with pytest.raises(
        DomainError, match=r"^Another program year has days of 2027-28\. They follow each other\.$"
    ):
        services.open_year(first=2027, by=by)


@pytest.mark.parametrize("first", [1999, 2101])
def test_a_year_nobody_means_is_refused(by: User, first: int) -> None:
    with pytest.raises(DomainError, match=r"^Write a year from 2000 to 2100"):
        services.open_year(first=first, by=by)


def test_a_century_ends_its_label_with_two_digits(by: User) -> None:
    then = datetime(2098, 11, 10, 20, tzinfo=UTC)
    assert services.open_year(first=2099, by=by, now=then)[0].label == "2099-00"


def test_a_year_more_than_two_ahead_is_refused(by: User) -> None:
    words = "^2029-30 lies more than two years ahead. Open a year up to 2028-29, the one in which it begins.$"
    with pytest.raises(DomainError, match=words):
        services.open_year(first=2029, by=by, now=NOW)
    assert services.open_year(first=2028, by=by, now=NOW)[0].label == "2028-29"


@pytest.mark.parametrize(("first", "asked"), [(2025, True), (2026, False), (2027, False), (2028, True)])
def test_a_year_that_is_not_this_or_the_next_one_is_looked_at_first(
    by: User, first: int, asked: bool
) -> None:
    if asked:
        with pytest.raises(LookFirst) as look:
            services.open_year(first=first, by=by, now=NOW, seen="")
        assert not ProgramYear.objects.exists()
        with pytest.raises(LookFirst):
            services.open_year(first=2010, by=by, now=NOW, seen=look.value.seen)
    seen = look.value.seen if asked else ""
    assert services.open_year(first=first, by=by, now=NOW, seen=seen)[1]


def test_only_a_registrar_keeps_years() -> None:
    words = r"^Only a registrar opens program years and keeps their calendars\.$"
    year = ProgramYearFactory()
    with pytest.raises(NotAllowed, match=words):
        services.open_year(first=2027, by=manager())
    with pytest.raises(NotAllowed, match=words):
        services.set_calendar(pk=year.pk, by=manager(), calendar=CALENDAR)
    with pytest.raises(NotAllowed, match=words):
        services.count_days(pk=year.pk, by=manager(), counted=Counted(180))


def test_a_calendar_gives_the_service_days_its_breaks_and_its_history(by: User) -> None:
    year = ProgramYearFactory()
    change = services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR, reason=" Board of May. ", now=NOW)
    assert (change.before, change.after) == (None, 8)
    assert days_of(year) == [
        *(f"2026-11-{day}" for day in (16, 17, 18, 19, 20, 21, 30)),
        "2026-12-01",
    ]
    assert list(CalendarEntry.objects.values_list("name", "starts", "ends", "serves")) == [
        ("Make-up day", date(2026, 11, 21), date(2026, 11, 22), True),
        ("Thanksgiving", date(2026, 11, 23), date(2026, 11, 28), False),
    ]
    year.refresh_from_db()
    assert calendar_in(year) == CALENDAR
    event = year.events.get()
    assert (event.action, event.by, event.at, event.note) == ("set_calendar", by, NOW, "Board of May.")
    assert event.about == (
        "8 days, before none. New: First day November 16, 2026; Last day December 1, 2026; Nov 23–27 Thanksgiving; "
        "Nov 21 Make-up day (serves)."
    )


def test_the_same_calendar_again_writes_nothing(by: User) -> None:
    year = ProgramYearFactory()
    services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR)
    before = list(ServiceDay.objects.values_list("pk", flat=True))
    assert not services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR)
    assert list(ServiceDay.objects.values_list("pk", flat=True)) == before
    assert year.events.count() == 1


def test_a_changed_calendar_keeps_the_rows_of_days_that_stay(by: User) -> None:
    year = ProgramYearFactory()
    services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR)
    kept = dict(ServiceDay.objects.values_list("day", "pk"))
    holiday = Span(date(2026, 11, 30), date(2026, 11, 30), "Holiday")
    other = Calendar(CALENDAR.first, CALENDAR.last, (BREAK, holiday), (SATURDAY,))
    change = services.set_calendar(pk=year.pk, by=by, calendar=other)
    assert (change.before, change.after, change.gone, change.come) == (8, 7, (), ("Nov 30 Holiday",))
    del kept[date(2026, 11, 30)]
    assert dict(ServiceDay.objects.values_list("day", "pk")) == kept
    assert CalendarEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("calendar", "words"),
    [
        (
            Calendar(date(2026, 6, 30), date(2027, 6, 8)),
            "June 30, 2026 is not in the program year 2026-27. Take it out.",
        ),
        (
            Calendar(date(2026, 8, 13), date(2027, 6, 8), (Span(date(2027, 6, 28), date(2027, 7, 2)),)),
            "July 2, 2027 is not in the program year 2026-27. Take it out.",
        ),
        (
            Calendar(date(2026, 11, 23), date(2026, 11, 20)),
            "School ends before it begins. Correct its first or its last day.",
        ),
        (Calendar(BREAK.first, BREAK.last, (BREAK,)), "No service day is left. Correct the breaks."),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(by: User, calendar: Calendar, words: str) -> None:
    year = ProgramYearFactory()
    with pytest.raises(DomainError) as refusal:
        services.set_calendar(pk=year.pk, by=by, calendar=calendar)
    assert str(refusal.value) == words
    assert not ServiceDay.objects.exists()


def test_a_year_of_before_the_product_needs_only_its_number_of_days(by: User) -> None:
    year = ProgramYearFactory(first=2018)
    assert services.count_days(pk=year.pk, by=by, counted=Counted(180), now=NOW).after == 180
    assert not services.count_days(pk=year.pk, by=by, counted=Counted(180))
    year.refresh_from_db()
    assert year.days_count == 180
    assert [event.about for event in year.events.all()] == ["180 days, before none."]


def test_the_calendar_of_a_counted_year_takes_the_place_of_its_number(by: User) -> None:
    year = ProgramYearFactory(days_count=180)
    assert services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR).before == 180
    year.refresh_from_db()
    assert year.days_count is None
    with pytest.raises(DomainError, match=r"^2026-27 has its calendar, and its days are counted by it\.$"):
        services.count_days(pk=year.pk, by=by, counted=Counted(180))


def test_the_first_and_last_day_of_a_counted_year_are_known_together_or_not_at_all(by: User) -> None:
    year = ProgramYearFactory(first=2018)
    first, last = date(2018, 8, 14), date(2019, 6, 7)
    services.count_days(pk=year.pk, by=by, counted=Counted(180, first, last))
    year.refresh_from_db()
    assert (year.school_starts, year.school_ends, calendar_in(year)) == (first, date(2019, 6, 8), None)
    with pytest.raises(DomainError, match=r"^Write both the first and the last day of school, or neither\.$"):
        services.count_days(pk=year.pk, by=by, counted=Counted(180, first))
    with pytest.raises(DomainError, match=r"^School begins and ends in 2018-19\. Correct its days\.$"):
        services.count_days(pk=year.pk, by=by, counted=Counted(180, first, date(2019, 7, 1)))


@pytest.mark.parametrize("days", [0, 367])
def test_a_number_of_days_no_year_has_is_refused(by: User, days: int) -> None:
    with pytest.raises(DomainError, match=r"^Write a number from 1 to 366\.$"):
        services.count_days(pk=ProgramYearFactory().pk, by=by, counted=Counted(days))


def test_days_entered_one_by_one_keep_the_names_of_the_breaks_that_stay(by: User) -> None:
    year = ProgramYearFactory()
    services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR)
    days = [date.fromisoformat(day) for day in days_of(year) if day != "2026-11-17"]
    assert services.set_service_days(year=year, days=days, by=by, now=NOW) == 7
    year.refresh_from_db()
    found = calendar_in(year)
    assert found is not None
    assert found.off == (Span(date(2026, 11, 17), date(2026, 11, 17), "No school"), BREAK)
    assert year.events.latest("pk").about.startswith("7 days, before 8 days.")


def test_where_only_days_are_known_the_breaks_are_what_they_leave_out(count_queries: Any) -> None:
    year = ProgramYearFactory()
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=date(2026, 11, day)) for day in (19, 20, 24))
    with count_queries(1):
        found = calendar_in(year)
    assert found == Calendar(
        date(2026, 11, 19), date(2026, 11, 24), (Span(date(2026, 11, 23), date(2026, 11, 23), "No school"),)
    )
    assert calendar_in(ProgramYearFactory(first=2030)) is None


def test_the_calendar_of_last_year_comes_shifted_by_whole_weeks(by: User) -> None:
    year = ProgramYearFactory()
    services.set_calendar(pk=year.pk, by=by, calendar=CALENDAR)
    following = ProgramYearFactory(first=2027)
    assert year_before(following) == year
    found = shifted_to(following, year_before(following))
    assert found is not None
    calendar, by_much = found
    assert by_much.days == 364
    assert calendar == Calendar(
        date(2027, 11, 15),
        date(2027, 11, 30),
        (Span(date(2027, 11, 22), date(2027, 11, 26), "Thanksgiving"),),
        (Span(date(2027, 11, 20), date(2027, 11, 20), "Make-up day"),),
    )
    assert shifted_to(year, year_before(year)) is None
