"""From a teacher's draft to an accepted offer, in a real browser; axe judges each page, and a phone's width."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from applications.models import Application
from applications.queries.evidence import differences
from notifications.models import Message
from pathways.models import Placement
from people.queries import today
from tests.browser.turning import turn
from tests.factories.applications import ANSWERS, ApplicationFactory, ReviewFactory, code_of
from tests.factories.pathways import CohortFactory, IltExpectationFactory, OfferingFactory
from tests.factories.people import PASSWORD, SchoolFactory, manager, principal_of, teacher_at

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
SHOTS = os.environ.get("SHOTS", "")


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_attached()


@pytest.fixture
def look(axe: Judge, no_sideways_scroll: Judge) -> Callable[[Page, str], None]:
    """Judge a page at both widths; with SHOTS set, keep pictures of it there."""

    def judge(page: Page, name: str) -> None:
        axe(page)
        no_sideways_scroll(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-1280.png", full_page=True)
            page.set_viewport_size({"width": 390, "height": 844})
            page.screenshot(path=Path(SHOTS) / f"{name}-390.png", full_page=True)
            page.set_viewport_size({"width": 1280, "height": 900})

    return judge


@pytest.fixture
def someone(browser: Browser, browser_context_args: dict[str, Any]) -> Any:
    """`someone()`: a page in a browser of its own."""
    contexts = []

    def open_one() -> Page:
        contexts.append(browser.new_context(**browser_context_args))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def open_offering() -> Any:
    day = today()
    offering = OfferingFactory(opens=day - timedelta(days=9), closes=day + timedelta(days=9))
    CohortFactory(role=offering.role, name="Secondary Math")
    return offering


def apply(page: Page, url: str, offering: Any, look: Any) -> None:
    page.goto(f"{url}/applications/")
    look(page, "mine-empty")
    turn(page.get_by_role("link", name=offering.role.name))
    look(page, "new")
    page.get_by_role("button", name="Start the application").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "new-refused")
    page.get_by_label("Cohort").select_option(label="Secondary Math")
    page.get_by_role("button", name="Start the application").click()
    page.locator("#id_time").fill(ANSWERS["time"])
    turn(page.get_by_role("button", name="Save the draft"))
    look(page, "edit")
    for about, words in ANSWERS.items():
        page.locator(f"#id_{about}").fill(words)
    page.get_by_role("button", name="Save and check").click()


def test_the_way_of_an_application(
    live_server: Any, page: Page, someone: Any, look: Any, settings: Any, open_offering: Any
) -> None:
    settings.DEMO = True
    url, school = live_server.url, SchoolFactory(name="Sample Avenue School")
    teacher = teacher_at(school, given_name="Ana", family_name="Ruiz", verified=True)
    principal = principal_of(school, given_name="Joy", family_name="Rivera")
    IltExpectationFactory(school=school, offering=open_offering)
    sign_in(page, url, teacher.email)
    apply(page, url, open_offering, look)
    look(page, "check")
    page.get_by_label("Type your name to sign").fill("Ana Ruiz")
    page.locator("label[for$=consent]").click()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.locator("main")).to_contain_text("Waiting for Joy Rivera since today")
    look(page, "detail")
    cosign_by_code(someone(), url, principal, look)
    application = Application.objects.get()
    assert application.state == "cosigned"
    assert differences() == []
    decide(someone(), url, application, look)
    page.goto(f"{url}/applications/{application.pk}/")
    look(page, "offered")
    page.get_by_role("button", name="Accept the offer").click()
    expect(page.locator("main")).to_contain_text("Your placement is on record")
    assert Placement.objects.get().person == teacher


def cosign_by_code(page: Page, url: str, principal: Any, look: Any) -> None:
    token = re.search(r"/cosign/([^/\s]+)/", Message.objects.get(to_person=principal).body)
    assert token is not None
    page.goto(f"{url}/cosign/{token.group(1)}/")
    look(page, "link")
    turn(page.get_by_role("button", name="Send me a code"))
    look(page, "code")
    code = code_of(Message.objects.get(template="applications/cosign_code"))
    page.get_by_label("Code from the mail").fill(code)
    turn(page.get_by_role("button", name="Go on"))
    look(page, "cosign")
    page.get_by_label("Type your name to sign").fill("joy rivera")
    page.locator("label[for$=consent]").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    look(page, "thanks")


def decide(page: Page, url: str, application: Application, look: Any) -> None:
    staff, reader = manager(verified=True), manager(given_name="Max", family_name="Reader")
    sign_in(page, url, staff.email)
    page.goto(f"{url}/applications/")
    look(page, "staff-list")
    page.get_by_role("link", name="Ana Ruiz", exact=True).click()
    turn(page.get_by_role("link", name="Ask someone to read…"))
    page.get_by_label("Who reads").select_option(label="Max Reader")
    turn(page.get_by_role("button", name="Ask", exact=True))
    look(page, "staff-detail")
    page.goto(f"{url}/decisions/{application.offering_id}/")
    turn(page.get_by_role("link", name="Ana Ruiz", exact=True))
    look(page, "stage")
    page.get_by_text("Offer", exact=True).click()
    page.get_by_label("Reason", exact=True).select_option(value="strongest")
    page.get_by_label("Why without a review").fill("The only one who applied.")
    turn(page.get_by_role("button", name="Stage"))
    look(page, "panel")
    turn(page.get_by_role("link", name="Check and release"))
    look(page, "release")
    page.get_by_role("button", name="Release all and send 1 mail").click()
    expect(page.locator("main")).to_contain_text("1 released, one mail each.")
    page.goto(f"{url}/decisions/")
    look(page, "decisions")
    page.goto(f"{url}/records/{application.records.get().sha256}/")
    look(page, "record")
    assert reader.pk


def test_the_desk_and_the_readers_pages(
    live_server: Any, page: Page, someone: Any, look: Any, settings: Any, open_offering: Any
) -> None:
    settings.DEMO = True
    url, school = live_server.url, SchoolFactory()
    principal = principal_of(school, verified=True)
    for _ in range(2):
        ApplicationFactory(school=school, offering=open_offering, submitted=True, signer=principal)
    sign_in(page, url, principal.email)
    page.goto(f"{url}/cosign/")
    look(page, "desk")
    page.locator("main tbody a").first.click()
    page.get_by_text("Send back for changes").click()
    page.get_by_role("button", name="Send back", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "cosign-refused")
    page.goto(f"{url}/cosign/nothing-like-a-token/")
    look(page, "dead-link")
    reader = manager(verified=True)
    ReviewFactory(reviewer=reader, application__offering=open_offering)
    readers = someone()
    sign_in(readers, url, reader.email)
    readers.goto(f"{url}/review/")
    look(readers, "queue")
    turn(readers.locator("main tbody a").first)
    look(readers, "review")
    readers.get_by_role("button", name="Hand in").click()
    expect(readers.get_by_role("alert")).to_be_visible()
    look(readers, "review-refused")
