"""Rosters, check-in and coaching in a real browser, at a desk and on a phone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from seminars import services
from tests.browser.test_look import PHONE, sign_in
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.fixture
def manager(settings: Any) -> Any:
    settings.DEMO = True
    person = UserFactory(verified=True)
    HatFactory(person=person)
    return person


def running(**fields: Any) -> Any:
    """A session that runs right now, so that people can be marked and check in."""
    start = timezone.now() - timedelta(hours=1)
    return SessionFactory(starts_at=start, planned=True, title="Literacy across grades", **fields)


def test_the_pages_of_a_session_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, manager: Any
) -> None:
    session, person = running(), PlacementFactory().person
    PlacementFactory.create_batch(3)
    sign_in(page, live_server.url, manager.email)
    base = f"/seminars/sessions/{session.pk}"
    ends = [
        "/",
        "/roster/?q=given",
        f"/people/{person.pk}/",
        "/roster/close/",
        "/screen/",
        "/sheet/",
        "/move/",
    ]
    for path in ["/seminars/", "/seminars/calendar/", "/check-in/x/", *(base + end for end in ends)]:
        page.goto(live_server.url + path)
        axe(page)
        no_sideways_scroll(page)
        page.set_viewport_size(PHONE)
        axe(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_the_pages_of_coaching_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, settings: Any
) -> None:
    settings.DEMO = True
    ida = coach(verified=True)
    cycle = CycleFactory(coach=ida)
    other = PlacementFactory()
    sign_in(page, live_server.url, ida.email)
    for path in ("/coaching/", f"/coaching/{cycle.pk}/", f"/coaching/new/{other.pk}/"):
        page.goto(live_server.url + path)
        axe(page)
        no_sideways_scroll(page)


def test_a_roster_is_marked_by_keyboard_alone(live_server: Any, page: Page, manager: Any) -> None:
    session = running()
    PlacementFactory(person=UserFactory(given_name="Ana", family_name="Ruiz"))
    sign_in(page, live_server.url, manager.email)
    page.goto(f"{live_server.url}/seminars/sessions/{session.pk}/roster/")
    page.get_by_role("group", name="Mark of Ruiz, Ana").get_by_label("No mark").focus()
    page.keyboard.type("p")
    page.keyboard.press("Tab")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 1 changed.")).to_be_visible()
    expect(page.get_by_label("Minutes of Ruiz, Ana")).to_have_value("45")


def test_whatever_is_pressed_on_a_roster_saves_what_was_chosen(
    live_server: Any, page: Page, manager: Any
) -> None:
    session = running()
    people = [
        PlacementFactory(person__family_name=f"P{n:02}", person__given_name="").person for n in range(52)
    ]
    guest = UserFactory(given_name="Imani", family_name="Okafor")
    sign_in(page, live_server.url, manager.email)
    roster = f"{live_server.url}/seminars/sessions/{session.pk}/roster/"
    presses = [
        lambda: page.get_by_role("button", name="Mark the rest present").click(),
        lambda: page.get_by_role("button", name="Find").click(),
        lambda: page.get_by_label("Name or email").press("Enter"),
        lambda: page.get_by_role("button", name="Mark present Imani Okafor").click(),
        lambda: page.get_by_role("button", name="Page 2").click(),
        lambda: page.get_by_role("button", name="P07", exact=True).click(),
        lambda: page.get_by_role("button", name="Literacy across grades").click(),
        # The head of the page belongs to every page: its links save by the script.
        lambda: page.get_by_role("link", name="Teacher Leader Pathways").click(),
    ]
    for number, press in enumerate(presses):
        page.goto(f"{roster}?q=Okafor")
        chosen = people[number]
        page.get_by_role("group", name=f"Mark of {chosen.family_name}").get_by_label("Absent").check()
        with page.expect_navigation():
            press()
        page.wait_for_load_state()
        assert session.attendance.get(person=chosen).mark == "absent", number
    assert session.attendance.get(person=people[51]).mark == "present"
    assert session.attendance.get(person=guest).mark == "present"
    assert session.attendance.filter(mark="absent").count() == len(presses)


def test_on_a_phone_minutes_and_reason_unfold(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, manager: Any
) -> None:
    session = running()
    people = [PlacementFactory(person=UserFactory(family_name=name)).person for name in ("Abe", "Ruiz")]
    services.mark(session_pk=session.pk, sheet=services.Mark(people[0].pk, "present", minutes=30), by=manager)
    sign_in(page, live_server.url, manager.email)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/seminars/sessions/{session.pk}/roster/")
    expect(page.get_by_label("Minutes of Abe")).to_have_value("30")
    expect(page.get_by_label("Reason for Ruiz")).to_be_hidden()
    page.get_by_role("group", name="Mark of Ruiz").get_by_label("No mark").focus()
    # No mark, present, absent, excused.
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("Reason for Ruiz").fill("Jury duty")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: 1 changed.")).to_be_visible()
    assert session.attendance.get(person=people[1]).reason == "Jury duty"


def test_a_scan_survives_the_sign_in(live_server: Any, page: Page, settings: Any) -> None:
    settings.DEMO = True
    session, person = running(), UserFactory(verified=True)
    code = services.code_for(session_pk=session.pk)
    page.goto(f"{live_server.url}/check-in/{code}/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill("a-long-enough-password")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="I am here").click()
    expect(page.get_by_text("You are checked in to Literacy across grades.")).to_be_visible()
    assert session.attendance.get().person == person
