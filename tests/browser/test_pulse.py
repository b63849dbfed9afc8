"""A leader and a principal answer on a phone, each alone; what differs ends at staff."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from applications.models import PulseAnswer, PulsePair
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.factories.applications import NOW
from tests.factories.people import manager
from tests.factories.pulses import PulsePairFactory

Judge = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}
FIRST, SECOND, LAST = "The school gives two periods a week.", "The school gives a room.", "I engage fully."


@pytest.fixture
def pair(transactional_db: None, settings: Any) -> PulsePair:
    """Asked in a check that is open today, in the year of the factories."""
    settings.DEMO = True
    found: PulsePair = PulsePairFactory()
    day = today()
    assert found.pulse.year.starts <= day < found.pulse.year.ends, NOW
    first, end = (
        max(found.pulse.year.starts, day - timedelta(days=2)),
        min(found.pulse.year.ends, day + timedelta(days=9)),
    )
    type(found.pulse).objects.update(starts=first, ends=end)
    return found


def choose(page: Page, promise: str, kept: str) -> None:
    page.get_by_role("group", name=promise).get_by_role("radio", name=kept).check(force=True)


def test_a_check_that_differs_is_answered_on_a_phone_and_ends_at_staff(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, pair: PulsePair
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, pair.placement.person)
    page.goto(f"{live_server.url}/")
    page.get_by_role("link", name="Do the promises hold?").click()
    expect(page.get_by_role("heading", name="Do the promises hold?")).to_be_visible()
    choose(page, FIRST, "No")
    expect(page.get_by_text("1 of 3")).to_be_visible()
    page.get_by_label("A line, if you like: " + FIRST).fill("Not since fall")
    # Kept where it was pressed: another page and back, and it stands there.
    choose(page, SECOND, "Yes, as agreed")
    expect(page.get_by_text("2 of 3")).to_be_visible()
    page.reload()
    expect(page.get_by_label("A line, if you like: " + FIRST)).to_have_value("Not since fall")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Say whether this is kept: I engage fully.").first).to_be_visible()
    choose(page, LAST, "Yes, as agreed")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Sent. Thank you.")).to_be_visible()
    page.context.clear_cookies()
    principal = pair.school.posts.get(position="principal").person
    sign_in(page, live_server.url, principal)
    page.goto(f"{live_server.url}/pulse/{pair.pk}/")
    expect(page.get_by_text("Not since fall")).to_have_count(0)
    for promise in (FIRST, SECOND, LAST):
        choose(page, promise, "Yes, as agreed")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_text("Not since fall")).to_be_visible()
    axe(page)
    page.context.clear_cookies()
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/pulse/")
    expect(page.get_by_role("heading", name="1 pair differs or one says no")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("link", name="Settle…").click()
    page.get_by_label("What comes of it").fill("The office covers one period.")
    axe(page)
    page.get_by_role("button", name="It is settled").click()
    expect(page.get_by_text("Settled. It is off your list.")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    pair.refresh_from_db()
    assert (pair.state, PulseAnswer.objects.newest().count()) == ("settled", 6)


def test_an_answer_pressed_without_a_network_says_so_and_is_kept_once_it_is_back(
    live_server: Any, page: Page, pair: PulsePair
) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, pair.placement.person)
    page.goto(f"{live_server.url}/pulse/{pair.pk}/")
    page.context.set_offline(True)
    choose(page, FIRST, "No")
    expect(page.get_by_text("Not kept: no connection.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("1 of 3")).to_be_visible()
    expect(page.get_by_text("Kept ", exact=False).first).to_be_visible()
    expect(page.get_by_text("Not kept")).to_have_count(0)
    assert PulseAnswer.objects.get().kept == "no"
