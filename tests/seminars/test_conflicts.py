"""What stands in the way of a session is said and counted: people, facilitators, rooms, days without school."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pathways.models import Leave
from pathways.rules.calendar import Calendar, Span
from pathways.services import set_calendar
from seminars.models import Session
from seminars.queries import conflicts_of, invited_people, not_served, people_of
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, UserFactory, principal_of, registrar
from tests.factories.seminars import NINE, NOON, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
CALENDAR = Calendar(
    date(2026, 8, 13),
    date(2027, 6, 9),
    (Span(date(2026, 12, 21), date(2027, 1, 8), "Winter break"),),
    (Span(date(2027, 1, 9), date(2027, 1, 9)),),
)


@pytest.fixture
def year():
    return ProgramYearFactory()


@pytest.fixture
def event(year):
    return EventFactory(year=year)


def met(session, year):
    return conflicts_of([session], year)[session.pk]


def test_people_of_both_sessions_are_counted_and_named(year, event):
    ana = PlacementFactory(year=year, person=UserFactory(given_name="Ana", family_name="Ruiz"))
    ben = PlacementFactory(year=year, role=ana.role, person=UserFactory(given_name="Ben", family_name="Li"))
    PlacementFactory(year=year)
    one = SessionFactory(event=event, roles=[ana.role], place="")
    other = SessionFactory(
        event=event, starts_at=NOON - timedelta(minutes=1), ends_at=NOON + timedelta(hours=1), place=""
    )
    (clash,) = met(one, year).clashes
    assert (clash.other, clash.people, clash.leaders, clash.room) == (other, 2, (), False)
    assert clash.names == (ben.person.name, ana.person.name)


def test_sessions_that_follow_each_other_do_not_meet(year, event):
    PlacementFactory(year=year)
    one = SessionFactory(event=event)
    SessionFactory(event=event, starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    assert met(one, year).count == 0


def test_two_sessions_at_once_for_different_people_elsewhere_are_no_conflict(year, event):
    placements = [PlacementFactory(year=year) for _ in range(2)]
    one, _ = (
        SessionFactory(event=event, roles=[row.role], place=f"Room {number}")
        for number, row in enumerate(placements)
    )
    assert met(one, year).count == 0


def test_a_facilitator_and_a_room_are_not_in_two_sessions_at_once(year, event):
    leader = UserFactory()
    one = SessionFactory(event=event, facilitated_by=leader, place="Santee library")
    SessionFactory(event=event, facilitated_by=leader, place="santee  library")
    (clash,) = met(one, year).clashes
    assert (clash.people, clash.leaders, clash.room) == (0, (leader.name,), True)


@pytest.mark.parametrize("state", ["cancelled", "moved"])
def test_what_does_not_take_place_is_no_conflict(year, event, state):
    PlacementFactory(year=year)
    one = SessionFactory(event=event)
    SessionFactory(event=event, state=state)
    assert met(one, year).clashes == ()


def test_whoever_is_on_leave_that_day_is_in_neither(year, event):
    placement = PlacementFactory(year=year)
    Leave.objects.create(
        placement=placement,
        category="parental",
        protected=True,
        starts=date(2026, 10, 1),
        ends=date(2026, 11, 1),
    )
    one, other = SessionFactory(event=event, place=""), SessionFactory(event=event, place="")
    assert people_of([one.pk, other.pk]) == {one.pk: set(), other.pk: set()}
    assert met(one, year).count == 0


def test_whom_many_sessions_invite_is_what_each_says_of_itself(year, event):
    FellowFactory(
        cohort=FellowCohortFactory(starts=date(2026, 6, 1), ends=date(2027, 8, 1)), state="enrolled"
    )
    principal_of(SchoolFactory())
    row = PlacementFactory(year=year)
    PlacementFactory(year=year, starts=date(2026, 10, 15))
    given = [
        {},
        {"fellows": True},
        {"school_leaders": True},
        {"fellows": True, "roles": [row.role]},
        {"roles": [row.role]},
    ]
    sessions = [SessionFactory(event=event, **one) for one in given]
    found = people_of([one.pk for one in sessions])
    assert found == {one.pk: {person.pk for person in invited_people(one)} for one in sessions}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 8, 12), "before school begins"),
        (date(2026, 8, 13), ""),
        (date(2026, 8, 15), "a Saturday"),
        (date(2026, 12, 23), "Winter break"),
        (date(2027, 1, 9), ""),
        (date(2027, 6, 10), "after school ends"),
    ],
)
def test_a_day_says_why_schools_do_not_serve(day, why):
    assert not_served(day, CALENDAR) == why
    assert not_served(day, None) == ""


@pytest.mark.parametrize(
    ("kind", "starts", "why"),
    [
        ("summer_institute", datetime(2026, 8, 3, 16, tzinfo=UTC), ""),
        ("summer_institute", datetime(2027, 6, 28, 16, tzinfo=UTC), ""),
        ("winter_institute", datetime(2026, 12, 23, 17, tzinfo=UTC), "Winter break"),
        ("seminar", datetime(2026, 8, 3, 16, tzinfo=UTC), "before school begins"),
    ],
)
def test_an_institute_while_there_is_no_school_yet_is_no_conflict(year, kind, starts, why):
    set_calendar(pk=year.pk, calendar=CALENDAR, by=registrar())
    year.refresh_from_db()
    session = SessionFactory(event__year=year, event__kind=kind, starts_at=starts, ends_at=starts + HOUR)
    assert met(session, year).free == why


@pytest.mark.parametrize("many", [3, 60])
def test_conflicts_take_as_many_questions_whatever_the_number_of_sessions(year, event, many):
    PlacementFactory(year=year)
    for number in range(many):
        starts = NINE + timedelta(days=number // 2)
        SessionFactory(event=event, starts_at=starts, ends_at=starts + timedelta(hours=2))
    sessions = list(Session.objects.all())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = conflicts_of(sessions, year)
    assert sum(one.count for one in found.values()) == many - many % 2
    assert len(asked) == 5
