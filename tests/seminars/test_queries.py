from datetime import UTC, date, datetime

import pytest

from pathways.models import Leave
from seminars import queries
from tests.factories.pathways import CohortFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


def required(session):
    return list(queries.required_people(session).order_by("pk"))


def test_a_session_without_roles_is_required_of_every_placement_of_its_year():
    session = SessionFactory()
    one, two = PlacementFactory(), PlacementFactory()
    last_year = ProgramYearFactory(first=2025)
    PlacementFactory(year=last_year)
    assert required(session) == [one.person, two.person]


def test_a_session_of_a_role_is_required_of_that_role_alone():
    role = RoleFactory()
    session = SessionFactory(roles=[role])
    invited = PlacementFactory(role=role)
    PlacementFactory()
    assert required(session) == [invited.person]


def test_a_cohort_narrows_its_own_role_and_no_other():
    lead, peer = RoleFactory(), RoleFactory()
    math, science = CohortFactory(role=lead), CohortFactory(role=lead)
    session = SessionFactory(roles=[lead, peer], cohorts=[math])
    in_math = PlacementFactory(role=lead, cohort=math)
    PlacementFactory(role=lead, cohort=science)
    peer_coach = PlacementFactory(role=peer)
    assert required(session) == [in_math.person, peer_coach.person]


def test_a_cohort_without_roles_invites_just_that_cohort():
    math = CohortFactory()
    session = SessionFactory(cohorts=[math])
    in_math = PlacementFactory(role=math.role, cohort=math)
    PlacementFactory()
    assert required(session) == [in_math.person]


def test_a_person_on_leave_that_day_is_not_required():
    session = SessionFactory()
    away, back = PlacementFactory(), PlacementFactory()
    Leave.objects.create(placement=away, category="jury", starts=date(2026, 10, 14), ends=date(2026, 10, 15))
    Leave.objects.create(placement=back, category="jury", starts=date(2026, 10, 13), ends=date(2026, 10, 14))
    assert required(session) == [back.person]


def test_the_day_of_an_evening_session_is_the_day_in_los_angeles():
    evening = datetime(2026, 10, 15, 1, tzinfo=UTC)  # 18:00 on the 14th
    session = SessionFactory(starts_at=evening)
    last_day = PlacementFactory(ends=date(2026, 10, 15))
    PlacementFactory(ends=date(2026, 10, 14))
    PlacementFactory(starts=date(2026, 10, 15))
    assert required(session) == [last_day.person]


def test_optional_and_cancelled_sessions_are_required_of_nobody():
    PlacementFactory()
    assert required(SessionFactory(required=False)) == []
    assert required(SessionFactory(state="cancelled")) == []


def test_facts_hold_every_session_of_the_year_for_every_person():
    role = RoleFactory()
    placement, other = PlacementFactory(role=role), UserFactory()
    closed = SessionFactory(roles=[role], required_minutes=120)
    AttendanceFactory(session=closed, person=placement.person, minutes=60)
    closed.state, closed.closed_at = "closed", closed.ends_at
    closed.save()
    later = SessionFactory(starts_at=datetime(2026, 11, 4, 17, tzinfo=UTC), state="planned")
    SessionFactory(state="cancelled")
    facts = queries.session_facts(closed.event.year_id, [placement.person_id, other.pk])
    first, second = facts[placement.person_id]
    assert (first.session_id, first.date, first.kind) == (closed.pk, date(2026, 10, 14), "seminar")
    assert (first.minutes, first.mark, first.attended_minutes, first.closed) == (120, "present", 60, True)
    assert (first.roles, first.cohorts, first.required) == (frozenset({role.pk}), frozenset(), True)
    assert (second.session_id, second.mark, second.closed) == (later.pk, None, False)
    assert [fact.mark for fact in facts[other.pk]] == [None, None]


def test_a_fact_says_whom_its_session_invites_as_the_roster_does():
    lead, peer = RoleFactory(), RoleFactory()
    math = CohortFactory(role=lead)
    session = SessionFactory(roles=[lead, peer], cohorts=[math])
    person = UserFactory()
    (fact,) = queries.session_facts(session.event.year_id, [person.pk])[person.pk]
    invited = [fact.invites(lead.pk, math.pk), fact.invites(lead.pk, None), fact.invites(peer.pk, None)]
    assert invited == [True, False, True]


