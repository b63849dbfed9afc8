"""A coach on a phone: a visit in a few presses, also where there is no network; a manager deals leaders out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
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


SAVE = "Save visit"
KEEPS = "Object.keys(localStorage).filter(name => name.startsWith('visit:')).length"


def opened(page: Page, address: str, by: Any, placement: Any) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, address, by)
    page.goto(f"{address}/coaching/with/{placement.pk}/saw/")


def kept(by: Any) -> list[tuple[str, date]]:
    """What arrived since Lupe was seen two weeks ago, by its words."""
    arrived = Visit.objects.filter(coach=by, on__gt=today() - timedelta(days=14))
    return [(one.words, one.on) for one in arrived.order_by("words")]


def test_visits_that_meet_no_network_or_one_that_fails_stay_on_the_phone_and_go_out_once_with_their_day(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any
) -> None:
    placement, by = lupe
    yesterday = today() - timedelta(days=1)
    opened(page, live_server.url, by, placement)
    # Pressed the day before it is sent.
    page.clock.set_fixed_time(datetime.now(UTC) - timedelta(days=1))
    page.get_by_label("What you saw, three lines").fill("Grade 7, fractions.")
    page.context.set_offline(True)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text(f"No network. The visit to Lupe Arellano on {yesterday:%B %-d}")).to_be_visible()
    page.get_by_role("button", name="Record another visit").click()
    expect(page.get_by_label("What you saw, three lines")).to_have_value("")
    page.route("**/saw/", lambda route: route.abort())
    page.context.set_offline(False)
    page.get_by_label("What you saw, three lines").fill("And once more.")
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("stays on this phone and goes out by itself")).to_have_count(2)
    for judge in (axe, no_sideways_scroll):
        judge(page)
    assert kept(by) == []
    page.unroute("**/saw/")
    page.reload()
    expect(page.get_by_text(f"Recorded: you saw Lupe Arellano on {yesterday:%B %-d}.")).to_have_count(2)
    expect(page.get_by_text("was not saved")).to_have_count(0)
    assert kept(by) == [("And once more.", yesterday), ("Grade 7, fractions.", yesterday)]
    assert page.evaluate(KEEPS) == 0


def test_a_visit_typed_while_signed_out_goes_out_from_any_page_of_whoever_typed_it_and_of_nobody_else(
    live_server: Any, page: Page, lupe: Any, settings: Any
) -> None:
    placement, by = lupe
    other, home = coach(), f"{live_server.url}/"
    opened(page, live_server.url, by, placement)
    page.get_by_label("What you saw, three lines").fill("Grade 7, fractions.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("You are signed out. The visit to Lupe Arellano")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    expect(page.get_by_text("1 visit waits on this phone.")).to_be_visible()
    sign_in(page, live_server.url, other)
    page.goto(home)
    expect(page.get_by_text(other.name).first).to_be_attached()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Lupe Arellano")).to_have_count(0)
    assert (page.evaluate(KEEPS), kept(by), kept(other)) == (1, [], [])
    sign_in(page, live_server.url, by)
    page.goto(home)
    expect(page.get_by_text("Recorded: you saw Lupe Arellano")).to_be_visible()
    assert (page.evaluate(KEEPS), kept(by)) == (0, [("Grade 7, fractions.", today())])


def test_a_visit_that_waited_and_is_refused_is_opened_corrected_and_saved(
    live_server: Any, page: Page, axe: Judge, lupe: Any
) -> None:
    placement, by = lupe
    opened(page, live_server.url, by, placement)
    page.get_by_label("What you saw, three lines").fill("Grade 7, fractions.")
    page.get_by_role("radio", name="Other day").check(force=True)
    page.get_by_label("Which day").fill((today() + timedelta(days=3)).isoformat())
    page.context.set_offline(True)
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("stays on this phone and goes out by itself")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("could not be saved.")).to_be_visible()
    page.goto(f"{live_server.url}/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("What waits stays on this phone under your name")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out anyway")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Open it and correct it").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("This day is still to come.")
    expect(page.get_by_label("What you saw, three lines")).to_have_value("Grade 7, fractions.")
    expect(page.get_by_role("button", name="Forget it")).to_be_visible()
    axe(page)
    page.get_by_label("Which day").fill(today().isoformat())
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("Recorded: you saw Lupe Arellano")).to_be_visible()
    assert (page.evaluate(KEEPS), kept(by)) == (0, [("Grade 7, fractions.", today())])


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
