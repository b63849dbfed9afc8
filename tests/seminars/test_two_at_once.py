"""Two verbs on one session at once: the second is judged by what the first has done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from common.errors import NoSuchMove
from seminars import services
from seminars.models import Event, Session
from seminars.services import Draft, Mark, Planned
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import EVE, LATER, NINE, NOON, AttendanceFactory, EventFactory, SessionFactory
from tests.seminars.test_admin_sessions import errors, typed
from tests.waiting import beside, second_after

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_session_that_is_cancelled_is_not_moved_meanwhile():
    session, by = SessionFactory(planned=True), manager()

    def cancelled():
        return services.cancel(pk=session.pk, by=by, reason="No room.", now=EVE)

    def moved():
        return services.move(pk=session.pk, by=by, reason="No room.", now=EVE, **LATER)

    assert type(second_after(cancelled, moved)) is NoSuchMove
    assert list(Session.objects.values_list("pk", "state")) == [(session.pk, "cancelled")]


def test_a_session_whose_roster_is_closed_just_now_is_not_changed():
    session, by = SessionFactory(title="Word study"), manager()
    AttendanceFactory(session=session)
    other = Session.objects.get(pk=session.pk)
    other.title = "Another"

    def closed():
        return services.close(pk=session.pk, by=by, now=NOON)

    def changed():
        return services.change(session=other, audience={}, by=by)

    assert str(second_after(closed, changed)).startswith("This roster is closed and counts for pay.")
    session.refresh_from_db()
    assert session.title == "Word study"


def test_a_roster_opened_twice_at_once_is_opened_once():
    session, by = SessionFactory(closed=True), manager()

    def opened():
        return services.reopen(pk=session.pk, by=by, reason="A name is missing.", now=NOON)

    assert type(second_after(opened, opened)) is NoSuchMove
    assert session.events.count() == 1


def test_a_scan_waits_for_whoever_marks_the_same_roster():
    by, person = manager(), UserFactory()
    session = SessionFactory()
    code = services.code_for(session_pk=session.pk, now=NINE)

    def marked():
        return services.mark(session_pk=session.pk, sheet=Mark(person.pk, "present", 90), by=by, now=NINE)

    def scanned():
        return services.check_in(code=code, person=person, now=NINE)

    answer = second_after(marked, scanned)
    assert (answer.session, answer.since) == (session, NINE)
    assert session.attendance.get().minutes == 90


def test_one_session_makes_up_for_one_of_two_that_are_marked_at_once():
    by, person = manager(), UserFactory()
    week = timedelta(days=7)
    done, first, second = (
        SessionFactory(content_code="lit-1", title="Word study", starts_at=NINE - number * week)
        for number in (0, 1, 2)
    )
    AttendanceFactory(session=done, person=person)

    def made_up(session):
        sheet = Mark(person.pk, "made_up", made_up_by=done.pk)
        return lambda: services.mark(session_pk=session.pk, sheet=sheet, by=by, now=NOON)

    assert str(second_after(made_up(first), made_up(second))) == (
        "“Word study” already makes up for another session of theirs."
    )
    assert (first.attendance.count(), second.attendance.count()) == (1, 0)


def test_the_clock_passes_by_a_session_that_somebody_holds():
    session, by = SessionFactory(planned=True), manager()

    def closed():
        AttendanceFactory(session=session)
        return services.close(pk=session.pk, by=by, now=NOON)

    assert beside(closed, lambda: services.hold_due(now=NOON)) == 0
    assert list(session.events.order_by("pk").values_list("action", flat=True)) == ["hold", "close"]


def test_an_event_keeps_its_kind_while_a_roster_of_it_is_closed():
    session, by = SessionFactory(), manager()
    AttendanceFactory(session=session)
    kind = session.event.kind

    def closed():
        return services.close(pk=session.pk, by=by, now=NOON)

    def changed():
        return Event.objects.filter(pk=session.event_id).update(kind="winter_institute")

    answer = second_after(closed, changed)
    assert isinstance(answer, IntegrityError)
    assert "A roster of this event is closed: its year and kind stay." in str(answer)
    assert Event.objects.get(pk=session.event_id).kind == kind != "winter_institute"


def test_a_session_added_twice_at_once_in_the_administration_is_one(clock, settings):
    settings.DEMO = True
    clock(EVE)
    event, by = EventFactory(), UserFactory(is_staff=True, is_superuser=True)

    def added():
        client = Client()
        client.force_login(by)
        return client.post(reverse("admin:seminars_session_add"), typed(event))

    answer = second_after(added, added)
    assert errors(answer) == {"title": ["This event has a session of this title and start already."]}
    assert Session.objects.get().title == "Seminar 3"


def same_as(session):
    """The same plan, typed in another window."""
    kept = {
        name: getattr(session, name)
        for name in ("event", "title", "starts_at", "ends_at", "required_minutes")
    }
    return Session(**kept)


def test_a_session_that_somebody_plans_just_now_is_not_planned_again():
    by, planned = manager(), SessionFactory.build(event=EventFactory(), planned=True)
    again = [Draft(same_as(planned), {})]

    def first():
        services.plan(session=planned, audience={}, by=by)

    def second():
        return services.plan_all(year=planned.event.year, drafts=again, by=by)

    assert second_after(first, second) == [Planned(planned, False)]
    assert list(Session.objects.values_list("title", flat=True)) == [planned.title]
    assert planned.events.count() == 1


def test_a_session_is_not_given_the_title_that_another_one_of_its_hour_gets_just_now():
    event, by = EventFactory(title="Fall"), manager()
    one, other = SessionFactory.create_batch(2, event=event, planned=True)

    def named(session):
        session.title = "Word study"
        return lambda: services.change(session=session, audience={}, by=by)

    refusal = second_after(named(one), named(other))
    assert (str(refusal), refusal.at) == (
        "“Word study” of Fall is at this time already. Give one of them another title.",
        "title",
    )
    other.refresh_from_db()
    assert other.title != "Word study"


def test_an_event_whose_roster_is_closed_just_now_keeps_its_kind():
    session, by = SessionFactory(), manager()
    AttendanceFactory(session=session)
    shown = services.mark_of_event(session.event)
    what = {"title": session.event.title, "kind": "other", "school": None}

    def closed():
        return services.close(pk=session.pk, by=by, now=NOON)

    def changed():
        return services.change_event(pk=session.pk, by=by, what=what, shown=shown)

    assert str(second_after(closed, changed)).startswith("A roster of this event is closed")
    assert Event.objects.get().kind == "seminar"
