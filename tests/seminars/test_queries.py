from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.models import Leave
from seminars import queries
from tests.factories.pathways import CohortFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import SchoolFactory, UserFactory
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, EventFactory, SessionFactory

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
    facts = queries.session_facts(queries.YearSessions(closed.event.year_id), [placement.person_id, other.pk])
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
    (fact,) = queries.session_facts(queries.YearSessions(session.event.year_id), [person.pk])[person.pk]
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
        facts = queries.session_facts(queries.YearSessions(year), [person.pk for person in persons])
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


def test_a_roster_lists_and_waits_for_people_of_its_year_and_by_marks_of_its_own():
    session = SessionFactory()
    placement = PlacementFactory(year=session.event.year)
    PlacementFactory(year=ProgramYearFactory(first=2025))
    AttendanceFactory(person=placement.person)
    found = queries.roster(session)
    assert [(row.person_id, row.mark) for row in found.rows] == [(placement.person_id, "")]
    assert (found.counts["waiting"], found.counts["total"]) == (1, 1)


def test_two_of_one_name_are_told_apart_by_the_school_where_they_hold_a_role_that_year():
    session, last_year = SessionFactory(), ProgramYearFactory(first=2025)
    people = [UserFactory(given_name="Ana", family_name="Ruiz") for _ in range(3)]
    here = {person: SchoolFactory(name=f"School of {number}") for number, person in enumerate(people[:2])}
    for person, school in here.items():
        PlacementFactory(person=person, year=session.event.year, school=school)
        PlacementFactory(person=person, year=last_year)
    PlacementFactory(person=people[2], year=last_year)
    AttendanceFactory(session=session, person=people[2])
    PlacementFactory(person=UserFactory(family_name="Cruz"), year=session.event.year)
    rows = queries.roster(session, 0, None).rows
    assert queries.schools_beside(session, rows) == {
        person.pk: school.name for person, school in here.items()
    }


@pytest.mark.parametrize(
    ("fields", "after", "lies_ahead"),
    [
        ({}, timedelta(0), False),
        ({}, timedelta(seconds=-1), True),
        ({"state": "planned"}, timedelta(days=-1), True),
        ({"state": "cancelled"}, timedelta(days=-1), False),
        ({"state": "moved"}, timedelta(days=-1), False),
    ],
)
def test_what_lies_ahead_of_a_person_takes_place_and_has_not_ended(fields, after, lies_ahead):
    session = SessionFactory(**fields)
    person = PlacementFactory(year=session.event.year).person
    found = list(queries.upcoming(person, session.ends_at + after))
    assert found == ([session] if lies_ahead else [])


WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({}, True),
        ({"starts_at": AFTER + timedelta(seconds=1)}, True),
        ({"starts_at": AFTER}, False),
        ({"content_code": "lit-2"}, False),
        ({"state": "held"}, False),
        ({"state": "cancelled"}, False),
        ({"next_year": True}, False),
    ],
)
def test_a_session_is_made_up_in_a_planned_one_to_come_of_the_same_content_and_year(fields, offered):
    missed = SessionFactory(content_code="lit-1")
    fields = {"content_code": "lit-1", "state": "planned", "starts_at": NINE + WEEK} | fields
    if fields.pop("next_year", False):
        fields["event"] = EventFactory(year=ProgramYearFactory(first=2027))
    other = SessionFactory(**fields)
    assert list(queries.make_ups(missed, AFTER)) == ([other] if offered else [])


def test_make_ups_stand_by_time_without_the_session_itself_and_none_has_no_content():
    later, missed, sooner = (
        SessionFactory(content_code="lit-1", planned=True, starts_at=NINE + number * WEEK)
        for number in (3, 1, 2)
    )
    plain = SessionFactory(planned=True, starts_at=NINE + WEEK)
    assert list(queries.make_ups(missed, AFTER)) == [sooner, later]
    assert list(queries.make_ups(plain, AFTER)) == []


def test_what_a_placement_must_still_attend_is_required_of_it_on_a_later_day():
    placement = PlacementFactory()
    of_role = {"roles": [placement.role], "event__year": placement.year}
    SessionFactory(**of_role)
    later = SessionFactory(starts_at=NINE + timedelta(days=1), **of_role)
    SessionFactory(starts_at=NINE + WEEK, required=False, **of_role)
    SessionFactory(starts_at=NINE + WEEK, roles=[RoleFactory()], event__year=placement.year)
    SessionFactory(starts_at=NINE + WEEK, state="cancelled", **of_role)
    found = queries.required_after(placement, date(2026, 10, 14))
    assert [(fact.session_id, fact.date) for fact in found] == [(later.pk, date(2026, 10, 15))]
