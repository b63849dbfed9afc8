"""Which days ahead need substitutes, and for whom."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.models import ServiceDay
from stipends.queries.cover import cover_ahead, soon_and_later
from tests.factories.pathways import PlacementFactory
from tests.factories.people import SchoolFactory
from tests.factories.seminars import EVE, NINE, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    return PlacementFactory(school=SchoolFactory())


def seminar_for(leader, **fields):
    return SessionFactory(event__year=leader.year, planned=True, roles=[leader.role], **fields)


def ahead(leader):
    return [
        (one.session, one.day, one.teachers, one.needless)
        for one in cover_ahead(leader.school, EVE, leader.year)
    ]


def test_a_school_reads_which_day_takes_which_teacher_out_of_class(leader):
    session = seminar_for(leader)
    PlacementFactory(role=leader.role, year=leader.year)
    assert ahead(leader) == [(session, date(2026, 10, 14), [leader.person], "")]


@pytest.mark.parametrize(
    "way",
    [
        {"substitute_eligible": False},
        {"state": "cancelled", "planned": False},
        {"starts_at": NINE - timedelta(days=2)},
    ],
    ids=["nobody is covered", "cancelled", "past"],
)
def test_other_sessions_need_no_cover(leader, way):
    SessionFactory(**{"event__year": leader.year, "planned": True, "roles": [leader.role], **way})
    assert ahead(leader) == []


def test_all_sessions_ahead_of_the_year_are_known_and_of_another_year_the_next_sixty_days(leader):
    june = datetime(2027, 6, 1, 16, tzinfo=UTC)
    after = PlacementFactory(person=leader.person, school=leader.school, year__first=2027)
    seminar_for(after, starts_at=june + timedelta(days=61))
    next_year = seminar_for(after, starts_at=june + timedelta(days=59))
    near, far = (seminar_for(leader, starts_at=june + timedelta(days=days)) for days in (2, 20))
    found = cover_ahead(leader.school, june, leader.year)
    assert [one.session for one in found] == [near, far, next_year]
    found = cover_ahead(leader.school, june - timedelta(days=100), leader.year)
    soon, later = soon_and_later(found, june - timedelta(days=50))
    assert ([one.session for one in soon], [one.session for one in later]) == ([near], [far])


def test_who_is_on_leave_needs_no_cover(leader):
    seminar_for(leader)
    leader.leaves.create(category="jury", starts=date(2026, 10, 1), ends=date(2026, 11, 1))
    assert ahead(leader) == []


def test_a_day_without_school_says_why_it_needs_no_cover(leader):
    saturday = seminar_for(leader, starts_at=NINE + timedelta(days=3))
    holiday = seminar_for(leader, starts_at=NINE + timedelta(days=5))
    ServiceDay.objects.create(year=leader.year, day=date(2026, 10, 15))
    assert [(one, why) for one, _, _, why in ahead(leader)] == [
        (saturday, "a Saturday"),
        (holiday, "no school that day"),
    ]


def test_the_days_ahead_are_asked_in_four_queries_at_most(leader, django_assert_max_num_queries):
    for number in range(5):
        seminar_for(leader, starts_at=NINE + timedelta(days=number))
    with django_assert_max_num_queries(4):
        assert len(cover_ahead(leader.school, EVE, leader.year)) == 5
