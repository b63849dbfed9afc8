"""The page that closes a roster closes what it showed, and nothing else."""

import re

import pytest
from django.urls import reverse

from seminars import services
from seminars.models import Session
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def facilitator(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator)


@pytest.fixture
def person():
    return PlacementFactory(person__given_name="Ana", person__family_name="Ruiz").person


def page(session):
    return reverse("seminars:close", args=[session.pk])


def shown(html):
    """What the page sends back with its button."""
    found = re.search(r'name="seen"\s+value="([^"]+)"', html) or re.search(
        r'value="([^"]+)" id="id_seen"', html
    )
    assert found is not None
    return found[1]


def elsewhere(session, person, facilitator, **mark):
    services.mark(session_pk=session.pk, sheet=services.Mark(person.pk, **mark), by=facilitator)


CHANGES = [
    {"mark": "absent"},
    {"mark": "excused", "reason": "Jury duty"},
    {"mark": "present", "minutes": 90},
]


@pytest.mark.parametrize("change", CHANGES)
def test_marks_that_changed_since_the_page_was_opened_are_looked_at_again_before_it_closes(
    client, session, facilitator, person, change
):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    elsewhere(session, person, facilitator, **change)
    html = client.post(page(session), {"seen": opened}).content.decode()
    session.refresh_from_db()
    assert session.state == "held"
    assert "Marks changed since you opened this page: now " in html
    assert html.count("nothing was closed.") == 1
    client.post(page(session), {"seen": shown(html)})
    session.refresh_from_db()
    assert session.state == "closed"


def test_whoever_is_expected_since_the_page_was_opened_is_looked_at_first_too(client, session, person):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    PlacementFactory()
    html = client.post(page(session), {"seen": opened}).content.decode()
    assert "now 1 came, 1 absent, 0 excused. Look it over again, then close; nothing was closed." in html


def test_a_page_whose_marks_stand_closes_at_once(client, session, person):
    AttendanceFactory(session=session, person=person)
    opened = shown(client.get(page(session)).content.decode())
    assert client.post(page(session), {"seen": opened}).status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"


def test_the_administration_closes_what_it_showed_too(client, session, person):
    administrator = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(administrator)
    other = SessionFactory()
    for one in (session, other):
        AttendanceFactory(session=one, person=UserFactory())
    address = reverse("admin:seminars_session_changelist")
    sent = {"action": "close_rosters", "_selected_action": [session.pk, other.pk]}
    asked = client.post(address, sent).content.decode()
    assert f"{session.title}: 1 came, 1 absent, 0 excused." in asked
    elsewhere(session, person, administrator, mark="present")
    sent |= {"_typed": "1", "seen": shown(asked)}
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "now 2 came, 0 absent, 0 excused." in again.content.decode()
    assert set(Session.objects.values_list("pk", "state")) == {(session.pk, "held"), (other.pk, "closed")}
    sent |= {"_selected_action": [session.pk], "seen": shown(again.content.decode())}
    assert client.post(address, sent).status_code == 302
    session.refresh_from_db()
    assert session.state == "closed"
