"""In a browser, on a phone and wide: a leader disputes and finance answers; a leader agrees and finance settles."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stipends.models import Dispute, Overpayment
from tests.browser.test_look import PHONE, sign_in
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import NOW, OverpaymentFactory, Year

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(params=[PHONE, WIDE], ids=["phone", "wide"])
def sized(request: Any, page: Page, settings: Any, clock: Any) -> Page:
    settings.DEMO = True
    clock(NOW)
    page.set_viewport_size(request.param)
    return page


@pytest.fixture
def leader() -> Any:
    year = Year()
    placement = year.leader(missed={5}, person=UserFactory(verified=True))
    year.close()
    return placement


def finance(kind: str = "preparer") -> Any:
    return HatFactory(kind=kind, person=UserFactory(verified=True)).person


def as_(page: Page, url: str, person: Any) -> None:
    """Signed in at a desk, where the head says who one is."""
    size = page.viewport_size
    page.context.clear_cookies()
    page.set_viewport_size(WIDE)
    sign_in(page, url, person.email)
    page.set_viewport_size(size)


def test_a_leader_disputes_and_finance_answers(
    live_server: Any, sized: Page, axe: Judge, no_sideways_scroll: Judge, leader: Any
) -> None:
    page, url = sized, live_server.url
    as_(page, url, leader.person)
    page.goto(f"{url}/stipends/")
    page.get_by_role("link", name="Something is wrong with my stipend").click()
    expect(page.get_by_text("waits outside runs").first).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    page.get_by_label("What is wrong", exact=True).select_option("amount")
    page.get_by_label("What is wrong with it").fill("It should be more.")
    page.get_by_role("button", name="Say that it is wrong").click()
    expect(page.get_by_text("It is sent.")).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    as_(page, url, finance())
    page.goto(url)
    page.get_by_role("link", name=f"Answer {leader.person.name}").first.click()
    page.get_by_role("link", name="Answer…").click()
    expect(page.get_by_label("What you found")).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    page.get_by_label("What you found").select_option("stays")
    page.get_by_label("Your answer").fill("It is as the rule says.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("It is as the rule says.").first).to_be_visible()
    page.goto(f"{url}/stipends/disputes/")
    judged(page, axe, no_sideways_scroll)
    assert Dispute.objects.get().state == "answered"


def test_a_leader_agrees_and_finance_settles(
    live_server: Any, sized: Page, axe: Judge, no_sideways_scroll: Judge, leader: Any
) -> None:
    row = OverpaymentFactory(placement=leader)
    page, url = sized, live_server.url
    as_(page, url, leader.person)
    page.goto(f"{url}/stipends/")
    judged(page, axe, no_sideways_scroll)
    page.get_by_role("link", name="Take it from my next payment…").click()
    expect(page.get_by_text("no payment goes below zero")).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    page.get_by_role("button", name="Take it from my next payment").click()
    expect(page.get_by_text("It comes off your next payment.").first).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    as_(page, url, finance())
    page.goto(f"{url}/stipends/overpayments/")
    judged(page, axe, no_sideways_scroll)
    page.get_by_role("link", name=leader.person.name).first.click()
    page.get_by_role("link", name="It came back…").click()
    expect(page.get_by_label("Reference")).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    page.get_by_label("Reference").fill("No. 117")
    page.get_by_role("button", name="It is settled").click()
    expect(page.get_by_text("Paid back by check, No. 117.")).to_be_visible()
    judged(page, axe, no_sideways_scroll)
    assert Overpayment.objects.get(pk=row.pk).state == "settled"


def judged(page: Page, axe: Judge, no_sideways_scroll: Judge) -> None:
    axe(page)
    no_sideways_scroll(page)
