"""Marks that race with each other and with the closing of a roster."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection

from common.errors import DomainError
from seminars import services
from seminars.models import Attendance, AttendanceChange
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory
from tests.seminars.marking import give, marks

pytestmark = pytest.mark.django_db


def race(*calls):
    """Runs the calls at once, each in its own connection; answers what each refused with."""
    barrier, errors = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except (DomainError, DatabaseError) as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_two_marks_at_once_leave_one_mark_and_its_history():
    one, two, person = manager(), manager(), UserFactory()
    session = SessionFactory()
    assert race(lambda: give(session, person, one), lambda: give(session, person, two, minutes=60)) == []
    assert session.attendance.count() == 1
    assert AttendanceChange.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_overlapping_sessions_cannot_both_credit_one_person():
    by, person = manager(), UserFactory()
    first, second = SessionFactory(), SessionFactory(starts_at=NINE + timedelta(hours=1))
    errors = race(lambda: give(first, person, by), lambda: give(second, person, by))
    assert [type(error) for error in errors] == [DomainError]
    assert Attendance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_races_with_closing_is_either_counted_or_refused():
    by, person = manager(), PlacementFactory().person
    session = SessionFactory()
    # Nobody closes a roster on which nobody is marked.
    other = AttendanceFactory(session=session).person
    errors = race(lambda: give(session, person, by), lambda: services.close(pk=session.pk, by=by, now=AFTER))
    expected = "absent" if errors else "present"
    assert marks(session) == [(person.pk, expected, None), (other.pk, "present", None)]


@pytest.mark.django_db(transaction=True)
def test_bulk_sql_that_races_with_closing_does_not_slip_in_behind_it():
    by, person = manager(), UserFactory()
    session = SessionFactory()
    late = datetime(2026, 10, 15, tzinfo=UTC)

    def insert():
        Attendance.objects.bulk_create(
            [Attendance(session=session, person=person, mark="present", marked_at=late)]
        )

    errors = race(insert, lambda: services.close(pk=session.pk, by=by, now=AFTER))
    assert session.attendance.count() == (0 if errors else 1)
