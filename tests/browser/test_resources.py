"""A leader shares a link for a session on a phone; another reports it; a manager takes it down."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from people.queries import today
from seminars.models import Resource
from tests.browser.test_fellows import sign_in
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import manager
from tests.factories.seminars import SessionFactory

Judge = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def placement(transactional_db: None, settings: Any) -> Any:
    """Of a leader in the year of today."""
    settings.DEMO = True
    day = today()
    return PlacementFactory(year=ProgramYearFactory(first=day.year if day.month >= 7 else day.year - 1))


def test_what_a_leader_shares_on_a_phone_is_reported_and_taken_down(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Any
) -> None:
    session = SessionFactory(roles=[placement.role], event__year=placement.year, title="Seminar 4")
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, placement.person)
    page.goto(f"{live_server.url}/seminars/sessions/{session.pk}/")
    page.get_by_role("link", name="Share something for this session").click()
    expect(page.get_by_role("heading", name="Share something")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_label("What it is", exact=True).fill("Reading a data wall")
    page.get_by_label("What it is good for").fill("Before the seminar: what a team sees first.")
    page.get_by_label("Address").fill("https://example.org/wall")
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_role("heading", name="Reading a data wall")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.context.clear_cookies()
    sign_in(page, live_server.url, PlacementFactory(role=placement.role, year=placement.year).person)
    page.goto(f"{live_server.url}/resources/?q=data+wall")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("link", name="Reading a data wall").click()
    page.get_by_role("link", name="Report…").click()
    page.get_by_label("What is wrong with it").fill("The link is dead.")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Reported. A program manager looks at it.")).to_be_visible()
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Look at what was reported: Reading a data wall").click()
    expect(page.get_by_text("The link is dead.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Take it down…").click()
    page.get_by_label("Why it is taken down").fill("The page is gone.")
    page.get_by_role("button", name="Take it down").click()
    expect(page.get_by_text("Taken down. Nobody else reads it any more.")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    assert Resource.objects.get().state == "taken_down"
