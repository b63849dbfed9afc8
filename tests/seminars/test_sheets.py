"""A sheet of marks: all of it or nothing."""

from datetime import timedelta

import pytest

from common.errors import DomainError, NotAllowed
from seminars import services
from seminars.models import Attendance, AttendanceChange
from seminars.services import Mark
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory
from tests.seminars.marking import marks

pytestmark = pytest.mark.django_db


def test_marking_all_leaves_marks_that_are_there(session, facilitator):
    absent, waiting = PlacementFactory().person, PlacementFactory().person
    AttendanceFactory(session=session, person=absent, mark="absent")
    assert services.mark_all(session_pk=session.pk, by=facilitator, now=AFTER) == (1, 0)
    assert marks(session) == [(absent.pk, "absent", None), (waiting.pk, "present", None)]


def test_marking_all_leaves_out_people_who_are_in_an_overlapping_session(session, facilitator):
    elsewhere, here = PlacementFactory().person, PlacementFactory().person
    AttendanceFactory(session=SessionFactory(), person=elsewhere)
    assert services.mark_all(session_pk=session.pk, by=facilitator, now=AFTER) == (1, 1)
    assert marks(session) == [(here.pk, "present", None)]


@pytest.mark.parametrize("people", [3, 60])
def test_marking_all_takes_four_queries_however_many_people(session, facilitator, people, count_queries):
    PlacementFactory.create_batch(people)
    with count_queries(4):
        services.mark_all(session_pk=session.pk, by=facilitator, now=AFTER)
    assert session.attendance.filter(mark="present").count() == people
    assert AttendanceChange.objects.count() == people


def test_the_same_sheet_again_writes_no_row(session, facilitator):
    sheets = [Mark(UserFactory().pk, "present", minutes=100), Mark(UserFactory().pk, "absent")]
    save = {"session_pk": session.pk, "sheets": sheets, "by": facilitator}
    assert services.save_roster(now=AFTER, **save) == 2
    before = list(Attendance.objects.values())
    assert services.save_roster(now=AFTER + timedelta(minutes=5), **save) == 0
    assert list(Attendance.objects.values()) == before
    assert AttendanceChange.objects.count() == 2


def test_a_sheet_is_saved_whole_or_not_at_all(session, facilitator):
    sheets = [Mark(UserFactory().pk, "present"), Mark(UserFactory().pk, "excused")]
    with pytest.raises(DomainError):
        services.save_roster(session_pk=session.pk, sheets=sheets, by=facilitator, now=AFTER)
    assert marks(session) == []


def test_marking_a_session_that_is_gone_says_where_to_go(facilitator):
    with pytest.raises(
        DomainError, match=r"^This session does not exist any more\. Go back to the calendar\.$"
    ):
        services.mark(session_pk=0, sheet=Mark(facilitator.pk, "absent"), by=manager(), now=AFTER)


def test_a_sheet_with_one_person_twice_is_refused_whole(session, facilitator):
    one, two = UserFactory(), UserFactory()
    twice = [Mark(one.pk, "present"), Mark(two.pk, "present"), Mark(one.pk, "absent")]
    with pytest.raises(DomainError, match=r"^Somebody is on this sheet twice\."):
        services.save_roster(session_pk=session.pk, sheets=twice, by=facilitator, now=AFTER)
    assert marks(session) == []


def test_a_stranger_marks_no_rest_present(session):
    PlacementFactory()
    with pytest.raises(
        NotAllowed, match=r"^Only this session's facilitators and program managers mark its roster\.$"
    ):
        services.mark_all(session_pk=session.pk, by=PlacementFactory().person, now=AFTER)
    assert marks(session) == []
