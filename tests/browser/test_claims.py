"""A claim in a real browser: filled in by the office, sent back with words, mended, approved; on a desk and a phone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from common.clock import LOS_ANGELES
from people.queries import today
from stipends.models import SubstituteClaim
from tests.browser.conftest import DESK
from tests.browser.test_look import PHONE, sign_in
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import SchoolAllowanceFactory, clerk_at
from tests.stipends.ahead import Ahead
from tests.stipends.claims import School

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_substitutes_are_named_before_the_day_comes(
    live_server: Any, page: Page, settings: Any, axe: Judge, no_sideways_scroll: Judge, size: Any
) -> None:
    settings.DEMO = True
    wednesday = today() + timedelta(days=(2 - today().weekday()) % 7 or 7)
    at = Ahead(2, starts_at=datetime.combine(wednesday, time(9), LOS_ANGELES))
    clerk = clerk_at(at.school, verified=True)
    sign_in(page, live_server.url, clerk.email)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/stipends/claims/schools/{at.school.pk}/")
    page.get_by_role("link", name="Name substitutes").click()
    expect(page.get_by_role("heading", name="Name substitutes")).to_be_visible()
    first, second = sorted(at.leaders, key=lambda one: one.sort_name)
    page.get_by_label(f"Substitute for {first.name}", exact=True).fill("R. Dunn")
    page.get_by_label(f"Substitute for {second.name}", exact=True).fill("R. Dunn")
    page.get_by_label(f"How long they cover for {first.name}").select_option("Whole day")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Please look at this first")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label(f"Substitute for {second.name}", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 of 2 covered")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_claim_goes_from_the_roster_to_approval(
    live_server: Any, page: Page, settings: Any, axe: Judge, no_sideways_scroll: Judge, size: Any
) -> None:
    settings.DEMO = True
    at = School(teachers=2)
    SchoolAllowanceFactory(school=at.school, year=at.year)
    clerk = clerk_at(at.school, verified=True)
    approver = HatFactory(kind="approver", person=UserFactory(verified=True)).person

    def look() -> None:
        axe(page)
        no_sideways_scroll(page)

    def come(person: Any, where: str) -> None:
        page.context.clear_cookies()
        page.set_viewport_size(DESK)
        sign_in(page, live_server.url, person.email)
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}{where}")

    come(clerk, f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}")
    look()
    page.get_by_role("button", name="Fill it in").click()
    first, second = (line.teacher.name for line in SubstituteClaim.objects.get().lines.all())
    page.get_by_label(f"Substitute for {first}", exact=True).fill("R. Dunn")
    page.get_by_label(f"Cost, $ for {first}").fill("121.56")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text(f"Name the substitute of {second}")).to_be_visible()
    look()
    page.get_by_label(f"Substitute for {second}", exact=True).fill("S. Patel")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("Sent. You read here what becomes of it.")).to_be_visible()
    claim = SubstituteClaim.objects.get()
    come(approver, f"/stipends/claims/{claim.pk}/")
    look()
    page.get_by_label("What should the school change?").fill("S. Patel covered a whole day.")
    page.get_by_role("button", name="Send back with this note").click()
    expect(page.get_by_text("Sent back. Whoever sent it reads your note in a mail.")).to_be_visible()
    come(clerk, f"/stipends/claims/{claim.pk}/")
    expect(page.get_by_text("S. Patel covered a whole day.").first).to_be_visible()
    page.get_by_label(f"Days covered for {second}").fill("1")
    page.get_by_role("button", name="Send for approval").click()
    expect(page.get_by_text("Sent. You read here what becomes of it.")).to_be_visible()
    come(approver, "/stipends/claims/")
    look()
    page.get_by_role("link", name=at.school.name).click()
    page.get_by_role("button", name="Approve $291.74").click()
    expect(page.get_by_text(f"Approved: $291.74 for {at.school}.")).to_be_visible()
    look()
    come(clerk, f"/stipends/claims/schools/{at.school.pk}/?year={at.year.label}")
    expect(page.get_by_text("$4,908.26").first).to_be_visible()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_finance_makes_the_file_of_claims_and_records_that_all_of_it_was_paid(
    live_server: Any, page: Page, settings: Any, axe: Judge, no_sideways_scroll: Judge, size: Any
) -> None:
    settings.DEMO = True
    at = School(teachers=2)
    at.approved()
    preparer = HatFactory(kind="preparer", person=UserFactory(verified=True)).person
    sign_in(page, live_server.url, preparer.email)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/stipends/claims/files/")
    expect(page.get_by_role("heading", name="2026-27: 1 approved claim, $194.50")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Make the file, one row a claim").click()
    expect(page.get_by_text("The file substitutes-2026-27-file-1-generic.csv is ready.")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download").click()
    assert taken.value.suggested_filename == "substitutes-2026-27-file-1-generic.csv"
    page.get_by_role("link", name="All of it was paid…").click()
    expect(page.get_by_label("Date of payment")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Record that all of it was paid").click()
    expect(page.get_by_text("All of it is paid.")).to_be_visible()
    axe(page)
