"""On a phone: the talk that closes a cycle, support from the first line to the last word, a goal with its notes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coaching.models import CoachingCycle, SupportRequest, Visit
from pathways.models import GoalNote
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.factories.coaching import CycleFactory, LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory, ProgramYearFactory, SchoolGoalFactory
from tests.factories.people import UserFactory, manager, principal_of

Judge = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def lupe(transactional_db: None, settings: Any) -> Any:
    """Lupe, a leader of this year, and her coach."""
    settings.DEMO = True
    day = today()
    year = ProgramYearFactory(first=day.year if day.month >= 7 else day.year - 1)
    placement = PlacementFactory(
        year=year, starts=year.starts, person=UserFactory(given_name="Lupe", family_name="Arellano")
    )
    by = coach(given_name="Ida", family_name="Moreno")
    LeadersCoachFactory(placement=placement, coach=by)
    return placement, by


def test_the_talk_asks_for_what_closing_needs_and_closes_the_cycle(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any
) -> None:
    placement, by = lupe
    day = today()
    cycle = CycleFactory(
        placement=placement,
        coach=by,
        state="feedback",
        planned_on=None,
        due=day + timedelta(days=20),
        goal="Every student answers",
    )
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, by)
    page.goto(f"{live_server.url}/coaching/{cycle.pk}/")
    expect(page.get_by_role("heading", name="Coaching talk")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_label("What you agreed, in their words").fill("Two questions on paper each lesson.")
    page.get_by_role("button", name="Save and close the cycle").click()
    expect(page.get_by_role("alert")).to_contain_text("Write down an action step")
    expect(page.get_by_label("What you agreed, in their words")).to_have_value(
        "Two questions on paper each lesson."
    )
    axe(page)
    page.get_by_label("Step 1 (needed to close the cycle)").fill("Bring ten papers on Friday")
    page.get_by_role("button", name="Save and close the cycle").click()
    expect(page.get_by_text("The talk is recorded, and the cycle is closed.")).to_be_visible()
    page.get_by_role("link", name="Say what came of them").click()
    expect(page.get_by_role("heading", name="Action steps")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text("Looked back")).to_be_visible()
    found = CoachingCycle.objects.get()
    assert (found.state, found.action_steps.get().came_of) == ("closed", "done")


def test_support_goes_from_the_first_line_to_a_word_from_both(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any
) -> None:
    placement, by = lupe
    page.set_viewport_size(PHONE)

    def opened(person: Any, address: str) -> None:
        sign_in(page, live_server.url, person)
        page.goto(f"{live_server.url}{address}")

    opened(placement.person, "/support/")
    page.get_by_role("link", name="Ask for support").click()
    page.get_by_label("What do you need help with?").fill("Small groups in grade 2")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name="Small groups in grade 2")).to_be_visible()
    opened(manager(), "/support/")
    expect(page.get_by_text("1 request has nobody yet")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("link", name="Assign a coach to Small groups in grade 2").click()
    page.get_by_label("Coach").select_option(label="Ida Moreno: 1 leader, 0 requests")
    axe(page)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Ida Moreno comes. Both get a mail.")).to_be_visible()
    opened(by, f"/coaching/with/{placement.pk}/saw/")
    expect(page.get_by_role("radio", name="Small groups in grade 2")).to_be_checked()
    axe(page)
    page.get_by_role("button", name="Save visit").click()
    expect(page.get_by_text("Recorded: you saw Lupe Arellano")).to_be_visible()
    row = SupportRequest.objects.get()
    page.goto(f"{live_server.url}/support/{row.pk}/answer/")
    page.get_by_label("In a line").fill("We ran the first group together.")
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("The leader is asked for a word now")).to_be_visible()
    opened(placement.person, "/")
    page.get_by_role("link", name="Did it help? Small groups in grade 2").click()
    expect(page.get_by_text("We ran the first group together.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="It helped: close it").click()
    page.get_by_label("In a line").fill("Yes, the second one I ran alone.")
    page.get_by_role("button", name="It helped").click()
    expect(page.get_by_text("Closed. Thank you.")).to_be_visible()
    row.refresh_from_db()
    assert (row.state, Visit.objects.get().request) == ("closed", row)


def test_how_far_a_goal_is_is_noted_on_a_phone_and_the_line_says_it(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, lupe: Any
) -> None:
    placement, _ = lupe
    goal = SchoolGoalFactory(
        school=placement.school, year=placement.year, wanted="Students in two arts courses"
    )
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, principal_of(placement.school))
    page.goto(f"{live_server.url}/schools/{placement.school.slug}/goals/")
    page.get_by_role("link", name="Students in two arts courses").first.click()
    expect(page.get_by_role("heading", name="How far is it?")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_label("Where it is now").fill("431")
    page.get_by_label("In words").fill("Two ceramics sections filled")
    page.get_by_role("button", name="Save this note").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    expect(page.get_by_text("Two ceramics sections filled").first).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    note = GoalNote.objects.get()
    assert (note.goal, note.number, note.day) == (goal, 431, today())
