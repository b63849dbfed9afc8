"""A stipend policy without JSON: written in sentences beside three people, tried by examples, sent back, mended,
published by a second person."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stipends.models import StipendPolicy
from tests.browser.test_look import PHONE, sign_in
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import Year
from tests.stipends.policy.test_office import EVERYTHING, HEAD

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
EXAMPLES = HEAD + EVERYTHING + "Half,1440,2880,3,3,no,180,180,1000\n"


@pytest.fixture
def year(settings: Any) -> Year:
    settings.DEMO = True
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    return year


def office(kind: str) -> Any:
    return HatFactory(kind=kind, person=UserFactory(verified=True)).person


def as_(page: Page, live_server: Any, person: Any) -> None:
    """Signed in at a desk, where the button to sign out is seen; then as wide as before."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.clear_cookies()
    sign_in(page, live_server.url, person.email)
    page.set_viewport_size(size)


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
def test_a_preparer_writes_a_policy_without_json_and_a_second_person_publishes_it(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: Year, size: Any
) -> None:
    writer, second = office("preparer"), office("approver")
    page.set_viewport_size(size)
    as_(page, live_server, writer)
    page.goto(f"{live_server.url}/stipends/policies/new/")
    page.get_by_label("Role", exact=True).select_option(label=year.role.name)
    page.get_by_label("Program year").select_option(label="2026-27")
    page.get_by_label("Dollars for the whole year").fill("2,400")
    # As the guide says: whoever misses one session loses all of attendance.
    expect(page.locator("#beside .worked .figure__number").nth(1)).to_have_text("$960.00")
    page.get_by_role("radio", name="in proportion").check()
    expect(page.locator("#beside .worked .figure__number").nth(1)).to_have_text("$2,310.00")
    page.get_by_role("radio", name="in full from").check()
    page.get_by_label("Share of the minutes that pays in full").fill("95%")
    expect(page.locator("#beside .worked .figure__number").nth(1)).to_have_text("$960.00")
    page.get_by_label("Share of the minutes that pays in full").fill("90%")
    expect(page.locator("#beside .worked .figure__number").nth(1)).to_have_text("$2,400.00")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    page.get_by_role("link", name="Upload examples").click()
    examples = {"name": "arts.csv", "mimeType": "text/csv", "buffer": EXAMPLES.encode()}
    page.get_by_label("File with examples").set_input_files(files=[examples])  # type: ignore[list-item]
    page.get_by_role("button", name="Upload and compare").click()
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    draft = StipendPolicy.objects.get(state="draft")
    assert draft.rule["attendance"] == {"kind": "threshold", "at": "9/10"}
    _sent_back_and_mended(live_server, page, draft, writer, second)
    as_(page, live_server, second)
    page.goto(f"{live_server.url}/stipends/policies/{draft.pk}/what-if/")
    axe(page)
    no_sideways_scroll(page)
    page.goto(f"{live_server.url}/stipends/policies/{draft.pk}/publish/")
    # They were written for another amount.
    expect(page.get_by_text("0 of 2 examples of your office match")).to_be_visible()
    page.get_by_label("Why another policy").fill("The district pays less.")
    page.get_by_role("button", name="Publish this policy").click()
    expect(page.get_by_role("heading", name="What this moves")).to_be_visible()
    page.get_by_role("button", name="Publish this policy").click()
    expect(page.get_by_text("This policy is in force now.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.state, draft.annual_cents) == ("published", 250_000)


def _sent_back_and_mended(
    live_server: Any, page: Page, draft: StipendPolicy, writer: Any, second: Any
) -> None:
    as_(page, live_server, second)
    page.goto(f"{live_server.url}/stipends/policies/{draft.pk}/")
    page.get_by_role("link", name="Send back").click()
    page.get_by_label("What should change").fill("Pay 2,500.")
    page.get_by_role("button", name="Send it back").click()
    as_(page, live_server, writer)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Change the stipend policy").first.click()
    expect(page.get_by_text("Pay 2,500.")).to_be_visible()
    page.get_by_label("Dollars for the whole year").fill("2500")
    expect(page.locator("#beside .worked .figure__number").first).to_have_text("$2,500.00")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("Saved. Someone else publishes it.")).to_be_visible()


def test_the_form_works_without_script(live_server: Any, browser: Any, year: Year) -> None:
    writer = office("preparer")
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    sign_in(page, live_server.url, writer.email)
    page.goto(f"{live_server.url}/stipends/policies/new/")
    page.get_by_label("Role", exact=True).select_option(label=year.role.name)
    page.get_by_label("Program year").select_option(label="2026-27")
    page.get_by_label("Dollars for the whole year").fill("2,400")
    page.get_by_role("radio", name="in proportion").check()
    page.get_by_role("button", name="Show what it pays").click()
    expect(page.locator("#beside .worked .figure__number").nth(1)).to_have_text("$2,310.00")
    page.get_by_label("Percent for sessions").fill("50")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("These three add up to 90%.").first).to_be_visible()
    page.get_by_label("Percent for sessions").fill("60")
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.get_by_text("Saved as a draft.")).to_be_visible()
    context.close()
