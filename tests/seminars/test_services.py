from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from common.errors import DomainError, NoSuchMove, NotAllowed
from seminars import services
from seminars.models import Attendance, AttendanceChange, Session, SessionEvent
from seminars.services import Mark
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator)


def give(session, person, by, mark="present", now=AFTER, **more):
    return services.mark(session_pk=session.pk, sheet=Mark(person.pk, mark, **more), by=by, now=now)


def marks(session):
    return list(session.attendance.order_by("person").values_list("person", "mark", "minutes"))


# --- one mark ----------------------------------------------------------------------------------------
def test_a_facilitator_marks_a_person_present_for_the_whole_session(session, facilitator):
    person = UserFactory()
    assert give(session, person, facilitator) is True
    assert marks(session) == [(person.pk, "present", None)]


def test_a_stranger_cannot_mark(session):
    with pytest.raises(NotAllowed):
        give(session, UserFactory(), UserFactory())


def test_nobody_marks_themselves(session, facilitator):
    with pytest.raises(NotAllowed, match="Somebody else must mark you"):
        give(session, facilitator, facilitator)


def test_times_in_and_out_become_minutes_inside_the_session(session, facilitator):
    person = UserFactory()
    times = {"arrived": NINE - timedelta(minutes=10), "left": NINE + timedelta(minutes=45)}
    give(session, person, facilitator, **times)
    assert marks(session) == [(person.pk, "present", 45)]


def test_more_minutes_than_the_session_has_are_refused(session, facilitator):
    with pytest.raises(DomainError, match="between 0 and 180"):
        give(session, UserFactory(), facilitator, minutes=181)


def test_nobody_is_present_before_the_session(session, facilitator):
    with pytest.raises(DomainError, match="opens an hour before"):
        give(session, UserFactory(), facilitator, now=NINE - timedelta(hours=2))


def test_an_excuse_needs_a_reason_and_names_who_approved_it(session, facilitator):
    person = UserFactory()
    with pytest.raises(DomainError, match="An excuse needs a reason"):
        give(session, person, facilitator, mark="excused", reason=" ")
    give(session, person, facilitator, mark="excused", reason="Jury duty")
    excuse = session.attendance.get()
    assert (excuse.reason, excuse.approved_by) == ("Jury duty", facilitator)


def test_a_change_keeps_the_old_value_who_and_why(session, facilitator):
    person = UserFactory()
    give(session, person, facilitator, minutes=90)
    give(session, person, facilitator, mark="excused", reason="Ill")
    changes = AttendanceChange.objects.values_list("old_mark", "old_minutes", "new_mark", "reason", "by")
    assert list(changes) == [
        ("", None, "present", "", facilitator.pk),
        ("present", 90, "excused", "Ill", facilitator.pk),
    ]


def test_the_same_mark_again_changes_nothing(session, facilitator):
    person = UserFactory()
    give(session, person, facilitator)
    assert give(session, person, facilitator, now=AFTER + timedelta(hours=1)) is False
    assert AttendanceChange.objects.count() == 1


def test_nobody_is_present_in_two_sessions_at_once(session, facilitator):
    person = UserFactory()
    other = SessionFactory(title="Arts strand", starts_at=NINE + timedelta(hours=1))
    AttendanceFactory(session=other, person=person)
    with pytest.raises(DomainError, match="present in “Arts strand”, which overlaps"):
        give(session, person, facilitator)


def test_sessions_that_touch_do_not_overlap(session, facilitator):
    person = UserFactory()
    AttendanceFactory(session=SessionFactory(starts_at=session.ends_at), person=person)
    assert give(session, person, facilitator) is True


def test_one_mark_takes_four_queries(session, facilitator, count_queries):
    SessionFactory(starts_at=NINE)
    person = UserFactory()
    with count_queries(4):
        give(session, person, facilitator)


# --- make-ups ----------------------------------------------------------------------------------------
def make_up(facilitator, **fields):
    missed = SessionFactory(content_code="literacy-1", facilitated_by=facilitator)
    later = SessionFactory(content_code="literacy-1", starts_at=NINE + timedelta(days=7), **fields)
    return missed, later