@pytest.mark.parametrize("people", [3, 60])
def test_facts_take_two_queries_however_many_people(people, count_queries):
    sessions = [SessionFactory() for _ in range(4)]
    persons = [UserFactory() for _ in range(people)]
    for person in persons:
        AttendanceFactory(session=sessions[0], person=person)
    year = ProgramYearFactory().pk
    with count_queries(2):
        facts = queries.session_facts(year, [person.pk for person in persons])
    assert {len(each) for each in facts.values()} == {4}


def test_my_sessions_are_those_that_invite_me_or_that_i_facilitate():
    role = RoleFactory()
    placement = PlacementFactory(role=role)
    for_all, for_role = SessionFactory(), SessionFactory(roles=[role])
    SessionFactory(roles=[RoleFactory()])
    SessionFactory(roles=[role], cohorts=[CohortFactory(role=role)])
    led = SessionFactory(roles=[RoleFactory()], facilitated_by=placement.person)
    assert list(queries.sessions_for(placement.person).order_by("pk")) == [for_all, for_role, led]


def test_my_sessions_are_those_of_days_on_which_my_placement_runs():
    day = date(2026, 10, 14)
    person, late = UserFactory(), UserFactory()
    PlacementFactory(person=person, ends=day)
    PlacementFactory(person=late, starts=day)
    # 9 p.m. of the 13th in Los Angeles is the 14th in UTC.
    before = SessionFactory(starts_at=datetime(2026, 10, 14, 4, tzinfo=UTC), place="")
    on_the_day = SessionFactory()
    assert list(queries.sessions_for(person)) == [before]
    assert list(queries.sessions_for(late)) == [on_the_day]
    assert list(queries.upcoming(person, datetime(2026, 9, 1, tzinfo=UTC))) == [before]
    shown = queries.feed(person, datetime(2026, 9, 1, tzinfo=UTC))
    assert [(entry.session, entry.first, entry.changes) for entry in shown] == [(before, before.pk, 0)]


def test_a_walk_in_keeps_the_session_among_their_own():
    mark = AttendanceFactory(session=SessionFactory(roles=[RoleFactory()]))
    assert list(queries.sessions_for(mark.person)) == [mark.session]


@pytest.mark.parametrize("narrowed", [False, True])
@pytest.mark.parametrize("of_a_role", [False, True])
def test_a_roster_lists_whom_the_session_invites_and_whom_it_marked(of_a_role, narrowed):
    role = RoleFactory()
    cohort = CohortFactory(role=role)
    placements = [PlacementFactory(role=role), PlacementFactory(role=role, cohort=cohort), PlacementFactory()]
    away = PlacementFactory(role=role, cohort=cohort)
    Leave.objects.create(placement=away, category="jury", starts=date(2026, 10, 14), ends=date(2026, 10, 15))
    session = SessionFactory(roles=[role] if of_a_role else [], cohorts=[cohort] if narrowed else [])
    AttendanceFactory(session=session, person=placements[1].person)
    walk_in = AttendanceFactory(session=session, person=UserFactory()).person
    found = queries.roster(session)
    invited = sorted(queries.invited_people(session).values_list("pk", flat=True))
    assert sorted(row.person_id for row in found.rows if row.invited) == invited
    assert [row.person_id for row in found.rows if not row.invited] == [walk_in.pk]
    waiting = len(invited) - 1
    none = {"absent": 0, "excused": 0, "made_up": 0}
    assert found.counts == {"waiting": waiting, "present": 2, **none, "total": waiting + 2}


@pytest.mark.parametrize("start", [0, 1])
def test_the_first_pages_of_a_long_roster_are_those_of_the_whole_one(start):
    session = SessionFactory()
    PlacementFactory(person=UserFactory(family_name="Abe"))
    UserFactory(family_name="Aaron")
    for number in range(40):
        AttendanceFactory(session=session, person=UserFactory(family_name=f"Cruz {number:02}"))
    page, whole = queries.roster(session, start, 1), queries.roster(session, 0, None)
    assert page.rows == whole.rows[start : start + 1]
    assert page.counts == whole.counts
