"""One mark: who gives it, what it keeps, what it refuses; make-ups."""

from datetime import timedelta

import pytest

from common.errors import DomainError, NotAllowed
from seminars import services
from seminars.models import AttendanceChange
from seminars.services import Mark
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory
from tests.seminars.marking import give, marks

pytestmark = pytest.mark.django_db


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
