"""Fellows and school leaders are invited without a role: on rosters, in calendars, and never instead of a role."""

from datetime import date

import pytest

from seminars import services
from seminars.models import Session
from seminars.queries import closing, invited_people, required_people, roster
from seminars.services import Mark
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager, principal_of, teacher_at
from tests.factories.seminars import AFTER, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 14)


@pytest.fixture
def year():
    return ProgramYearFactory()


@pytest.fixture
def people(year):
    """A leader, and on October 14, 2026 a fellow, a principal and an assistant principal."""
    school = SchoolFactory()
    cohort = FellowCohortFactory(starts=date(2026, 6, 1), ends=date(2027, 8, 1))
    deputy = PostFactory(school=school, position="assistant_principal").person
    return {
        "leader": PlacementFactory(year=year).person,
        "fellow": FellowFactory(cohort=cohort, state="enrolled").person,
        "principal": principal_of(school),
        "deputy": deputy,
    }


def named(people, found):
    return {name for name, person in people.items() if person in set(found)}


@pytest.mark.parametrize(
    ("given", "invited"),
    [
        ({}, {"leader"}),
        ({"fellows": True}, {"fellow"}),
        ({"school_leaders": True}, {"principal", "deputy"}),
        ({"fellows": True, "school_leaders": True}, {"fellow", "principal", "deputy"}),
    ],
)
def test_who_is_chosen_is_invited_and_nobody_else(year, people, given, invited):
    session = SessionFactory(event=EventFactory(year=year), **given)
    assert named(people, invited_people(session)) == invited
    assert named(people, required_people(session)) == invited
    on_it = {row.person_id for row in roster(session).rows if row.invited}
    assert {name for name, person in people.items() if person.pk in on_it} == invited
    assert roster(session).counts["waiting"] == len(invited)
    sees = {name for name, one in people.items() if Session.objects.visible_to(one).exists()}
    assert sees == invited


def test_roles_beside_them_are_invited_where_they_are_named(year, people):
    role = PlacementFactory(year=year).role
    session = SessionFactory(event=EventFactory(year=year), school_leaders=True, roles=[role])
    assert named(people, invited_people(session)) == {"principal", "deputy"}
    assert invited_people(session).count() == 3


def test_a_leader_who_is_a_principal_too_stands_on_the_roster_once(year):
    school = SchoolFactory()
    person = principal_of(school)
    placed = PlacementFactory(year=year, person=person)
    session = SessionFactory(event=EventFactory(year=year), school_leaders=True, roles=[placed.role])
    assert [row.person_id for row in roster(session).rows] == [person.pk]
    assert roster(session).counts["waiting"] == 1


def test_who_does_not_study_or_lead_on_its_day_is_not_invited(year):
    cohort = FellowCohortFactory(starts=date(2026, 6, 1), ends=date(2027, 8, 1))
    FellowFactory(cohort=cohort, state="withdrawn")
    FellowFactory(cohort=cohort, state="nominated")
    FellowFactory(
        cohort=FellowCohortFactory(starts=date(2026, 10, 15), ends=date(2027, 12, 1)), state="enrolled"
    )
    FellowFactory(cohort=FellowCohortFactory(starts=date(2025, 6, 1), ends=DAY), state="enrolled")
    principal_of(SchoolFactory(member=False))
    PostFactory(principal=True, ends=DAY)
    PostFactory(principal=True, starts=date(2026, 10, 15))
    teacher_at(SchoolFactory())
    session = SessionFactory(event=EventFactory(year=year), fellows=True, school_leaders=True)
    assert [*invited_people(session)] == []
    assert roster(session).rows == []


def test_closing_marks_those_absent_who_did_not_come(year, people, clock):
    clock(AFTER)
    session, by = SessionFactory(event=EventFactory(year=year), fellows=True, school_leaders=True), manager()
    services.mark(session_pk=session.pk, sheet=Mark(people["fellow"].pk, "present"), by=by)
    assert named(people, closing(session).waiting) == {"principal", "deputy"}
    services.close(pk=session.pk, by=by)
    marks = dict(session.attendance.values_list("person", "mark"))
    assert marks == {
        people["fellow"].pk: "present",
        people["principal"].pk: "absent",
        people["deputy"].pk: "absent",
    }


def test_a_roster_of_many_is_read_page_by_page_with_its_guests(year, people):
    session = SessionFactory(event=EventFactory(year=year), fellows=True)
    for person in UserFactory.create_batch(25):
        session.attendance.create(person=person, mark="present", marked_at=AFTER)
    rows = [row.person_id for start in (0, 1) for row in roster(session, start, 1).rows]
    assert len(set(rows)) == 2
    assert people["fellow"].pk in {row.person_id for row in roster(session, 0, None).rows}
