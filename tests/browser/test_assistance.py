"""Assistance in a real browser, on a phone: drafted, approved by another, sent to payroll, and read by its fellow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fellows.models import Award
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.browser.test_look import PHONE
from tests.browser.turning import turn
from tests.factories.stipends import preparer
from tests.stipends.assistance import Due

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


def test_an_award_goes_from_a_draft_to_payroll_and_its_fellow_reads_it(
    live_server: Any, page: Page, settings: Any, axe: Judge, no_sideways_scroll: Judge
) -> None:
    settings.DEMO = True
    at = Due()
    page.set_viewport_size(PHONE)

    def look() -> None:
        axe(page)
        no_sideways_scroll(page)

    def come(person: Any, where: str) -> None:
        page.context.clear_cookies()
        sign_in(page, live_server.url, person)
        page.goto(f"{live_server.url}{where}")

    come(at.by, f"/fellows/{at.fellow.pk}/assistance/")
    look()
    page.get_by_role("link", name="Draft an award").click()
    turn(page.get_by_role("button", name="Save the draft"))
    look()
    page.get_by_label("Why").fill("The fall term.")
    page.get_by_label("Dollars, part 1").fill("1,500")
    page.get_by_label("Due, part 1").fill(today().isoformat())
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_text("or a finance approver, approves it")).to_be_visible()
    look()
    award = Award.objects.get()
    come(at.second, f"/fellows/assistance/{award.pk}/approve/")
    look()
    page.get_by_role("button", name="Approve this award").click()
    expect(page.get_by_text("$1,500.00 approved. The fellow is told by mail.")).to_be_visible()
    for where in ("/fellows/assistance/", f"/fellows/cohorts/{at.cohort.pk}/assistance/"):
        page.goto(f"{live_server.url}{where}")
        look()
    turn(page.get_by_role("link", name="Change the budget"))
    look()
    come(preparer(), "/stipends/assistance/")
    look()
    turn(page.get_by_role("button", name="Make the file for payroll"))
    look()
    turn(page.get_by_role("link", name="A payment came back…"))
    look()
    come(at.fellow.person, "/fellows/assistance/")
    expect(page.get_by_role("heading", name="Your assistance")).to_be_visible()
    expect(page.get_by_text("$1,500.00 is on its way.")).to_be_visible()
    look()