def test_a_session_of_the_same_content_makes_up_for_a_missed_one(facilitator):
    missed, later = make_up(facilitator)
    person = UserFactory()
    AttendanceFactory(session=later, person=person)
    give(missed, person, facilitator, mark="made_up", made_up_by=later.pk)
    kept = missed.attendance.get()
    assert (kept.mark, kept.made_up_by, kept.approved_by) == ("made_up", later, facilitator)


def test_other_content_makes_up_for_nothing(facilitator):
    missed, _ = make_up(facilitator)
    with pytest.raises(DomainError, match="same content code"):
        give(missed, UserFactory(), facilitator, mark="made_up", made_up_by=SessionFactory().pk)


def test_a_make_up_counts_only_for_those_who_were_there(facilitator):
    missed, later = make_up(facilitator)
    with pytest.raises(DomainError, match="Mark them present for all of"):
        give(missed, UserFactory(), facilitator, mark="made_up", made_up_by=later.pk)


def test_one_session_makes_up_for_one_other(facilitator):
    missed, later = make_up(facilitator)
    second = SessionFactory(content_code="literacy-1", facilitated_by=facilitator)
    person = UserFactory()
    AttendanceFactory(session=later, person=person)
    give(missed, person, facilitator, mark="made_up", made_up_by=later.pk)
    with pytest.raises(DomainError, match="already makes up"):
        give(second, person, facilitator, mark="made_up", made_up_by=later.pk)


# --- a sheet -----------------------------------------------------------------------------------------
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


# --- refusals ----------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("mark", ["", "late", "PRESENT"])
def test_a_mark_that_is_none_is_refused(session, facilitator, mark):
    with pytest.raises(DomainError, match=r"^Choose present, absent, excused or made up\.$"):
        give(session, UserFactory(), facilitator, mark=mark)
    assert marks(session) == []


def test_a_correction_leaves_every_column_as_the_last_hand_wrote_it(session, facilitator):
    person, other = UserFactory(), manager()
    code = services.code_for(session_pk=session.pk, now=NINE)
    services.check_in(code=code, person=person, now=NINE)
    columns = (
        *("mark", "minutes", "arrived_at", "left_at", "reason", "approved_by", "made_up_by"),
        *("source", "marked_by", "marked_at"),
    )

    def row():
        return dict(zip(columns, session.attendance.values_list(*columns).get(), strict=True))

    empty = dict.fromkeys(columns) | {"mark": "present", "reason": ""}
    assert row() == empty | {"source": "qr", "marked_by": person.pk, "marked_at": NINE}
    came, left = NINE + timedelta(minutes=30), NINE + timedelta(minutes=90)
    give(session, person, facilitator, arrived=came, left=left, now=AFTER)
    assert row() == empty | {
        "minutes": 60,
        "arrived_at": came,
        "left_at": left,
        "source": "staff",
        "marked_by": facilitator.pk,
        "marked_at": AFTER,
    }
    later = AFTER + timedelta(hours=1)
    services.mark(
        session_pk=session.pk,
        sheet=Mark(person.pk, "excused", reason="Jury duty"),
        by=other,
        source="sheet",
        now=later,
    )
    assert row() == empty | {
        "mark": "excused",
        "reason": "Jury duty",
        "approved_by": other.pk,
        "source": "sheet",
        "marked_by": other.pk,
        "marked_at": later,
    }


def test_another_session_that_makes_up_is_a_change_by_itself(facilitator):
    person = UserFactory()
    missed, one, two = (
        SessionFactory(facilitated_by=facilitator, content_code="lit", starts_at=NINE + timedelta(days=day))
        for day in (0, 1, 2)
    )
    for attended in (one, two):
        AttendanceFactory(session=attended, person=person)
    later = AFTER + timedelta(days=3)
    for made_up_by in (one, two):
        give(missed, person, facilitator, mark="made_up", made_up_by=made_up_by.pk, now=later)
        assert missed.attendance.get().made_up_by == made_up_by
    assert AttendanceChange.objects.filter(attendance__session=missed).count() == 2


# --- closing -----------------------------------------------------------------------------------------
def test_closing_marks_the_rest_absent(session, facilitator):
    present, missing = PlacementFactory().person, PlacementFactory().person
    give(session, present, facilitator)
    assert services.close(pk=session.pk, by=facilitator, now=AFTER) == 1
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
    with pytest.raises(DomainError, match="Reopen it first"):
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


# --- plans that change -------------------------------------------------------------------------------
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


# --- races -------------------------------------------------------------------------------------------
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
