"""What the verbs on sessions write and refuse, word for word and at their edges."""

from datetime import timedelta

import pytest

from common.errors import NotAllowed
from notifications.models import Message
from pathways.models import Leave
from seminars import services
from seminars.models import Session
from seminars.services.sessions import topic
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import (
    AFTER,
    EVE,
    LATER,
    NINE,
    NOON,
    AttendanceFactory,
    EventFactory,
    SessionFactory,
)
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db


def test_a_planned_session_keeps_its_audience_and_its_first_line_of_history():
    by, role = manager(), RoleFactory()
    session = SessionFactory.build(event=EventFactory(), state="planned")
    services.plan(
        session=session, audience={"roles": [role], "facilitators": [by]}, by=by, reason=" New ", now=EVE
    )
    assert (list(session.roles.all()), list(session.facilitators.all()), list(session.cohorts.all())) == (
        [role],
        [by],
        [],
    )
    assert history(session) == [("plan", "", "planned", by.pk, EVE, "New")]


def test_a_changed_session_keeps_its_state_and_a_line_of_history():
    by, session = manager(), SessionFactory(planned=True)
    session.title, session.place, session.state = "Another", "Room 5", "closed"
    services.change(session=session, audience={}, by=by, reason=" Larger room ", now=EVE)
    session.refresh_from_db()
    assert (session.title, session.place, session.state) == ("Another", "Room 5", "planned")
    assert history(session) == [("change", "planned", "planned", by.pk, EVE, "Larger room")]
    stranger = {"session": session, "audience": {}, "by": UserFactory()}
    assert refusal(services.change, refused_as=NotAllowed, **stranger) == (
        "Only program managers and facilitators plan sessions."
    )


def test_a_change_puts_the_new_audience_in_place_of_the_old_and_leaves_what_it_does_not_name():
    by, old, new = manager(), RoleFactory(), RoleFactory()
    session = SessionFactory(planned=True, roles=[old], facilitated_by=by)
    services.change(session=session, audience={"roles": [new]}, by=by, now=EVE)
    assert (list(session.roles.all()), list(session.facilitators.all())) == ([new], [by])
    services.change(session=session, audience={"roles": [], "facilitators": []}, by=by, now=EVE)
    assert (list(session.roles.all()), list(session.facilitators.all())) == ([], [])


def test_a_closed_roster_is_not_changed_and_says_how():
    session = SessionFactory(closed=True)
    assert refusal(services.change, session=session, audience={}, by=manager()) == (
        "This roster is closed and counts for pay. Open it again first, with a reason."
    )


def test_sessions_are_held_at_the_moment_they_end():
    over, runs = (
        SessionFactory(planned=True),
        SessionFactory(planned=True, starts_at=NINE + timedelta(minutes=1)),
    )
    SessionFactory(state="held")
    assert services.hold_due(now=NOON) == 1
    assert [Session.objects.get(pk=one.pk).state for one in (over, runs)] == ["held", "planned"]
    assert history(over) == [("hold", "planned", "held", None, NOON, "")]
    assert services.hold_due(now=NOON) == 0


def test_a_roster_is_closed_at_the_end_of_its_session_and_keeps_who_and_when(session, facilitator):
    AttendanceFactory(session=session)
    missing = PlacementFactory(year=session.event.year).person
    early = {"pk": session.pk, "by": facilitator, "now": NOON - timedelta(seconds=1)}
    assert refusal(services.close, **early) == (
        "This session is not over yet. Close its roster once it has ended."
    )
    assert services.close(pk=session.pk, by=facilitator, now=NOON).waiting == [missing]
    session.refresh_from_db()
    assert (session.state, session.closed_at, session.closed_by) == ("closed", NOON, facilitator)
    absent = session.attendance.get(person=missing)
    assert (absent.mark, absent.source, absent.marked_by, absent.marked_at) == (
        "absent",
        "closing",
        facilitator,
        NOON,
    )
    assert history(session) == [("close", "held", "closed", facilitator.pk, NOON, "")]


def test_a_roster_on_which_nobody_is_marked_is_closed_only_when_nobody_is_waited_for(session, facilitator):
    told = {"pk": session.pk, "by": facilitator, "now": NOON}
    placement = PlacementFactory(year=session.event.year)
    assert refusal(services.close, **told) == (
        "Nobody is marked yet, so closing would make everybody absent. Mark somebody first, even as absent."
    )
    day = NINE.date()
    Leave.objects.create(placement=placement, category="study", starts=day, ends=day + timedelta(days=1))
    assert services.close(**told).waiting == []


@pytest.mark.parametrize("verb", ["close", "reopen", "cancel", "move"])
def test_a_stranger_takes_no_step_of_a_session(session, verb):
    more = {"close": {}, "move": LATER | {"reason": "x"}}.get(verb, {"reason": "x"})
    assert refusal(
        getattr(services, verb), refused_as=NotAllowed, pk=session.pk, by=UserFactory(), now=NOON, **more
    ) == ("Only this session's facilitators and program managers may do this.")


