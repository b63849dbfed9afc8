"""Closing a roster and opening it again; sessions that are held, cancelled and moved."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from common.errors import DomainError, NoSuchMove, NotAllowed
from seminars import services
from seminars.models import Attendance, Session, SessionEvent
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory
from tests.seminars.marking import give, marks

pytestmark = pytest.mark.django_db


def test_closing_marks_the_rest_absent(session, facilitator):
    present, missing = PlacementFactory().person, PlacementFactory().person
    give(session, present, facilitator)
    assert services.close(pk=session.pk, by=facilitator, now=AFTER).waiting == [missing]
    assert marks(session) == [(present.pk, "present", None), (missing.pk, "absent", None)]
    assert session.attendance.get(person=missing).source == "closing"
    session.refresh_from_db()
    assert (session.state, session.closed_by, session.closed_at) == ("closed", facilitator, AFTER)


def test_closing_a_planned_session_that_is_over_holds_it_first(facilitator):
    session = SessionFactory(planned=True, facilitated_by=facilitator)
    services.close(pk=session.pk, by=facilitator, now=AFTER)
    steps = SessionEvent.objects.values_list("action", "from_state", "to_state", "by")
    assert list(steps) == [("hold", "planned", "held", None), ("close", "held", "closed", facilitator.pk)]


def test_a_session_that_runs_still_cannot_be_closed(session, facilitator):
    with pytest.raises(DomainError, match="not over yet"):
        services.close(pk=session.pk, by=facilitator, now=NINE + timedelta(hours=1))


def test_a_leader_cannot_close_a_roster(session):
    with pytest.raises(NotAllowed):
        services.close(pk=session.pk, by=PlacementFactory().person, now=AFTER)


def test_closing_twice_is_refused(session, facilitator):
    services.close(pk=session.pk, by=facilitator, now=AFTER)
    with pytest.raises(NoSuchMove):
        services.close(pk=session.pk, by=facilitator, now=AFTER)


def test_a_closed_roster_takes_no_marks_until_it_is_reopened_with_a_reason(session, facilitator):
    person = PlacementFactory().person
    give(session, person, facilitator, mark="absent")
    services.close(pk=session.pk, by=facilitator, now=AFTER)
    with pytest.raises(DomainError, match="Open it again first"):
        give(session, person, facilitator)
    with pytest.raises(DomainError, match="Say why"):
        services.reopen(pk=session.pk, by=facilitator, reason=" ", now=AFTER)
    services.reopen(pk=session.pk, by=facilitator, reason="Ana signed the paper sheet", now=AFTER)
    give(session, person, facilitator)
    assert marks(session) == [(person.pk, "present", None)]
    assert SessionEvent.objects.last().note == "Ana signed the paper sheet"


@pytest.mark.parametrize(
    "change",
    [
        lambda session: Attendance.objects.filter(session=session).update(mark="absent"),
        lambda session: Attendance.objects.filter(session=session).delete(),
        lambda session: AttendanceFactory(session=session),
        lambda session: Attendance.objects.filter(session=session).update(session=SessionFactory()),
        lambda session: Attendance.objects.exclude(session=session).update(session=session),
    ],
    ids=["update", "delete", "insert", "move away", "move in"],
)
def test_the_database_refuses_any_change_on_a_closed_roster(session, change):
    AttendanceFactory(session=session)
    AttendanceFactory()
    Session.objects.filter(pk=session.pk).update(state="closed", closed_at=AFTER)
    with pytest.raises(DatabaseError, match="roster of this session is closed"), transaction.atomic():
        change(session)


def test_sessions_become_held_when_their_end_has_passed():
    over, running = (
        SessionFactory(planned=True),
        SessionFactory(planned=True, ends_at=AFTER + timedelta(hours=1)),
    )
    assert services.hold_due(now=AFTER) == 1
    assert services.hold_due(now=AFTER) == 0
    assert list(Session.objects.order_by("pk").values_list("pk", "state")) == [
        (over.pk, "held"),
        (running.pk, "planned"),
    ]


def test_a_cancelled_session_takes_no_marks():
    by = manager()
    session = SessionFactory(planned=True)
    services.cancel(pk=session.pk, by=by, reason="No heating", now=NINE)
    with pytest.raises(DomainError, match="was cancelled"):
        give(session, UserFactory(), by)


def test_a_moved_session_keeps_its_audience_and_leaves_the_old_one_on_record(facilitator):
    placement = PlacementFactory()
    session = SessionFactory(planned=True, facilitated_by=facilitator, roles=[placement.role])
    later = NINE + timedelta(days=7)
    moved = services.move(
        pk=session.pk,
        by=facilitator,
        starts_at=later,
        ends_at=later + timedelta(hours=3),
        reason="Rain",
        now=NINE - timedelta(days=1),
    )
    session.refresh_from_db()
    assert (session.state, moved.state, moved.starts_at) == ("moved", "planned", later)
    assert (list(moved.roles.all()), list(moved.facilitators.all())) == ([placement.role], [facilitator])


@pytest.mark.parametrize(
    ("starts", "hours", "sentence"),
    [
        (NINE - timedelta(days=2), 3, "lies ahead"),
        (NINE + timedelta(days=7), 0, "ends after it starts"),
        (NINE + timedelta(days=7), 24, "ends on the day it starts"),
        (NINE + timedelta(days=365), 3, "within 2026-27"),
    ],
)
def test_a_session_moves_to_a_day_ahead_in_its_program_year(facilitator, starts, hours, sentence):
    session = SessionFactory(planned=True, facilitated_by=facilitator)
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=hours), "reason": "Rain"}
    with pytest.raises(DomainError, match=sentence):
        services.move(pk=session.pk, by=facilitator, now=NINE - timedelta(days=1), **times)


@pytest.mark.parametrize(
    ("required", "minutes", "after"), [(180, 45, 45), (180, 240, 240), (120, 150, 120), (120, 60, 60)]
)
def test_a_moved_session_asks_for_no_more_than_it_lasts(facilitator, required, minutes, after):
    session = SessionFactory(planned=True, facilitated_by=facilitator, required_minutes=required)
    later = NINE + timedelta(days=7)
    times = {"starts_at": later, "ends_at": later + timedelta(minutes=minutes), "reason": "Rain"}
    moved = services.move(pk=session.pk, by=facilitator, now=NINE - timedelta(days=1), **times)
    assert moved.required_minutes == after
