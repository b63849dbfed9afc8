"""Names as long as a column and from right to left, in a real browser on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.pathways import PlacementFactory
from tests.factories.people import PASSWORD, UserFactory, registrar

PHONE = {"width": 390, "height": 844}
NAMES = [
    ("W" + "olfeschlegel" * 8, "Kamehamehakaleleokalani" * 4),
    ("Suharno", ""),
    ("علي", "حسن"),
    ("민준", "김"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("given", "family"), NAMES)
def test_no_name_makes_a_page_wider_than_a_phone(
    live_server: Any, page: Page, no_sideways_scroll: Callable[[Page], None], given: str, family: str
) -> None:
    me = UserFactory(verified=True, given_name=given, family_name=family)
    placement = PlacementFactory(person=me)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Email").fill(me.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/")
    for path in (f"/placements/{placement.pk}/", "/profile/"):
        page.goto(f"{live_server.url}{path}")
        no_sideways_scroll(page)
    page.goto(f"{live_server.url}/placements/{placement.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{given} {family}".strip())


@pytest.mark.django_db(transaction=True)
def test_a_name_of_a_hundred_letters_makes_no_list_wider_than_a_desk(
    live_server: Any, page: Page, no_sideways_scroll: Callable[[Page], None], settings: Any
) -> None:
    settings.DEMO = True
    me = registrar(verified=True)
    UserFactory(given_name="Ana", family_name="W" + "o" * 99)
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Email").fill(me.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/people/?q=wooo")
    expect(page.get_by_role("link", name="Ana Wooo")).to_be_visible()
    no_sideways_scroll(page)
    page.set_viewport_size({"width": 1280, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
