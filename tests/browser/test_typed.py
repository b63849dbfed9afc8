"""What was typed or chosen on a page is offered again when a link, a lost session or another button came between."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from people.queries import today
from tests.browser.test_applications import sign_in
from tests.browser.turning import turn
from tests.factories.applications import ReviewFactory
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import OfferingFactory
from tests.factories.people import PASSWORD, SchoolFactory, manager, principal_of

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True


def test_scores_and_words_that_a_link_left_behind_are_put_back(
    live_server: Any, page: Page, axe: Judge
) -> None:
    review = ReviewFactory(reviewer__verified=True)
    sign_in(page, live_server.url, review.reviewer.email)
    address = f"{live_server.url}/review/{review.pk}/"
    page.goto(address)
    first = page.get_by_role("radio").first
    page.locator("label[for=id_score-time_0]").click()
    page.get_by_label("What your scores rest on").fill("Two visits in May.")
    page.get_by_text("Step aside…").click()
    page.get_by_label("Why").fill("We share a classroom.")
    turn(page.get_by_role("navigation", name="Main").get_by_role("link", name="Seminars"))
    page.goto(address)
    expect(first).not_to_be_checked()
    expect(page.get_by_text("What you typed or chose here was not saved.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Put it back").click()
    expect(first).to_be_checked()
    expect(page.get_by_label("What your scores rest on")).to_have_value("Two visits in May.")
    expect(page.get_by_label("Why")).to_be_visible()
    expect(page.get_by_label("Why")).to_have_value("We share a classroom.")


def test_what_was_sent_and_saved_is_not_offered_again(live_server: Any, page: Page) -> None:
    offering = OfferingFactory(published=True)
    sign_in(page, live_server.url, manager(verified=True).email)
    page.goto(f"{live_server.url}/offerings/{offering.pk}/")
    page.get_by_label("New last day to apply").fill(offering.year.last_day.isoformat())
    page.get_by_label("Why").fill("Two schools have nobody yet.")
    page.get_by_role("button", name="Set the last day").click()
    expect(page.get_by_text("Done. The catalog shows the new last day.")).to_be_visible()
    expect(page.get_by_text("What you typed or chose here was not saved.")).to_have_count(0)


def test_enter_in_the_day_extends_and_never_publishes(live_server: Any, page: Page) -> None:
    offering = OfferingFactory(published=False)
    sign_in(page, live_server.url, manager(verified=True).email)
    page.goto(f"{live_server.url}/offerings/{offering.pk}/")
    page.get_by_label("New last day to apply").press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    offering.refresh_from_db()
    assert offering.published_version is None


def test_a_page_waits_until_what_was_typed_before_is_sent_or_let_go(
    live_server: Any, page: Page, axe: Judge, settings: Any
) -> None:
    review = ReviewFactory(reviewer__verified=True)
    sign_in(page, live_server.url, review.reviewer.email)
    page.goto(f"{live_server.url}/review/{review.pk}/")
    page.get_by_label("What your scores rest on").fill("Two visits in May.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_label("Email").fill(review.reviewer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="You typed this before you were signed out")).to_be_visible()
    below = page.locator("main [inert]").get_by_role("button", name="Hand in")
    expect(below).to_have_count(1)
    axe(page)
    page.get_by_role("button", name="Let it go").click()
    expect(below).to_have_count(0)
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()


def test_what_a_form_without_a_text_has_saved_is_not_offered_again(live_server: Any, page: Page) -> None:
    sign_in(page, live_server.url, principal_of(SchoolFactory(), verified=True).email)
    page.goto(f"{live_server.url}/profile/delegations/")
    first, last = (today() + timedelta(days=ahead) for ahead in (3, 9))
    page.get_by_label("Email of the person who acts for you").fill("deputy@example.org")
    page.get_by_label("First day").fill(first.isoformat())
    page.get_by_label("Last day").fill(last.isoformat())
    turn(page.get_by_role("button", name="Ask this person"))
    expect(page.get_by_text("A mail goes to deputy@example.org")).to_be_visible()
    expect(page.get_by_text("was not saved")).to_have_count(0)
    page.goto(f"{live_server.url}/profile/delegations/")
    expect(page.get_by_text("was not saved")).to_have_count(0)


def sign_in_again(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    turn(page.locator("main").get_by_role("button", name="Sign in", exact=True))


def test_what_met_the_sign_in_after_signing_out_in_another_window_is_put_back(
    live_server: Any, page: Page
) -> None:
    cycle = CycleFactory(coach=coach(verified=True))
    address = f"{live_server.url}/coaching/{cycle.pk}/"
    sign_in(page, live_server.url, cycle.coach.email)
    page.goto(address)
    page.get_by_label("What you saw").fill("She asks before she tells.")
    other = page.context.new_page()
    other.goto(address)
    turn(other.get_by_role("button", name="Sign out"))
    turn(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Sign in, then send it again.")).to_be_visible()
    sign_in_again(page, cycle.coach.email)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("What you saw")).to_have_value("She asks before she tells.")
    turn(page.get_by_role("button", name="Save"))
    expect(page.get_by_label("What you saw")).to_have_value("She asks before she tells.")
    expect(page.get_by_text("was not saved")).to_have_count(0)
    page.goto(f"{live_server.url}/coaching/")
    page.goto(address)
    expect(page.get_by_text("was not saved")).to_have_count(0)


def test_what_was_refused_and_left_by_a_link_is_put_back(live_server: Any, page: Page) -> None:
    offering = OfferingFactory(published=True)
    address = f"{live_server.url}/offerings/{offering.pk}/"
    sign_in(page, live_server.url, manager(verified=True).email)
    page.goto(address)
    page.get_by_label("Why").fill("Two schools have nobody yet.")
    turn(page.get_by_role("button", name="Set the last day"))
    expect(page.get_by_role("alert")).to_be_focused()
    turn(page.get_by_role("navigation", name="Main").get_by_role("link", name="Seminars"))
    page.goto(address)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Why")).to_have_value("Two schools have nobody yet.")


def test_what_met_a_page_that_is_not_theirs_now_is_put_back(live_server: Any, page: Page) -> None:
    offering, person = OfferingFactory(published=True), manager(verified=True)
    address = f"{live_server.url}/offerings/{offering.pk}/"
    sign_in(page, live_server.url, person.email)
    page.goto(address)
    page.get_by_label("New last day to apply").fill(offering.year.last_day.isoformat())
    page.get_by_label("Why").fill("Two schools have nobody yet.")
    person.hats.update(ends=today())
    turn(page.get_by_role("button", name="Set the last day"))
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()
    page.goto(live_server.url)
    person.hats.update(ends=None)
    page.goto(address)
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("Why")).to_have_value("Two schools have nobody yet.")


def test_what_was_refused_and_sent_once_more_is_not_offered_again(live_server: Any, page: Page) -> None:
    offering = OfferingFactory(published=True)
    address = f"{live_server.url}/offerings/{offering.pk}/"
    sign_in(page, live_server.url, manager(verified=True).email)
    page.goto(address)
    page.get_by_label("Why").fill("Two schools have nobody yet.")
    turn(page.get_by_role("button", name="Set the last day"))
    page.get_by_label("New last day to apply").fill(offering.year.last_day.isoformat())
    turn(page.get_by_role("button", name="Set the last day"))
    expect(page.get_by_text("Done. The catalog shows the new last day.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("was not saved")).to_have_count(0)


def test_what_waited_at_the_sign_in_and_was_sent_is_not_offered_again(
    live_server: Any, page: Page, settings: Any
) -> None:
    cycle = CycleFactory(coach=coach(verified=True))
    address = f"{live_server.url}/coaching/{cycle.pk}/"
    sign_in(page, live_server.url, cycle.coach.email)
    page.goto(address)
    page.get_by_label("What you saw").fill("She asks before she tells.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    turn(page.get_by_role("button", name="Save"))
    sign_in_again(page, cycle.coach.email)
    turn(page.get_by_role("button", name="Send what I typed"))
    page.goto(address)
    expect(page.get_by_label("What you saw")).to_have_value("She asks before she tells.")
    page.get_by_label("What you saw").fill("")
    turn(page.get_by_role("button", name="Save"))
    page.goto(address)
    expect(page.get_by_text("was not saved")).to_have_count(0)


def test_what_was_typed_is_put_back_with_the_day_it_was_meant_for(live_server: Any, page: Page) -> None:
    cycle, day = CycleFactory(coach=coach(verified=True)), today()
    address = f"{live_server.url}/coaching/{cycle.pk}/"
    sign_in(page, live_server.url, cycle.coach.email)
    page.goto(address)
    expect(page.get_by_label("Took place on")).to_have_value(day.isoformat())
    page.get_by_label("What you saw").fill("She asks before she tells.")

    def a_day_later(route: Route) -> None:
        drawn = route.fetch().text()
        route.fulfill(
            body=drawn.replace(day.isoformat(), (day + timedelta(days=1)).isoformat()),
            content_type="text/html",
        )

    page.route(address, a_day_later)
    page.goto(address)
    expect(page.get_by_label("Took place on")).to_have_value((day + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("What you saw")).to_have_value("She asks before she tells.")
    expect(page.get_by_label("Took place on")).to_have_value(day.isoformat())
