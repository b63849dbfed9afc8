"""Rows for the test of numbers: several behind each number, more than a page behind some, and beside them others that
look alike and are not counted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from applications.models import Application
from applications.states import ReviewState
from pathways.models import Attestation, Offering, PathwayManager, Placement, ProgramYear
from people.models import School
from seminars.models import Session
from tests.architecture.world import World
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.coaching import CycleFactory, SupportFactory
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory
from tests.factories.seminars import AttendanceFactory, EventFactory, SessionFactory
from tests.factories.stipends import StipendPolicyFactory

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
# More than a page of fifty.
MANY = 53
# Beside the hats of the world: a manager of one pathway, and a principal who is a manager as well.
MORE = ("scoped", "both")


def crowd(world: World) -> None:
    """Fills the world. All of it lies around a Monday in November 2026."""
    year, before = ProgramYearFactory(), ProgramYearFactory(first=2025)
    here, there, far = world.school, SchoolFactory(), SchoolFactory()
    world.people["director"].hats.get().schools.add(there)
    PostFactory(person=world.people["principal"], school=there, principal=True)
    offerings = [OfferingFactory(year=year), OfferingFactory(year=year)]
    _more_people(world, offerings[0], far)
    for offering in offerings:
        _pipeline(world, offering, here)
    _to_sign(world, here, there)
    for school in (here, there, far):
        for when in (year, before):
            _leaders(world, when, school)
    for when, day in ((year, date(2026, 10, 20)), (before, date(2025, 10, 21))):
        _sessions(world, when, day)
    for _ in range(3):
        MessageFactory(failed=True)


def _more_people(world: World, offering: Offering, school: School) -> None:
    scoped, both = HatFactory(), HatFactory()
    PathwayManager.objects.create(hat=scoped, pathway=offering.role.pathway)
    PostFactory(person=both.person, school=school, principal=True)
    world.people |= {"scoped": scoped.person, "both": both.person}


def _application(offering: Offering, school: School, state: str, **fields: Any) -> Application:
    made: Application = ApplicationFactory(
        **{"offering": offering, "school": school, state: True, "signed": False, **fields}
    )
    return made


def _pipeline(world: World, offering: Offering, school: School) -> None:
    """Without a signer, without readers, read, staged; the manager's own, and those that look alike."""
    manager = world.people["manager"]
    for person in (UserFactory(), UserFactory(), UserFactory()):
        _application(offering, school, "submitted", signer=None, person=person)
    _application(offering, school, "submitted")
    for _ in range(MANY if offering.pk % 2 else 3):
        _application(offering, school, "cosigned")
    ReviewFactory(application=_application(offering, school, "cosigned"), state=ReviewState.RECUSED)
    ReviewFactory(application=_application(offering, school, "in_review"))
    for number in range(6):
        read = _application(offering, school, "in_review", score_hundredths=300)
        ReviewFactory(application=read, scored=True)
        if number < 2:
            DecisionFactory(application=read)
        if number == 2:
            ReviewFactory(application=read)
    waitlisted = _application(offering, school, "waitlisted", score_hundredths=250)
    DecisionFactory(application=waitlisted)
    own = _application(offering, school, "in_review", score_hundredths=390, person=manager)
    ReviewFactory(application=own, scored=True)
    if offering.pk % 2:
        DecisionFactory(application=own)


def _to_sign(world: World, here: School, there: School) -> None:
    """More applications than a page of home holds, for one signer at two schools."""
    offering = OfferingFactory()
    for number in range(MANY):
        school = there if number % 2 else here
        _application(offering, school, "submitted", signer=world.people["principal"])


def _leaders(world: World, year: ProgramYear, school: School) -> None:
    """At one school and in one year: what leaders hand in, owe, are coached for, and are attested."""
    first = year.starts.year
    due, later = date(first, 11, 2), date(first + 1, 3, 1)
    for role in (RoleFactory(), RoleFactory()):
        StipendPolicyFactory(role=role, year=year, annual_cents=200_000)
        offering = OfferingFactory(role=role, year=year)
        staff = DeliverableFactory(offering=offering, due=due, accepted_by="staff")
        own = DeliverableFactory(offering=offering, due=later, accepted_by="principal")
        held = [PlacementFactory(role=role, year=year, school=school) for _ in range(4)]
        PlacementFactory(role=role, year=year, school=school, ends=date(first, 10, 1), end_reason="resigned")
        for number, placement in enumerate(held):
            handed = {"state": "submitted", "submitted_at": NOW - timedelta(days=3)}
            for deliverable in (staff, own):
                DeliverableRecordFactory(
                    placement=placement, deliverable=deliverable, **(handed if number < 2 else {})
                )
            _cycles(world, placement, number, first)
        Attestation.objects.create(placement=held[0], met=True, by=UserFactory(), at=NOW)
    mine = PlacementFactory(person=world.people["manager"], role=role, year=year, school=school)
    DeliverableRecordFactory(placement=mine, deliverable=staff, **handed)


def _cycles(world: World, placement: Placement, number: int, first: int) -> None:
    """One is done, one late, one of them planned for late spring, the last not planned; extra ones, late and done."""
    coach, done = world.people["coach"], {"state": "closed", "closed_at": NOW}
    late = date(first, 10, 12)
    if number < 3:
        CycleFactory(placement=placement, coach=coach, due=late, **(done if number == 0 else {}))
        CycleFactory(placement=placement, coach=coach, window="end_of_year", due=date(first + 1, 5, 2))
    SupportFactory(placement=placement, given=number == 0)
    for state in ({}, done):
        CycleFactory(placement=placement, coach=coach, window="extra", due=late, **state)


def _sessions(world: World, year: ProgramYear, day: date) -> None:
    """Rosters nobody closed, the manager's own among them, one of yesterday; closed ones with marks."""
    event = EventFactory(year=year)
    starts = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    for number in range(4):
        by = world.people["manager"] if number == 0 else None
        SessionFactory(event=event, starts_at=starts + timedelta(days=number), facilitated_by=by)
    SessionFactory(event=event, planned=True, starts_at=starts + timedelta(days=5))
    SessionFactory(event=event, starts_at=NOW - timedelta(days=1))
    SessionFactory(event=event, planned=True, starts_at=starts + timedelta(days=250))
    leaders = [placement.person for placement in Placement.objects.filter(year=year).select_related("person")]
    for number in range(12):
        session = SessionFactory(event=event, starts_at=starts - timedelta(days=number))
        marks = {person.pk: person for person in leaders[number : number + 20]}
        for place, person in enumerate(marks.values()):
            AttendanceFactory(session=session, person=person, mark="absent" if place % 3 == 0 else "present")
        Session.objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
