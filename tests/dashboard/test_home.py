"""The first page, for visitors and for those who are signed in."""

import gzip
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from applications.models import Application
from people.models import Hat
from people.services import ask_for_post
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
)
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, manager
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _monday(clock: Any) -> None:
    clock(NOW)


def test_a_visitor_sees_what_is_open_and_how_to_begin(client: Client) -> None:
    OfferingFactory(role__name="Team Lead", role__pathway__name="Team Leads")
    html = client.get("/").content.decode()
    assert "Team Lead" in html
    assert "Dec 31, 2026" in html
    assert 'href="/accounts/signup/"' in html


def test_someone_new_is_told_what_to_do(signed_in: Any) -> None:
    html = signed_in(UserFactory()).get("/").content.decode()
    assert "Nothing waits for you" in html
    assert 'href="/pathways/"' in html


def test_whoever_signed_up_alone_is_led_to_name_their_school_until_they_did(signed_in: Any) -> None:
    me, school = UserFactory(), SchoolFactory()
    client = signed_in(me)
    assert (
        '<a class="usa-button" href="/profile/school/">Name your school</a>'
        in client.get("/").content.decode()
    )
    ask_for_post(by=me, school=school, position="teacher")
    assert "Name your school" not in client.get("/").content.decode()


@pytest.mark.parametrize("known", [PostFactory, HatFactory, PlacementFactory])
def test_whoever_works_or_leads_somewhere_is_not_asked_where(signed_in: Any, known: Any) -> None:
    assert "Name your school" not in signed_in(known().person).get("/").content.decode()


def test_the_head_says_how_much_waits(signed_in: Any) -> None:
    me = UserFactory()
    ApplicationFactory(person=me)
    html = signed_in(me).get("/").content.decode()
    assert 'href="/#waiting" data-rows="1">1 waiting' in html


def test_the_head_of_every_other_page_asks_how_much_waits_once_it_stands(signed_in: Any) -> None:
    html = signed_in(UserFactory()).get("/pathways/").content.decode()
    # By this name the sign-out of idle staff knows that nobody did something.
    assert 'name="poll" hx-get="/waiting/" hx-trigger="load"' in html
    assert 'href="/#waiting">What waits for me</a>' in html
    assert "/waiting/" not in signed_in(UserFactory()).get("/").content.decode()


def test_how_much_waits_is_what_home_counts_and_nothing_when_nothing_waits(
    signed_in: Any, count_queries: Any
) -> None:
    me = UserFactory()
    ApplicationFactory(person=me)
    client = signed_in(me)
    with count_queries(5):  # the session, the person, hats, schools one signs for, what waits
        answer = client.get("/waiting/")
    assert answer.content.decode().strip() == (
        '<a class="waiting" href="/#waiting" data-rows="1">1 waiting'
        '<span class="waiting__more"> for you</span></a>'
    )
    assert answer["Cache-Control"] == "no-store, private"
    assert signed_in(UserFactory()).get("/waiting/").content.decode().strip() == ""


def test_nothing_that_waits_is_lost_behind_the_first_page(signed_in: Any) -> None:
    placement = PlacementFactory()
    for days in range(60):
        due = DeliverableFactory(title=f"Plan {days}", due=NOW.date() - timedelta(days=days))
        DeliverableRecordFactory(placement=placement, deliverable=due)
    client = signed_in(placement.person)
    pages = [client.get("/", {"page": page}) for page in (1, 2)]
    assert [len(page.context["waiting"]) for page in pages] == [50, 10]
    assert "60 to do, the oldest first" in pages[1].content.decode()
    assert client.get("/waiting/").context["waiting_count"] == 60
    late = client.get("/", {"show": "overdue", "page": 2})
    assert [one.what for one in late.context["waiting"]] == [f"Plan {days}" for days in range(9, 0, -1)]
    assert "59 overdue, the oldest first" in late.content.decode()


def test_how_much_waits_is_told_to_nobody_who_is_signed_out(client: Client) -> None:
    answer = client.get("/waiting/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/waiting/")


def test_asking_how_much_waits_keeps_no_idle_staff_signed_in(
    signed_in: Any, settings: Any, clock: Any
) -> None:
    client = signed_in(manager())
    client.get("/")
    clock(NOW + timedelta(seconds=settings.STAFF_IDLE_SECONDS - 60))
    assert client.get("/waiting/", headers={"HX-Trigger-Name": "poll"}).status_code == 200
    clock(NOW + timedelta(seconds=settings.STAFF_IDLE_SECONDS + 60))
    assert client.get("/").status_code == 302


def test_what_comes_next_stands_in_order_of_time(signed_in: Any) -> None:
    placement = PlacementFactory()
    due = DeliverableFactory(title="Team plan", due=date(2027, 2, 1))
    DeliverableRecordFactory(placement=placement, deliverable=due)
    for month in (1, 3):
        starts = datetime(2027, month, 17, 17, tzinfo=UTC)
        SessionFactory(title=f"Seminar of month {month}", planned=True, starts_at=starts)
    html = signed_in(placement.person).get("/").content.decode()
    ahead = html[html.index("Next up") :]
    places = [ahead.index(name) for name in ("Seminar of month 1", "Team plan", "Seminar of month 3")]
    assert places == sorted(places)


def test_what_comes_next_is_shown_and_what_is_over_is_not(signed_in: Any) -> None:
    placement = PlacementFactory()
    due = DeliverableFactory(title="Team plan", due=date(2027, 2, 1))
    DeliverableRecordFactory(placement=placement, deliverable=due)
    SessionFactory(title="Tomorrow's seminar", planned=True, starts_at=datetime(2026, 11, 17, 17, tzinfo=UTC))
    SessionFactory(title="Last month's seminar", closed=True)
    html = signed_in(placement.person).get("/").content.decode()
    assert "Tomorrow&#x27;s seminar" in html
    assert "Last month" not in html
    assert "Due Feb 1, 2027" in html


def test_pages_are_offered_by_hat(signed_in: Any) -> None:
    plain = signed_in(UserFactory()).get("/").content.decode()
    assert 'href="/messages/"' not in plain
    someone = UserFactory()
    HatFactory(person=someone)
    assert 'href="/messages/"' in signed_in(someone).get("/").content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_home_asks_ten_questions_of_someone_with_every_hat(
    rows: int, signed_in: Any, count_queries: Any
) -> None:
    me = PostFactory(principal=True).person
    for kind in Hat.Kind:
        HatFactory(person=me, kind=kind)
    offering = OfferingFactory()
    for _ in range(rows):
        application = ApplicationFactory(offering=offering, submitted=True, signed=False)
        Application.objects.filter(pk=application.pk).update(signer=me)
    client = signed_in(me)
    client.get("/")  # the first page of a session of staff notes the time
    with count_queries(10):
        answer = client.get("/")
    assert len(answer.content) <= 60 * 1024
    assert len(gzip.compress(answer.content, 6)) <= 10 * 1024


def test_home_asks_nine_questions_of_a_teacher(signed_in: Any, count_queries: Any) -> None:
    client = signed_in(UserFactory())
    with count_queries(9):  # the last are where their applications stand, and whether they work anywhere
        client.get("/")
