"""What the verbs on marks, check-in and calendar addresses write and refuse, word for word and at their edges."""

from datetime import timedelta
from hashlib import sha256

import pytest

from common.errors import NotAllowed, SomeoneElse
from seminars import services
from seminars.models import CalendarAddress, ScanFailure, Session
from seminars.rules import NoSuchCode
from seminars.services import Mark
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, NOON, AttendanceFactory, SessionFactory
from tests.verbs import refusal

pytestmark = pytest.mark.django_db


def give(session, person, by, mark="present", now=AFTER, **more):
    return services.mark(session_pk=session.pk, sheet=Mark(person.pk, mark, **more), by=by, now=now)


# --- marks ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "kept"), [(0, 0), (1, 1), (180, 180), (None, None)])
def test_minutes_from_none_to_all_are_taken(session, facilitator, minutes, kept):
    give(session, UserFactory(), facilitator, minutes=minutes)
    assert session.attendance.get().minutes == kept


@pytest.mark.parametrize("minutes", [-1, 181])
def test_minutes_below_none_and_beyond_all_are_refused(session, facilitator, minutes):
    assert refusal(give, session=session, person=UserFactory(), by=facilitator, minutes=minutes) == (
        "Minutes must lie between 0 and 180: of this session 180 minutes count."
    )


def test_people_are_marked_from_an_hour_before_the_session_on(session, facilitator):
    hour = NINE - timedelta(hours=1)
    early = {"session": session, "person": UserFactory(), "by": facilitator}
    assert refusal(give, now=hour - timedelta(seconds=1), **early) == (
        "Nobody can be present before the session: marking opens an hour before it starts."
    )
    # Who will not come is known before.
    assert give(now=hour - timedelta(days=1), mark="absent", **early) is True
    assert give(now=hour, **early) is True


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("closed", "The roster of this session is closed. Open it again first, with a reason."),
        ("cancelled", "This session was cancelled, so nobody can be marked."),
        ("moved", "This session was moved. Mark people on its new date."),
    ],
)
def test_a_session_that_takes_no_marks_says_what_to_do(facilitator, state, said):
    session = SessionFactory(facilitated_by=facilitator, state=state, closed_at=AFTER)
    assert refusal(give, session=session, person=UserFactory(), by=facilitator) == said
    assert not session.attendance.exists()


@pytest.mark.parametrize("days", [-7, 7])
def test_a_session_that_makes_up_before_or_after_overlaps_with_nobodys_presence(facilitator, days):
    missed = SessionFactory(content_code="lit-1", facilitated_by=facilitator)
    other = SessionFactory(content_code="lit-1", starts_at=NINE + timedelta(days=days))
    there, absent = UserFactory(), UserFactory()
    for person in (there, absent):
        AttendanceFactory(session=other, person=person)
    sheets = [Mark(there.pk, "present"), Mark(absent.pk, "made_up", made_up_by=other.pk)]
    assert services.save_roster(session_pk=missed.pk, sheets=sheets, by=facilitator, now=AFTER) == 2


@pytest.mark.parametrize("mark", ["present", "absent", "excused", "made_up"])
def test_a_reason_is_kept_without_the_spaces_around_it_and_only_what_the_mark_asks_for(facilitator, mark):
    first = SessionFactory(content_code="lit-1", facilitated_by=facilitator)
    later = SessionFactory(content_code="lit-1", starts_at=NINE + timedelta(days=7))
    person = UserFactory()
    AttendanceFactory(session=later, person=person)
    give(first, person, facilitator, mark=mark, reason="  Jury duty ", minutes=90, made_up_by=later.pk)
    row = first.attendance.get()
    assert (row.mark, row.reason, row.minutes, row.made_up_by_id, row.approved_by_id) == (
        mark,
        "Jury duty",
        90 if mark == "present" else None,
        later.pk if mark == "made_up" else None,
        facilitator.pk if mark in {"excused", "made_up"} else None,
    )


NO_CONTENT = "Choose the session that made up for this one: it must have the same content code."


