"""A layout of a payroll office in a real browser: typed, mended, published by somebody else; on a desk and a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.browser.test_look import PHONE, sign_in
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_layout_is_typed_mended_and_published_by_somebody_else(
    live_server: Any, page: Page, settings: Any, axe: Judge, no_sideways_scroll: Judge, size: Any
) -> None:
    settings.DEMO = True
    year = Year()
    year.leader()
    year.close()
    approved(year)
    preparer, approver = (
        HatFactory(kind=kind, person=UserFactory(verified=True)).person for kind in ("preparer", "approver")
    )

    def look() -> None:
        axe(page)
        no_sideways_scroll(page)

    def come(person: Any, where: str) -> None:
        page.context.clear_cookies()
        page.set_viewport_size(DESK)
        sign_in(page, live_server.url, person.email)
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}{where}")

    come(preparer, "/stipends/layouts/new/")
    expect(page.get_by_role("heading", name="Draft a layout of payroll")).to_be_visible()
    look()
    page.get_by_label("Name", exact=True).fill("District payroll")
    page.get_by_label("Header of Payee number").fill("Employee No")
    page.get_by_label("Place of Role").fill("1")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("heading", name="Please look at this first")).to_be_visible()
    expect(page.get_by_label("Header of Payee number")).to_have_value("Employee No")
    look()
    page.get_by_label("Place of Role").fill("6")
    page.get_by_label("Header of Role").fill("Job")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_role("heading", name="On a run")).to_be_visible()
    look()
    address = page.url.removeprefix(live_server.url)
    come(approver, address)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("This is in force now.")).to_be_visible()
    page.goto(f"{live_server.url}/stipends/layouts/")
    expect(page.get_by_role("link", name="District payroll")).to_be_visible()
    look()
