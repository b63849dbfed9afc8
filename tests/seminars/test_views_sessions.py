"""The pages of one session: who opens which, the steps of its life, and where they lead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from seminars import services
from seminars.models import Session
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, SessionFactory
from tests.seminars.pages import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator, title="Literacy across grades")


LED = ["roster", "close", "reopen", "sheet", "cancel", "move", "screen", "code"]


@pytest.mark.parametrize("name", ["detail", *LED])
def test_a_stranger_finds_no_session(client, session, name):
    session.roles.add(RoleFactory())
    client.force_login(PlacementFactory().person)
    assert client.get(page(name, session)).status_code == 404


@pytest.mark.parametrize("name", LED)
def test_a_leader_sees_the_session_but_leads_nothing(client, session, name):
    client.force_login(PlacementFactory().person)
    assert client.get(page("detail", session)).status_code == 200
    assert client.get(page(name, session)).status_code == 403


@pytest.mark.parametrize("name", ["detail", *LED])
def test_a_facilitator_opens_every_page_of_the_session(client, session, facilitator, name):
    PlacementFactory()
    # A page that asks for a step opens when it is the time for it.
    state = {"reopen": "closed", "cancel": "planned", "move": "planned"}.get(name, "held")
    Session.objects.filter(pk=session.pk).update(state=state, closed_at=AFTER if state == "closed" else None)
    client.force_login(facilitator)
    assert client.get(page(name, session)).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client, session):
    for address in (reverse("seminars:calendar"), page("roster", session), "/check-in/1-2-x/"):
        assert client.get(address).status_code == 302


def test_getting_a_verb_changes_nothing(client, session, facilitator):
    client.force_login(facilitator)
    assert client.get(page("mark", session)).status_code == 405


def test_a_closed_session_sends_nobody_to_the_door(client, facilitator):
    door = "At the door, scan the code"
    client.force_login(PlacementFactory(person=facilitator).person)
    for traits, shown in (({"planned": True}, True), ({"closed": True}, False)):
        session = SessionFactory(facilitated_by=facilitator, **traits)
        assert (door in client.get(page("detail", session)).content.decode()) is shown


def test_closing_shows_who_becomes_absent_then_closes(client, session, facilitator):
    person = PlacementFactory(person=UserFactory(given_name="Ben", family_name="Cruz")).person
    AttendanceFactory(session=session, person=PlacementFactory().person)
    client.force_login(facilitator)
    assert "Ben Cruz" in client.get(page("close", session)).content.decode()
    client.post(page("close", session))
    assert session.attendance.get(person=person).mark == "absent"
    roster = client.get(page("roster", session)).content.decode()
    assert f'name="mark-{person.pk}"' not in roster


def test_the_button_that_closes_says_what_it_does_in_numbers(client, session, facilitator):
    came, made_up, away, excused = (PlacementFactory().person for _ in range(4))
    PlacementFactory()
    AttendanceFactory(session=session, person=came)
    AttendanceFactory(
        session=session, person=made_up, mark="made_up", made_up_by=SessionFactory(starts_at=NINE)
    )
    AttendanceFactory(session=session, person=away, mark="absent")
    AttendanceFactory(session=session, person=excused, mark="excused", reason="Ill", approved_by=facilitator)
    client.force_login(facilitator)
    assert (
        ">Close: 2 came, 2 absent, 1 excused</button>" in client.get(page("close", session)).content.decode()
    )


def test_a_roster_nobody_is_marked_on_is_not_closed(client, session, facilitator):
    PlacementFactory()
    client.force_login(facilitator)
    said = client.post(page("close", session), follow=True).content.decode()
    assert "Nobody is marked yet, so closing would make everybody absent." in said
    session.refresh_from_db()
    assert (session.state, session.attendance.count()) == ("held", 0)


@pytest.mark.parametrize(
    ("name", "traits", "moment", "sentence"),
    [
        (
            "close",
            {"planned": True},
            NINE,
            "This session is not over yet. Close its roster once it has ended.",
        ),
        ("close", {"closed": True}, AFTER, "This was done already."),
        ("reopen", {"planned": True}, NINE, "This is planned now, so it is not the time to reopen."),
        ("cancel", {}, AFTER, "This is held now, so it is not the time to cancel."),
        ("move", {"closed": True}, AFTER, "This is closed now, so it is not the time to move."),
    ],
)
def test_a_step_whose_time_it_is_not_is_refused_when_its_page_is_opened(
    client, facilitator, clock, name, traits, moment, sentence
):
    session = SessionFactory(facilitated_by=facilitator, **traits)
    clock(moment)
    client.force_login(facilitator)
    answer = client.get(page(name, session))
    assert (answer.status_code, answer.headers["Location"]) == (302, page("detail", session))
    assert sentence in client.get(page("detail", session)).content.decode()


def test_reopening_without_a_reason_is_refused(client, session, facilitator):
    services.close(pk=session.pk, by=facilitator)
    client.force_login(facilitator)
    assert client.post(page("reopen", session), {"reason": ""}).status_code == 422
    assert client.post(page("reopen", session), {"reason": "The paper sheet came"}).status_code == 302


def test_whoever_is_not_invited_sees_no_mark_to_wait_for(client, session, facilitator):
    listed = PlacementFactory().person
    for person, shown in ((facilitator, False), (listed, True)):
        client.force_login(person)
        assert ("None yet" in client.get(reverse("seminars:calendar")).content.decode()) is shown
        assert ("<h2>Your mark</h2>" in client.get(page("detail", session)).content.decode()) is shown


def test_a_moved_session_leads_to_the_one_that_took_its_place(client, facilitator):
    old = SessionFactory(planned=True, facilitated_by=facilitator, starts_at=AFTER + timedelta(days=1))
    times = {"starts_at": AFTER + timedelta(days=8), "ends_at": AFTER + timedelta(days=8, hours=2)}
    new = services.move(pk=old.pk, by=facilitator, reason="Rain", **times)
    client.force_login(facilitator)
    old_page, new_page = (client.get(page("detail", one)) for one in (old, new))
    assert (old_page.context["moved_to"], new_page.context["moved_to"]) == (new, None)
    assert f'href="{page("detail", new)}">Oct 22, 2026, 1:00 p.m.</a>' in old_page.content.decode()