def make_up(facilitator, own="lit-1", other="lit-1", **mark):
    missed = SessionFactory(content_code=own, facilitated_by=facilitator)
    later = SessionFactory(content_code=other, starts_at=NINE + timedelta(days=7), title="Word study again")
    person = UserFactory()
    if mark:
        AttendanceFactory(session=later, person=person, **mark)
    return {"session": missed, "person": person, "by": facilitator, "mark": "made_up", "made_up_by": later.pk}


@pytest.mark.parametrize(("own", "other"), [("lit-1", "lit-2"), ("", ""), ("lit-1", ""), ("", "lit-1")])
def test_a_session_of_other_content_or_of_none_makes_up_for_nothing(facilitator, own, other):
    assert refusal(give, **make_up(facilitator, own, other, mark="present")) == NO_CONTENT


def test_a_session_makes_up_neither_for_itself_nor_is_it_none(facilitator):
    told = make_up(facilitator, mark="present")
    AttendanceFactory(session=told["session"], person=told["person"])
    assert refusal(give, **(told | {"made_up_by": told["session"].pk})) == NO_CONTENT
    assert refusal(give, **(told | {"made_up_by": None})) == NO_CONTENT
    assert refusal(give, **(told | {"made_up_by": 0})) == NO_CONTENT


@pytest.mark.parametrize(
    "mark", [{}, {"mark": "absent"}, {"mark": "present", "minutes": 179}, {"mark": "present", "minutes": 0}]
)
def test_only_who_was_there_for_all_of_it_made_up(facilitator, mark):
    assert refusal(give, **make_up(facilitator, **mark)) == (
        "Mark them present for all of “Word study again” first: that is what makes up for this session."
    )


@pytest.mark.parametrize("minutes", [None, 180])
def test_all_of_it_may_be_said_in_minutes_or_without(facilitator, minutes):
    assert give(**make_up(facilitator, mark="present", minutes=minutes)) is True


def test_a_session_makes_up_for_one_of_theirs_and_for_one_of_somebody_elses(facilitator):
    told = make_up(facilitator, mark="present")
    give(**told)
    # The same mark again is no second make-up.
    assert give(**told, reason="Agreed") is True
    third = SessionFactory(
        content_code="lit-1", facilitated_by=facilitator, starts_at=NINE - timedelta(days=7)
    )
    assert refusal(give, **(told | {"session": third})) == (
        "“Word study again” already makes up for another session of theirs."
    )
    colleague = UserFactory()
    AttendanceFactory(session_id=told["made_up_by"], person=colleague)
    assert give(**(told | {"session": third, "person": colleague})) is True


def test_a_refusal_of_one_of_several_names_whose_it_is(session, facilitator):
    first, second = UserFactory(), UserFactory(given_name="Ana", family_name="Ruiz")
    sheets = [Mark(first.pk, "present"), Mark(second.pk, "excused")]
    assert refusal(services.save_roster, session_pk=session.pk, sheets=sheets, by=facilitator, now=AFTER) == (
        "Ana Ruiz: An excuse needs a reason."
    )
    assert not session.attendance.exists()


def test_a_sheet_answers_how_many_marks_changed(session, facilitator):
    people = UserFactory.create_batch(3)
    AttendanceFactory(session=session, person=people[0])
    sheets = [Mark(person.pk, "present") for person in people]
    told = {"session_pk": session.pk, "by": facilitator, "now": AFTER}
    assert services.save_roster(sheets=sheets, **told) == 2
    assert services.save_roster(sheets=sheets, **told) == 0
    assert services.save_roster(sheets=[], **told) == 0


def test_who_has_this_mark_keeps_it_as_it_is_when_asked_to(session, facilitator):
    person = UserFactory()
    give(session, person, facilitator, minutes=90, reason="Left early")
    told = {"session_pk": session.pk, "sheet": Mark(person.pk, "present"), "by": facilitator, "now": AFTER}
    assert services.mark(keep=True, **told) is False
    assert session.attendance.get().minutes == 90
    assert services.mark(**told) is True
    assert session.attendance.get().minutes is None


