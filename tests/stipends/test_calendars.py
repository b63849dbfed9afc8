"""The calendar of a year where stipends are prorated by it: looked at, with a reason, and not once it was paid by."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError
from pathways.models import ServiceDay
from pathways.queries import calendar_in
from pathways.rules.calendar import Calendar, Span
from people.models import User
from stipends.models import StatementChange
from stipends.services import CalendarLook, set_calendar
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import HatFactory
from tests.factories.stipends import Year, approved_line

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
SCHOOL = Calendar(date(2026, 8, 13), date(2027, 6, 9))


@pytest.fixture
def by() -> User:
    return HatFactory(kind="registrar").person


def look(year, by, calendar=SCHOOL, **given):
    with pytest.raises(CalendarLook) as found:
        set_calendar(year=year, by=by, calendar=calendar, now=NOW, **given)
    return found.value


def test_the_number_of_days_is_seen_before_anything_is_saved(by) -> None:
    year = ProgramYearFactory()
    first = look(year, by)
    assert str(first) == "This makes 215 service days."
    assert first.moves is None
    assert not ServiceDay.objects.exists()
    assert set_calendar(year=year, by=by, calendar=SCHOOL, seen=first.seen, now=NOW).after == 215
    assert year.service_days.count() == 215


def test_what_was_seen_of_another_calendar_counts_for_nothing(by) -> None:
    year = ProgramYearFactory()
    seen = look(year, by).seen
    other = Calendar(SCHOOL.first, SCHOOL.last, (Span(date(2026, 9, 7), date(2026, 9, 7), "Labor Day"),))
    assert str(look(year, by, other, seen=seen)) == "This makes 214 service days."


def test_the_same_again_asks_nothing_and_writes_nothing(by) -> None:
    year = ProgramYearFactory()
    set_calendar(year=year, by=by, calendar=SCHOOL, seen=look(year, by).seen, now=NOW)
    year.refresh_from_db()
    assert not set_calendar(year=year, by=by, calendar=SCHOOL, now=NOW)
    assert year.events.count() == 1


def test_once_people_hold_a_role_it_says_whose_pay_it_moves_and_asks_why(by, clock) -> None:
    clock(NOW)
    one = Year()
    leader = one.leader(ends=date(2027, 1, 15))
    year = one.year
    shorter = calendar_in(year)
    assert shorter is not None
    # Twenty days fewer at the end: she served a larger part of the year.
    other = Calendar(shorter.first, date(2027, 3, 31), shorter.off)
    first = look(year, by, other)
    assert [row.placement for row in first.moves.rows] == [leader]
    again = look(year, by, other, seen=first.seen)
    assert (str(again), again.reason_missing) == (
        "Say why: people hold a role in this year, and the reason stays in its history.",
        True,
    )
    assert year.events.count() == 0
    set_calendar(year=year, by=by, calendar=other, seen=first.seen, reason="The board cut it.", now=NOW)
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.reason, kept.by) == (leader, "calendar", "The board cut it.", by)
    assert kept.title == f"2026-27 has {year.service_days.count()} now, and had 180"
    assert year.events.get().note == "The board cut it."


def test_a_calendar_that_was_paid_by_in_the_end_stays(by) -> None:
    year = ProgramYearFactory()
    approved_line(kind="final", run__year=year, placement__year=year)
    with pytest.raises(DomainError) as refusal:
        set_calendar(year=year, by=by, calendar=SCHOOL)
    assert str(refusal.value) == (
        "The final run of this year is approved, so its service days stay as they were paid by."
    )
