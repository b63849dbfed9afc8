"""A year's offerings are drafted, typed, written and published in a browser; schools say what they expect."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pathways.imports import load_program
from pathways.models import IltExpectation, Offering, ProgramYear
from tests.browser.test_pathways import Judge, look_at, sign_in
from tests.browser.turning import turn
from tests.factories.pathways import OfferingFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, manager, principal_of


@pytest.fixture
def year(transactional_db: None, settings: Any) -> ProgramYear:
    settings.DEMO = True
    load_program()
    year: ProgramYear = ProgramYearFactory(first=timezone.localdate().year + 1)
    SchoolFactory(name="Echo Park Elementary")
    return year


def test_a_manager_drafts_a_year_types_its_days_and_publishes_it(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: ProgramYear
) -> None:
    sign_in(page, live_server, manager())
    address = f"{live_server.url}/offerings/years/{year.label}/"
    look_at(page, address, axe, no_sideways_scroll)
    turn(page.get_by_role("button", name="Draft the 6 that are missing"))
    look_at(page, address, axe, no_sideways_scroll)
    offering = Offering.objects.get(role__slug="team-lead")
    row, later = page.locator(f"#role-{offering.role_id}"), offering.answer_by + timedelta(days=7)
    answered = row.get_by_label("Offer answered by")
    answered.fill((offering.closes - timedelta(days=1)).isoformat())
    answered.blur()
    expect(row).to_contain_text("nobody can answer before")
    axe(page)
    # Typed digit by digit, as people do; the row is saved when it is left.
    answered.press_sequentially(f"{later:%m%d%Y}", delay=120)
    expect(answered).to_have_value(later.isoformat())
    row.get_by_label("Places").focus()
    expect(row).not_to_contain_text("Saved")
    row.get_by_label("Places").blur()
    expect(row).to_contain_text("Saved")
    offering.refresh_from_db()
    assert offering.answer_by == later
    row.get_by_text("Publish").click()
    turn(page.get_by_role("button", name="Publish what is ticked"))
    expect(page.locator(f"#role-{offering.role_id}")).to_contain_text("Published")
    assert Offering.objects.exclude(published_version=None).count() == 1


def test_an_offering_is_written_beside_how_a_teacher_reads_it(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: ProgramYear
) -> None:
    before = {"opens": 180, "closes": 90, "cosign_by": 75, "answer_by": 45}
    days = {name: year.starts - timedelta(days=number) for name, number in before.items()}
    offering = OfferingFactory(year=year, **days)
    sign_in(page, live_server, manager())
    address = f"{live_server.url}/offerings/{offering.pk}/write/"
    look_at(page, address, axe, no_sideways_scroll)
    page.get_by_label("What the teacher promises").fill("I engage fully and gladly.")
    turn(page.get_by_role("button", name="Add a deliverable"))
    expect(page.get_by_label("What the teacher promises")).to_have_value("I engage fully and gladly.")
    page.get_by_label("Title").fill("Plan of the year")
    page.get_by_label("Due").fill(year.starts.isoformat())
    turn(page.get_by_role("button", name="Save"))
    expect(page.locator("aside ins").first).to_be_visible()
    expect(page.locator("aside")).to_contain_text("Plan of the year")
    axe(page)
    no_sideways_scroll(page)


def test_a_principal_says_what_the_school_expects_on_one_page(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: ProgramYear
) -> None:
    school, today = SchoolFactory(), timezone.localdate()
    days = {"opens": today, "closes": today + timedelta(days=30), "cosign_by": today + timedelta(days=40)}
    offerings = [OfferingFactory(year=year, **days, answer_by=today + timedelta(days=60)) for _ in range(2)]
    sign_in(page, live_server, principal_of(school))
    page.goto(live_server.url)
    turn(page.get_by_role("link", name="Write what your ILT expects of 2 roles"))
    axe(page)
    no_sideways_scroll(page)
    for offering in offerings:
        page.get_by_label(offering.role.name).fill(f"Leads {offering.role.name} weekly.")
    turn(page.get_by_role("button", name="Save for all 2 roles"))
    assert IltExpectation.objects.filter(school=school).count() == 2