@pytest.mark.parametrize(
    ("verb", "state", "said", "after"),
    [
        ("reopen", "closed", "Say why this roster must be opened again.", "held"),
        ("cancel", "planned", "Say why the session is cancelled.", "cancelled"),
        ("move", "planned", "Say why the session is moved.", "moved"),
    ],
)
def test_a_step_that_asks_why_keeps_the_words_without_the_spaces_around_them(
    facilitator, verb, state, said, after
):
    closed = {"closed_at": AFTER} if state == "closed" else {}
    session = SessionFactory(facilitated_by=facilitator, state=state, **closed)
    told = {"pk": session.pk, "by": facilitator, "now": EVE} | (LATER if verb == "move" else {})
    assert refusal(getattr(services, verb), reason=" \n", **told) == said
    assert Session.objects.get(pk=session.pk).state == state
    getattr(services, verb)(reason="  A name is missing. ", **told)
    assert history(session) == [(verb, state, after, facilitator.pk, EVE, "A name is missing.")]


def test_everyone_invited_is_told_once_that_a_session_is_cancelled(facilitator):
    placement = PlacementFactory()
    session = SessionFactory(facilitated_by=facilitator, planned=True, event__year=placement.year)
    services.cancel(pk=session.pk, by=facilitator, reason="no room", now=EVE)
    mail = Message.objects.get()
    assert (mail.to_person, mail.template, mail.topic, mail.dedupe_key) == (
        placement.person,
        "seminars/cancelled",
        topic(session, placement.person),
        f"seminars/cancelled-{session.pk}-{placement.person_id}",
    )
    assert topic(session, placement.person) == f"session-{session.pk}-{placement.person_id}"
    assert "at 9:00 a.m. does not take place.\nWhy: No room\n" in mail.body


def test_a_moved_session_is_a_new_one_at_the_new_time_with_the_old_ones_audience(facilitator):
    placement = PlacementFactory()
    old = SessionFactory(
        facilitated_by=facilitator, planned=True, event__year=placement.year, roles=[placement.role]
    )
    new = services.move(pk=old.pk, by=facilitator, reason=" No room. ", now=EVE, **LATER)
    new.refresh_from_db()
    assert (
        new.state,
        new.starts_at,
        new.ends_at,
        new.moved_from_id,
        new.planned_at,
        new.required_minutes,
    ) == (
        "planned",
        LATER["starts_at"],
        LATER["ends_at"],
        old.pk,
        EVE,
        180,
    )
    assert (list(new.roles.all()), list(new.facilitators.all())) == ([placement.role], [facilitator])
    assert (new.title, new.place, new.event_id) == (old.title, old.place, old.event_id)
    assert history(old) == [("move", "planned", "moved", facilitator.pk, EVE, "No room.")]
    assert history(new) == [
        ("plan", "", "planned", facilitator.pk, EVE, "Moved from Oct 14, 2026, 9:00 a.m. No room.")
    ]
    mail = Message.objects.get()
    assert (mail.to_person, mail.template, mail.topic, mail.dedupe_key) == (
        placement.person,
        "seminars/moved",
        topic(old, placement.person),
        f"seminars/moved-{old.pk}-{placement.person_id}",
    )
    assert "9:00 a.m. to 12:00 p.m., Room 4.\nWhy: No room.\n" in mail.body


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (EVE, EVE + timedelta(hours=1), "Choose a new time that lies ahead and ends after it starts."),
        (NOON, NOON, "Choose a new time that lies ahead and ends after it starts."),
        (NOON, NINE, "Choose a new time that lies ahead and ends after it starts."),
        (NOON, NOON + timedelta(seconds=59), "It must end after it starts."),
        (
            NINE + timedelta(days=365),
            NINE + timedelta(days=365, hours=1),
            "Choose a day within 2026-27, the program year of this session.",
        ),
        (
            NINE,
            NINE + timedelta(hours=16),
            "A session ends on the day it starts. Plan a session for each day.",
        ),
    ],
)
def test_a_session_is_moved_to_a_time_that_can_be(facilitator, starts, ends, said):
    session = SessionFactory(facilitated_by=facilitator, planned=True)
    told = {"pk": session.pk, "by": facilitator, "reason": "x", "now": EVE}
    assert refusal(services.move, starts_at=starts, ends_at=ends, **told) == said
    soon = EVE + timedelta(seconds=1)
    assert services.move(starts_at=soon, ends_at=soon + timedelta(minutes=1), **told).required_minutes == 1


def test_a_session_is_not_moved_to_the_time_it_has(facilitator):
    session = SessionFactory(facilitated_by=facilitator, planned=True)
    told = {"pk": session.pk, "by": facilitator, "reason": "x", "now": EVE}
    times = {"starts_at": session.starts_at, "ends_at": session.ends_at}
    assert refusal(services.move, **times, **told) == "It is at that time already. Choose another one."


@pytest.mark.parametrize(
    ("required", "hours", "after"),
    [(180, 2, 120), (180, 4, 240), (150, 4, 150), (150, 2, 120), (120, 2, 120), (60, 3, 60)],
)
def test_a_moved_session_asks_for_all_of_it_where_it_did_and_never_for_more_than_it_lasts(
    facilitator, required, hours, after
):
    session = SessionFactory(facilitated_by=facilitator, planned=True, required_minutes=required)
    starts = LATER["starts_at"]
    moved = services.move(
        pk=session.pk,
        by=facilitator,
        reason="x",
        now=EVE,
        starts_at=starts,
        ends_at=starts + timedelta(hours=hours),
    )
    assert moved.required_minutes == after