def test_whoever_marks_is_told_in_words_what_they_may_not(session, facilitator):
    said = "Only this session's facilitators and program managers mark its roster."
    assert (
        refusal(give, refused_as=NotAllowed, session=session, person=UserFactory(), by=UserFactory()) == said
    )
    assert (
        refusal(services.mark_all, refused_as=NotAllowed, session_pk=session.pk, by=UserFactory(), now=AFTER)
        == said
    )
    own = {"session": session, "person": facilitator, "by": facilitator}
    assert refusal(give, refused_as=SomeoneElse, **own) == (
        "Somebody else must mark you: check in with the code on the screen, or ask a colleague."
    )
    assert give(**(own | {"by": manager()})) is True


def test_marking_the_rest_leaves_out_whoever_marks(facilitator):
    placement = PlacementFactory(person=facilitator)
    session = SessionFactory(facilitated_by=facilitator, event__year=placement.year)
    other = PlacementFactory(year=placement.year).person
    assert services.mark_all(session_pk=session.pk, by=facilitator, now=AFTER) == (1, 0)
    assert list(session.attendance.values_list("person", "source", "marked_by", "marked_at")) == [
        (other.pk, "staff", facilitator.pk, AFTER)
    ]


def test_an_absence_elsewhere_and_a_session_before_or_after_do_not_overlap(session, facilitator):
    person = UserFactory()
    AttendanceFactory(session=SessionFactory(), person=person, mark="absent")
    for start in (NINE - timedelta(hours=3), NOON):
        AttendanceFactory(session=SessionFactory(starts_at=start), person=person)
    AttendanceFactory(session=SessionFactory(), person=UserFactory())
    assert give(session, person, facilitator) is True


@pytest.mark.parametrize("start", [NINE - timedelta(hours=2, minutes=59), NOON - timedelta(minutes=1)])
def test_a_minute_in_common_overlaps(session, facilitator, start):
    person = UserFactory(given_name="Ana", family_name="Ruiz")
    AttendanceFactory(session=SessionFactory(starts_at=start, title="Arts strand"), person=person)
    assert refusal(give, session=session, person=person, by=facilitator) == (
        "Ana Ruiz is marked present in “Arts strand”, which overlaps this session. Minutes count once: change that"
        " mark first."
    )
    # Absent here takes no minute twice.
    assert give(session, person, facilitator, mark="absent") is True


# --- checking in ----------------------------------------------------------------------------------
def scan(session, person, at):
    code = services.code_for(session_pk=session.pk, now=at)
    return services.check_in(code=code, person=person, now=at)


@pytest.mark.parametrize(
    ("minutes", "open_"), [(-31, False), (-30, True), (0, True), (179, True), (180, False)]
)
def test_check_in_is_open_from_half_an_hour_before_until_the_end(session, minutes, open_):
    at, person = NINE + timedelta(minutes=minutes), UserFactory()
    if open_:
        assert scan(session, person, at).since is None
        assert session.attendance.get().person == person
    else:
        assert refusal(scan, session=session, person=person, at=at) == (
            "Check-in is open from half an hour before the session until its end. Ask the facilitator."
        )


def test_who_is_present_already_is_told_since_when_and_nothing_is_written(session):
    person = UserFactory()
    scan(session, person, NINE)
    again = scan(session, person, NINE + timedelta(minutes=10))
    assert (again.session, again.since) == (session, NINE)
    row = session.attendance.get()
    assert (row.source, row.marked_by, row.marked_at, row.changes.count()) == ("qr", person, NINE, 1)


def test_who_was_marked_absent_stays_so_until_the_facilitator_says_otherwise(session, facilitator):
    """A code can be sent on: that they checked in is kept beside the mark, once, and the word of a person counts."""
    person, later = UserFactory(), NINE + timedelta(minutes=10)
    give(session, person, facilitator, mark="absent", now=NINE)
    for minutes in (10, 11):
        here = scan(session, person, NINE + timedelta(minutes=minutes))
        assert (here.session, here.since, here.absent_since) == (session, None, NINE)
    row = session.attendance.get()
    assert (row.mark, row.source, row.marked_by, row.marked_at) == ("absent", "staff", facilitator, NINE)
    assert list(row.changes.values_list("old_mark", "new_mark", "source", "by", "at")) == [
        ("", "absent", "staff", facilitator.pk, NINE),
        ("absent", "absent", "qr", person.pk, later),
    ]
    code = services.code_for(session_pk=session.pk, now=NINE)
    assert services.presence(code=code, person=person) is None
    give(session, person, facilitator, minutes=90)
    found = services.presence(code=code, person=person)
    assert found is not None
    assert (found.session, found.since) == (session, session.attendance.get().marked_at)


