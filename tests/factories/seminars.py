"""Sessions of 2026-27. The usual one runs on 14 October 2026, 9 to 12 in Los Angeles, and has been held."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from seminars.models import Attendance, Event, Session
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import UserFactory

NINE = datetime(2026, 10, 14, 16, tzinfo=UTC)
AFTER = datetime(2026, 10, 14, 20, tzinfo=UTC)
EVE, NOON = NINE - timedelta(days=1), NINE + timedelta(hours=3)
LATER = {"starts_at": NINE + timedelta(days=7), "ends_at": NINE + timedelta(days=7, hours=3)}


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    year = factory.SubFactory(ProgramYearFactory)
    kind = Event.Kind.SEMINAR
    title = factory.Sequence(lambda n: f"Seminar {n}")


class SessionFactory(DjangoModelFactory):
    """Held and open; traits `planned`, `closed`; `facilitated_by=person`; `roles=[…]`, `cohorts=[…]`."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    class Params:
        planned = factory.Trait(state="planned")
        closed = factory.Trait(state="closed", closed_at=AFTER)

    event = factory.SubFactory(EventFactory)
    title = factory.Sequence(lambda n: f"Session {n:03}")
    starts_at = NINE
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=3))
    required_minutes = 180
    place = "Room 4"
    state = "held"

    @factory.post_generation
    def facilitated_by(self, create, extracted, **kwargs):
        if create and extracted:
            self.facilitators.add(extracted)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        if create and extracted:
            self.roles.set(extracted)

    @factory.post_generation
    def cohorts(self, create, extracted, **kwargs):
        if create and extracted:
            self.cohorts.set(extracted)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(UserFactory)
    mark = Attendance.Mark.PRESENT
    marked_at = AFTER
