"""The calendar of sessions and its feed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.pathways import PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import AFTER, NINE, AttendanceFactory, EventFactory, SessionFactory

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


def test_the_calendar_shows_my_sessions_with_my_marks(client, session):
    person = PlacementFactory().person
    AttendanceFactory(session=session, person=person, minutes=90)
    SessionFactory(roles=[RoleFactory()], title="Not for me")
    client.force_login(person)
    text = client.get(reverse("seminars:calendar")).content.decode()
    assert "Literacy across grades" in text
    assert "90 of 180 minutes" in text
    assert "Not for me" not in text


def test_the_calendar_narrows_to_a_month_and_ignores_nonsense(client, session):
    SessionFactory(starts_at=NINE + timedelta(days=30), title="In November")
    client.force_login(manager())
    november = client.get(reverse("seminars:calendar"), {"month": "2026-11"}).content.decode()
    assert ("In November" in november, "Literacy" in november) == (True, False)
    nonsense = client.get(reverse("seminars:calendar"), {"month": "x", "kind": "\x00", "page": "9" * 30})
    assert nonsense.status_code == 200


def test_rosters_nobody_closed_are_found_in_earlier_years_too_and_one_s_own_are_not_among_them(client, clock):
    clock(NINE + timedelta(days=10))
    me, before = manager(), EventFactory(year=ProgramYearFactory(first=2025))
    late = SessionFactory(title="Late")
    SessionFactory(title="Mine", facilitated_by=me)
    SessionFactory(title="Closed", closed=True)
    SessionFactory(title="Two days ago", starts_at=NINE + timedelta(days=8))
    earlier = SessionFactory(title="Earlier", event=before, starts_at=NINE - timedelta(days=365))
    client.force_login(me)

    def shown(**wanted):
        return list(client.get(reverse("seminars:calendar"), wanted).context["page"])

    assert shown(roster="left") == [earlier, late]
    assert shown(roster="left", year="2026-27") == [late]
    assert shown(year="2025-26") == [earlier]
    assert shown(year="2025-26", month="2025-10") == [earlier]
    assert earlier not in shown()
    page = client.get(reverse("seminars:calendar"), {"year": "2025-26"}).content.decode()
    assert '<option value="2025-26" selected>2025-26</option>' in page
    assert 'href="/seminars/">Show the whole year</a>' in page


def test_only_staff_look_for_rosters_nobody_closed(client):
    for person, offered in ((manager(), True), (PlacementFactory().person, False)):
        client.force_login(person)
        assert ('name="roster"' in client.get("/seminars/").content.decode()) is offered


@pytest.mark.parametrize("rows", [3, 60])
def test_the_calendar_takes_five_queries_for_staff(client, rows, count_queries):
    SessionFactory.create_batch(rows)
    client.force_login(manager())
    client.get("/seminars/")
    with count_queries(5):
        client.get("/seminars/")


@pytest.mark.parametrize("rows", [3, 60])
def test_the_calendar_of_a_leader_takes_six_queries(client, rows, count_queries):
    SessionFactory.create_batch(rows)
    client.force_login(PlacementFactory().person)
    with count_queries(6):
        client.get("/seminars/")


def secret_of(client):
    link = client.post(reverse("seminars:address")).context["link"]
    return link[link.index("/calendar/") :]


def test_the_feed_holds_my_sessions_and_no_marks(client, session):
    person = PlacementFactory().person
    AttendanceFactory(session=session, person=person, mark="absent")
    client.force_login(person)
    address = secret_of(client)
    client.logout()
    answer = client.get(address)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Literacy across grades" in text
    assert "DTSTART:20261014T160000Z" in text
    assert "absent" not in text


def test_a_new_address_ends_the_old_one(client):
    client.force_login(UserFactory())
    old = secret_of(client)
    new = secret_of(client)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
