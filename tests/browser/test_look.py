"""The look in a real browser, at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.factories.applications import ApplicationFactory
from tests.factories.people import PASSWORD, UserFactory, manager
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
Judge = Callable[[Page], None]


@pytest.fixture
def watched(page: Page) -> Page:
    """A page that remembers what its CSP refused."""
    page.refused = []  # type: ignore[attr-defined]
    page.on("console", lambda m: page.refused.append(m.text) if "Content Security" in m.text else None)  # type: ignore[attr-defined]
    return page


def sign_in(page: Page, url: str, email: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_attached()


@pytest.mark.parametrize(
    "path",
    [
        "/design/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/nowhere/",
    ],
)
def test_a_page_open_to_all_is_accessible_and_fits_a_phone(
    live_server: Any, watched: Page, axe: Judge, no_sideways_scroll: Judge, settings: Any, path: str
) -> None:
    settings.DEMO = True
    watched.goto(live_server.url + path)
    axe(watched)
    no_sideways_scroll(watched)
    watched.set_viewport_size(PHONE)
    axe(watched)
    assert watched.refused == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "path",
    ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"],
)
def test_a_page_of_ones_own_account_is_accessible_and_fits_a_phone(
    live_server: Any, watched: Page, axe: Judge, no_sideways_scroll: Judge, path: str
) -> None:
    sign_in(watched, live_server.url, UserFactory(verified=True).email)
    watched.goto(live_server.url + path)
    axe(watched)
    no_sideways_scroll(watched)
    assert watched.refused == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("width", "head", "cell", "label"),
    [
        (480, "none", "flow-root", '"Signer"'),
        (767, "none", "flow-root", '"Signer"'),
        (768, "table-header-group", "table-cell", "none"),
    ],
)
def test_a_list_is_cards_with_each_label_once_below_768_and_a_table_from_there(
    live_server: Any, page: Page, settings: Any, width: int, head: str, cell: str, label: str
) -> None:
    settings.DEMO = True  # where staff need no second factor
    ApplicationFactory(submitted=True)
    sign_in(page, live_server.url, manager(verified=True).email)
    page.goto(f"{live_server.url}/applications/")
    page.set_viewport_size({"width": width, "height": 844})
    one = page.locator("td[data-label=Signer]")
    assert page.locator("thead").evaluate("e => getComputedStyle(e).display") == head
    assert one.evaluate("e => getComputedStyle(e).display") == cell
    assert one.evaluate("e => getComputedStyle(e, '::before').content") == label


def test_a_list_of_many_columns_and_a_chart_scroll_sideways_at_no_width(
    live_server: Any, page: Page, settings: Any, no_sideways_scroll: Judge
) -> None:
    settings.DEMO = True
    ApplicationFactory(submitted=True, school__name="Theodore Roosevelt Senior High School of the Arts")
    SessionFactory(title="Summer Institute, day 1", closed=True)
    sign_in(page, live_server.url, manager(verified=True).email)
    for path in ("/applications/", "/placements/", "/messages/", "/reports/"):
        page.goto(live_server.url + path)
        no_sideways_scroll(page)


def test_what_waits_stands_in_the_head_of_every_page_and_moves_nothing(live_server: Any, page: Page) -> None:
    me = UserFactory(verified=True)
    ApplicationFactory(person=me)
    sign_in(page, live_server.url, me.email)
    page.set_viewport_size(PHONE)
    # Else it stands in the page from the start, for home has counted it.
    cache.clear()
    page.route("**/waiting/", lambda route: route.abort())
    page.goto(f"{live_server.url}/pathways/")
    expect(page.get_by_text("What waits for me")).to_be_hidden()
    before = page.locator("main").bounding_box()
    page.unroute("**/waiting/")
    page.reload()
    expect(page.get_by_role("link", name="1 waiting")).to_be_visible()
    assert page.locator("main").bounding_box() == before


def test_a_refused_form_speaks_first_and_each_line_leads_to_its_field(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge
) -> None:
    page.goto(f"{live_server.url}/accounts/signup/")
    page.get_by_label("First name").fill("Ana")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("First name")).to_have_value("Ana")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("link", name="Email").click()
    expect(page.get_by_label("Email")).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(live_server: Any, page: Page, axe: Judge) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/accounts/login/")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Create an account")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(link).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()


def test_the_menu_is_simply_open_without_javascript(live_server: Any, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Sign in")).to_be_visible()
    context.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_someone_signs_in_and_out_again(live_server: Any, page: Page) -> None:
    sign_in(page, live_server.url, UserFactory(verified=True).email)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_words_typed_before_the_session_ended_are_given_back(
    live_server: Any, page: Page, settings: Any
) -> None:
    settings.DEMO = True
    page.goto(f"{live_server.url}/design/")
    words = page.get_by_label("Your words").first
    words.fill("A long answer")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="What you typed is not lost")).to_be_visible()
    expect(page.get_by_label("Essay")).to_have_value("A long answer")
    page.get_by_role("link", name="Open the form again").click()
    expect(words).to_have_value("")
    page.get_by_role("button", name="Put it back").click()
    expect(words).to_have_value("A long answer")