def test_who_checks_in_after_each_of_two_absences_has_a_line_for_each(session, facilitator):
    person = UserFactory()
    ats = [NINE + timedelta(minutes=minutes) for minutes in (0, 10, 20, 30, 40)]
    for mark, at in zip(("absent", "scan", "excused", "absent", "scan"), ats, strict=True):
        if mark == "scan":
            assert scan(session, person, at).absent_since in {ats[0], ats[3]}
        else:
            give(session, person, facilitator, mark=mark, reason="Jury duty", now=at)
    checked = session.attendance.get().changes.filter(source="qr").order_by("at")
    assert list(checked.values_list("at", flat=True)) == [ats[1], ats[4]]


@pytest.mark.parametrize("mark", [{"mark": "excused", "reason": "Jury duty"}])
def test_who_was_excused_and_comes_after_all_is_present(session, facilitator, mark):
    person = UserFactory()
    give(session, person, facilitator, now=NINE, **mark)
    assert scan(session, person, NINE + timedelta(minutes=10)).absent_since is None
    assert session.attendance.get().mark == "present"


def test_nobody_is_present_by_a_code_of_nowhere_or_by_the_mark_of_another(session):
    AttendanceFactory(session=session)
    code = services.code_for(session_pk=session.pk, now=NINE)
    assert services.presence(code=code, person=UserFactory()) is None
    assert services.presence(code="7-12-x", person=UserFactory()) is None


def test_who_is_in_another_session_does_not_check_in_here(session):
    person = UserFactory(given_name="Ana", family_name="Ruiz")
    AttendanceFactory(session=SessionFactory(title="Arts strand"), person=person)
    assert refusal(scan, session=session, person=person, at=NINE).startswith(
        "Ana Ruiz is marked present in “Arts"
    )


def test_the_session_behind_a_code_is_found_while_the_code_is_good(session):
    code = services.code_for(session_pk=session.pk, now=NINE)
    SessionFactory(starts_at=NINE - timedelta(days=7))
    assert services.session_behind(code=code, now=NINE + timedelta(seconds=59)) == session
    late = NINE + timedelta(seconds=60)
    assert refusal(services.session_behind, code=code, now=late).startswith("This code has run out.")
    assert services.session_behind(code=code, scanned=NINE, now=late) == session
    Session.objects.filter(pk=session.pk).delete()
    assert refusal(services.session_behind, refused_as=NoSuchCode, code=code, now=NINE) == (
        "This session does not exist any more. Ask the facilitator."
    )


@pytest.mark.parametrize(
    ("number", "known"),
    [("{}", True), ("x{}", False), ("", False), ("٣", False), ("9" * 19, False), ("9" * 18, False)],
)
def test_a_failed_scan_is_kept_with_its_session_where_the_code_names_one(session, number, known):
    person = UserFactory()
    code = f"{number.format(session.pk)}-1-secret"
    services.log_failure(code=code, person=person, reason="x" * 301, now=NINE)
    kept = ScanFailure.objects.get()
    assert (kept.session, kept.person, kept.reason, kept.at) == (
        session if known else None,
        person,
        "x" * 300,
        NINE,
    )


def test_a_secret_address_is_kept_as_its_hash_and_the_one_before_ends():
    person, other = UserFactory(), UserFactory()
    first = services.renew_calendar_address(person=person, now=NINE)
    second = services.renew_calendar_address(person=person, now=NOON)
    services.renew_calendar_address(person=other, now=NINE)
    assert (len(first), first != second) == (43, True)
    kept = CalendarAddress.objects.get(person=person)
    assert (kept.token_sha256, kept.made_at) == (sha256(second.encode()).hexdigest(), NOON)
    assert CalendarAddress.objects.count() == 2
