from datetime import timedelta

import pytest

from common.errors import DomainError
from seminars import services
from seminars.models import AttendanceChange
from tests.factories.people import UserFactory
from tests.factories.seminars import NINE, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return SessionFactory()


def marks(session):
    return list(session.attendance.order_by("person").values_list("person", "mark", "minutes"))


def scan(session, person, shown, pressed):
    code = services.code_for(session_pk=session.pk, now=shown)
    return services.check_in(code=code, person=person, now=pressed)


def test_a_scan_marks_the_person_present_once(session):
    person = UserFactory()
    scan(session, person, NINE, NINE + timedelta(seconds=20))
    scan(session, person, NINE + timedelta(seconds=40), NINE + timedelta(seconds=50))
    assert marks(session) == [(person.pk, "present", None)]
    assert [change.source for change in AttendanceChange.objects.all()] == ["qr"]


def test_a_code_is_good_for_its_thirty_seconds_and_thirty_more(session):
    person = UserFactory()
    scan(session, person, NINE, NINE + timedelta(seconds=59))
    with pytest.raises(DomainError, match="has run out"):
        scan(session, UserFactory(), NINE, NINE + timedelta(seconds=60))


def test_a_code_of_the_future_or_with_another_session_is_refused(session):
    later = services.code_for(session_pk=session.pk, now=NINE + timedelta(minutes=1))
    _, step, mac = later.split("-")
    forged = f"{SessionFactory().pk}-{step}-{mac}"
    for code, words in [(later, "run out"), (forged, "cannot be read"), ("", "cannot be read")]:
        with pytest.raises(DomainError, match=words):
            services.check_in(code=code, person=UserFactory(), now=NINE)


def test_the_door_is_open_from_half_an_hour_before_until_the_end(session):
    person = UserFactory()
    for moment in (NINE - timedelta(minutes=31), session.ends_at):
        with pytest.raises(DomainError, match="Check-in is open from"):
            scan(session, person, moment, moment)
    scan(session, person, NINE - timedelta(minutes=29), NINE - timedelta(minutes=29))


def test_a_failed_scan_is_kept_without_its_code(session):
    person = UserFactory()
    services.log_failure(code=f"{session.pk}-1-secret", person=person, reason="Too late", now=NINE)
    failure = session.scan_failures.get()
    assert (failure.person, failure.reason, failure.at) == (person, "Too late", NINE)
