"""A teacher becomes a fellow, on a phone: applies, is recommended, accepts, and reads that she is one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from applications import services
from applications.models import Application
from applications.queries.evidence import differences
from fellows.models import Fellow
from pathways.models import Offering, Placement
from people.queries import today
from tests.browser.test_applications import sign_in
from tests.browser.turning import turn
from tests.factories.applications import ANSWERS, ReviewFactory
from tests.factories.fellows import fellowship_offering
from tests.factories.people import SchoolFactory, manager, principal_of, teacher_at

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
PHONE: Any = {"width": 390, "height": 844}
WORDS = "Ana leads the data meetings of her grade, and colleagues follow her."


def test_a_teacher_becomes_a_fellow_on_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, settings: Any
) -> None:
    settings.DEMO = True
    url, school = live_server.url, SchoolFactory(name="Sample Avenue School")
    teacher = teacher_at(school, given_name="Ana", family_name="Ruiz", verified=True)
    principal = principal_of(school, given_name="Joy", family_name="Rivera", verified=True)
    day = today()
    offering = fellowship_offering(starts=day + timedelta(days=60), ends=day + timedelta(days=480))
    window = {"opens": day - timedelta(days=9), "closes": day + timedelta(days=9)}
    Offering.objects.filter(pk=offering.pk).update(**window)
    on_a_phone(page, url, teacher)
    page.goto(f"{url}/pathways/{offering.role.pathway.slug}/")
    turn(page.get_by_role("link", name="Apply for Leadership Fellow"))
    axe(page)
    no_sideways_scroll(page)
    turn(page.get_by_role("button", name="Start the application"))
    for about, words in ANSWERS.items():
        page.locator(f"#id_{about}").fill(words)
    turn(page.get_by_role("button", name="Save and check"))
    page.get_by_label("Type your name to sign").fill("Ana Ruiz")
    page.locator("label[for$=consent]").click()
    turn(page.get_by_role("button", name="Sign and send"))
    application = Application.objects.get()
    recommend(page, url, principal, application, axe, no_sideways_scroll)
    offer(application)
    on_a_phone(page, url, teacher)
    page.goto(f"{url}/applications/{application.pk}/")
    turn(page.get_by_role("button", name="Accept the offer"))
    expect(page.locator("main")).to_contain_text("You are a fellow of the Cohort of 2027")
    axe(page)
    no_sideways_scroll(page)
    fellow = Fellow.objects.get()
    assert (fellow.person, fellow.state, Placement.objects.exists()) == (teacher, "selected", False)
    page.goto(f"{url}/fellows/")
    expect(page).to_have_url(f"{url}/fellows/{fellow.pk}/")
    assert differences() == []


def on_a_phone(page: Page, url: str, person: Any) -> None:
    """Signed in as somebody else than before; the menu of a phone hides what tells so."""
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, url, person.email)
    page.set_viewport_size(PHONE)


def recommend(
    page: Page, url: str, principal: Any, application: Application, axe: Judge, no_sideways_scroll: Judge
) -> None:
    on_a_phone(page, url, principal)
    page.goto(f"{url}/applications/{application.pk}/cosign/")
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("Type your name to sign").fill("Joy Rivera")
    page.locator("label[for$=consent]").click()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("Your recommendation").fill(WORDS)
    page.locator("#id_sign-consent").check(force=True)
    turn(page.get_by_role("button", name="Sign", exact=True))


def offer(application: Application) -> None:
    """Staff read, decide and release, as other tests do it on the pages."""
    by = manager()
    services.start_review(pk=application.pk, by=by)
    ReviewFactory(application=application, scored=True)
    services.stage(pk=application.pk, by=by, outcome="offer", reason="network")
    services.release(offering_pk=application.offering_id, by=by)
