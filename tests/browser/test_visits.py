"""A coach on a phone: a visit in a few presses, also where there is no network; a manager deals leaders out."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coaching.models import LeadersCoach, Visit
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.factories.coaching import LeadersCoachFactory, VisitFactory, coach
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory, manager

Judge = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lupe(transactional_db: None, settings: Any) -> Any:
    """Lupe is one of two leaders of a coach, and was seen two weeks ago."""
    settings.DEMO = True
    day = today()
    year = ProgramYearFactory(first=day.year if day.month >= 7 else day.year - 1)
    seen = PlacementFactory(year=year, person=UserFactory(given_name="Lupe", family_name="Arellano"))
    by = coach()
    LeadersCoachFactory(placement=seen, coach=by)
    LeadersCoachFactory(placement=PlacementFactory(year=year), coach=by)
    VisitFactory(placement=seen, coach=by, on=day - timedelta(days=14), words="Wait time is there.")
    return seen, by


def test_a_visit_is_recorded_on_a_phone_within_a_minute_and_six_presses(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any
) -> None:
    placement, by = lupe
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, by)
    page.goto(f"{live_server.url}/coaching/mine/")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    began, presses = monotonic(), 0
    page.get_by_role("link", name="I saw Lupe Arellano").click()
    expect(page.get_by_text("Wait time is there.")).to_be_visible()
    page.get_by_role("radio", name="Other day").check(force=True)
    expect(page.get_by_label("Which day")).to_be_visible()
    page.get_by_role("radio", name="Today").check(force=True)
    expect(page.get_by_label("Which day")).to_be_hidden()
    page.get_by_role("radio", name="In a talk").check(force=True)
    page.get_by_label("What you saw, three lines").fill("She plans two questions a lesson.")
    page.get_by_role("radio", name="In 2 weeks").check(force=True)
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("button", name="Save visit").click()
    presses += 5
    expect(page.get_by_text("Recorded: you saw Lupe Arellano")).to_be_visible()
    assert (presses <= 6, monotonic() - began < 60) == (True, True)
    visit = Visit.objects.latest("pk")
    assert (visit.placement, visit.where, visit.words) == (
        placement,
        "talk",
        "She plans two questions a lesson.",
    )
    assert (visit.on, visit.look_again) == (today(), today() + timedelta(days=14))


def test_a_visit_without_a_network_stays_on_the_phone_and_goes_out_once(
    live_server: Any, page: Page, lupe: Any
) -> None:
    placement, by = lupe
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, by)
    page.goto(f"{live_server.url}/coaching/with/{placement.pk}/saw/")
    page.get_by_label("What you saw, three lines").fill("Grade 7, fractions.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Save visit").click()
    expect(page.get_by_role("status").last).to_have_text(
        "No network. It stays on this phone and goes out by itself."
    )
    assert Visit.objects.filter(words="Grade 7, fractions.").count() == 0
    page.context.set_offline(False)
    expect(page.get_by_text("that waited on this phone is saved")).to_be_visible()
    page.goto(f"{live_server.url}/coaching/mine/")
    expect(page.get_by_role("heading", name="My leaders")).to_be_visible()
    assert Visit.objects.filter(words="Grade 7, fractions.", coach=by).count() == 1


@pytest.mark.parametrize("width", [390, 1280])
def test_a_manager_deals_the_leaders_of_a_school_out(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any, width: int
) -> None:
    placement, by = lupe
    other = PlacementFactory(year=placement.year, school=placement.school)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/coaching/coaches/")
    expect(page.get_by_text("1 leader has no coach.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name=placement.school.name).click()
    expect(page.get_by_role("button", name="They coach these leaders")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_label("Coach", exact=True).select_option(label=by.name)
    page.get_by_role("button", name="They coach these leaders").click()
    expect(page.get_by_text("coaches 1 leader more now")).to_be_visible()
    assert LeadersCoach.objects.current().get(placement=other).coach == by
