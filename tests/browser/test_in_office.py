"""Leaders in office are taken over, and a role is renewed: judged by axe at both widths."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from applications.models import Application
from pathways.models import Offering, Placement
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.browser.turning import tick, turn
from tests.factories.applications import principal_for
from tests.factories.files import PDF
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager

Judge = Callable[[Page], None]


@pytest.fixture
def look(axe: Judge, no_sideways_scroll: Judge) -> Judge:
    def judge(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return judge


@pytest.fixture(autouse=True)
def _demo(transactional_db: None, settings: Any) -> None:
    settings.DEMO = True


def first_year() -> int:
    """The calendar year in which the program year of today begins."""
    day: date = today()
    return day.year if day.month >= 7 else day.year - 1


def open_now(**given: Any) -> Offering:
    day = today()
    days = {"opens": day - timedelta(days=9), "closes": day + timedelta(days=30)}
    later = {"cosign_by": day + timedelta(days=40), "answer_by": day + timedelta(days=60)}
    offering: Offering = OfferingFactory(**days, **later, **given)
    return offering


def test_a_manager_takes_over_and_the_leader_signs(
    live_server: Any, page: Page, look: Judge, tmp_path: Any
) -> None:
    year = ProgramYearFactory(first=first_year())
    offering = open_now(year=year)
    school = SchoolFactory(name="Jordan High School")
    principal_for(school)
    ana, ben = (UserFactory(given_name=name, family_name="Ruiz", verified=True) for name in ("Ana", "Ben"))
    for leader in (ana, ben):
        PostFactory(person=leader, school=school)
    staff, since = manager(), f"{year.starts:%Y-%m-%d}"
    sign_in(page, live_server.url, staff)
    page.goto(f"{live_server.url}/placements/in-office/")
    look(page)
    turn(page.get_by_role("button", name="Take this leader over"))
    look(page)
    page.get_by_label("Email or external id of the leader").fill(ana.email)
    page.get_by_label("Role", exact=True).select_option(label=offering.role.name)
    page.get_by_label("School", exact=True).select_option(label=school.name)
    page.get_by_label("First day in the role this year").fill(since)
    page.get_by_label("How it is known").fill("Her letter of July.")
    page.get_by_text("Both signed on paper: add it below").click()
    page.get_by_label("Who signed").fill("Ana Ruiz and Dana Lee")
    page.get_by_label("Day it was signed").fill(since)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    page.get_by_label("The signed paper").set_input_files(scan)
    turn(page.get_by_role("button", name="Take this leader over"))
    expect(page.get_by_role("main")).to_contain_text("Signed on paper on")
    look(page)
    turn(page.get_by_role("link", name="Take over many from a file"))
    page.get_by_role("textbox", name=re.compile("^Lines")).fill(
        f"email,role,school,starts,reason\n{ben.email},{offering.role.name},{school.name},{since},The list"
    )
    turn(page.get_by_role("button", name="Show what it comes to"))
    expect(page.get_by_role("heading", name="1 leader is new")).to_be_visible()
    look(page)
    turn(page.get_by_role("button", name="Take over 1 leader"))
    look(page)
    placement = Placement.objects.get(person=ben)
    page.goto(f"{live_server.url}/placements/{placement.pk}/paper/")
    look(page)
    page.context.clear_cookies()
    sign_in(page, live_server.url, ben)
    page.goto(live_server.url)
    turn(page.get_by_role("main").get_by_role("link", name="Sign for your role").first)
    look(page)
    page.goto(f"{live_server.url}/placements/{placement.pk}/")
    expect(page.get_by_role("main")).to_contain_text("Not signed by both yet")
    look(page)


def test_a_manager_invites_and_a_leader_renews(live_server: Any, page: Page, look: Judge) -> None:
    this_year = ProgramYearFactory(first=first_year())
    offering = open_now(year=ProgramYearFactory(first=first_year() + 1))
    post = PostFactory(person=UserFactory(given_name="Ana", family_name="Ruiz", verified=True))
    PlacementFactory(person=post.person, school=post.school, role=offering.role, year=this_year)
    gone = PlacementFactory(role=offering.role, year=this_year)
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/renewals/")
    look(page)
    turn(page.get_by_role("main").get_by_role("link", name=offering.role.name))
    expect(page.get_by_role("row", name=gone.person.name)).to_contain_text("Has no position at")
    look(page)
    turn(page.get_by_role("button", name="Invite the ticked leaders"))
    expect(page.get_by_role("alert")).to_contain_text("Tick whom you invite.")
    look(page)
    tick(page, "Ana Ruiz")
    turn(page.get_by_role("button", name="Invite the ticked leaders"))
    look(page)
    turn(page.get_by_role("button", name="Send 1 mail"))
    expect(page.get_by_role("main")).to_contain_text("1 leader was invited.")
    look(page)
    page.context.clear_cookies()
    sign_in(page, live_server.url, post.person)
    page.goto(live_server.url)
    turn(page.get_by_role("main").get_by_role("link", name=f"Go on as {offering.role.name}?").first)
    look(page)
    turn(page.get_by_role("button", name="Begin"))
    look(page)
    assert Application.objects.get().renews.person == post.person
    page.goto(f"{live_server.url}/pathways/{offering.role.pathway.slug}/")
    expect(page.get_by_role("link", name="Renew")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("1 place, 1 free")
    look(page)
