"""The feed for calendar programs: one entry through all its moves, and changed only when its session was."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from seminars import services
from seminars.models import Session, SessionEvent
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import NINE, SessionFactory

pytestmark = pytest.mark.django_db
START = NINE - timedelta(days=10)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(START)


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def address(client):
    """The address of the feed of somebody invited to everything."""
    person = PlacementFactory().person
    client.force_login(person)
    link = client.post(reverse("seminars:address")).context["link"]
    client.logout()
    return link[link.index("/calendar/") :]


def planned(facilitator, **fields):
    return SessionFactory(planned=True, facilitated_by=facilitator, planned_at=START, **fields)


def entries(client, address):
    return icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")


def told(entry):
    """What programs go by."""
    names = ("uid", "sequence", "dtstamp", "last-modified", "dtstart", "status")
    return {name: getattr(entry[name], "dt", entry[name]) for name in names}


def move(session, by, day, now):
    times = {"starts_at": NINE + timedelta(days=day), "ends_at": NINE + timedelta(days=day, hours=3)}
    return services.move(pk=session.pk, by=by, reason="Rain", now=now, **times)


def test_a_session_moved_twice_and_called_off_stays_one_entry_whose_number_rises(
    client, address, facilitator
):
    session = planned(facilitator)
    uid = f"session-{session.pk}@teacher-leader-pathways"
    (entry,) = entries(client, address)
    assert told(entry) == {
        "uid": uid,
        "sequence": 0,
        "dtstamp": START,
        "last-modified": START,
        "dtstart": NINE,
        "status": "CONFIRMED",
    }
    once = move(session, facilitator, 7, START + timedelta(hours=1))
    twice = move(once, facilitator, 14, START + timedelta(hours=2))
    (entry,) = entries(client, address)
    assert told(entry) == {
        "uid": uid,
        "sequence": 2,
        "dtstamp": START + timedelta(hours=2),
        "last-modified": START + timedelta(hours=2),
        "dtstart": NINE + timedelta(days=14),
        "status": "CONFIRMED",
    }
    services.cancel(pk=twice.pk, by=facilitator, reason="Snow", now=START + timedelta(hours=3))
    (entry,) = entries(client, address)
    assert told(entry) == {
        "uid": uid,
        "sequence": 3,
        "dtstamp": START + timedelta(hours=3),
        "last-modified": START + timedelta(hours=3),
        "dtstart": NINE + timedelta(days=14),
        "status": "CANCELLED",
    }


def test_the_feed_is_the_same_to_the_byte_until_a_session_changes(client, address, facilitator, clock):
    session = planned(facilitator)
    first = client.get(address).content
    clock(START + timedelta(days=2))
    assert client.get(address).content == first
    # A session that was held is the same entry of a calendar.
    clock(session.ends_at + timedelta(minutes=1))
    services.hold_due()
    services.mark_all(session_pk=session.pk, by=facilitator)
    services.close(pk=session.pk, by=facilitator)
    assert client.get(address).content == first


def test_a_room_changed_in_the_administration_raises_the_number_and_is_kept_in_the_history(
    client, address, facilitator, clock
):
    session = planned(facilitator)
    clock(START + timedelta(hours=5))
    admin = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(admin)
    url = reverse("admin:seminars_session_change", args=[session.pk])
    sent = {"event": session.event_id, "title": session.title, "required_minutes": "180", "required": "on"}
    sent |= {"substitute_eligible": "on", "place": "Room 7", "facilitators": facilitator.pk}
    sent |= {"events-TOTAL_FORMS": "0", "events-INITIAL_FORMS": "0"}
    assert client.post(url, sent).status_code == 302
    event = SessionEvent.objects.get(session=session)
    assert (event.action, event.from_state, event.to_state, event.by, event.note) == (
        "change",
        "planned",
        "planned",
        admin,
        "",
    )
    client.logout()
    (entry,) = entries(client, address)
    assert (told(entry)["sequence"], told(entry)["dtstamp"], entry["location"]) == (
        1,
        START + timedelta(hours=5),
        "Room 7",
    )
    # Saved again as it stands, nothing changed.
    client.force_login(admin)
    client.post(url, sent)
    assert SessionEvent.objects.filter(session=session).count() == 1


LINK = "https://video.example/j/1"


@pytest.mark.parametrize(
    ("place", "video_link", "location", "described"),
    [
        ("Room 4", LINK, "Room 4", f"Join online: {LINK}"),
        ("Room 4", "", "Room 4", None),
        ("", LINK, LINK, f"Join online: {LINK}"),
        ("", "", None, None),
    ],
)
def test_an_entry_tells_the_room_and_the_link(
    client, address, facilitator, place, video_link, location, described
):
    planned(facilitator, place=place, video_link=video_link)
    (entry,) = entries(client, address)
    assert (entry.get("location"), entry.get("description"), entry.get("conference")) == (
        location,
        described,
        video_link or None,
    )


def test_a_session_called_off_gives_away_no_link(client, address, facilitator):
    session = planned(facilitator, video_link=LINK)
    services.cancel(pk=session.pk, by=facilitator, reason="Snow", now=START)
    assert LINK not in client.get(address).content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_a_feed_takes_three_queries(client, address, facilitator, rows, count_queries):
    first = planned(facilitator)
    move(first, facilitator, 7, START)
    SessionFactory.create_batch(rows, planned=True)
    with count_queries(3):
        client.get(address)


def test_a_phone_subscribes_by_one_press(client, settings):
    settings.BASE_URL = "https://pathways.example.org"
    client.force_login(UserFactory())
    answer = client.post(reverse("seminars:address"))
    secret = answer.context["link"].rsplit("/", 1)[1]
    assert f'href="webcal://pathways.example.org/calendar/{secret}"' in answer.content.decode()


def test_a_moved_session_is_found_by_its_key_whatever_the_history_says(facilitator):
    old = planned(facilitator)
    new = move(old, facilitator, 7, START)
    assert (new.moved_from_id, Session.objects.get(moved_from=old)) == (old.pk, new)
    line = SessionEvent.objects.get(session=new, action="plan")
    assert (line.about, line.note) == ("Moved from Oct 14, 2026, 9:00 a.m.", "Rain")
    assert SessionFactory(title=old.title).moved_from is None
