"""A stipend run in a real browser: prepared, watched, sent back with words, approved by another person, exported; the
leader's page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stipends.models import StipendRun
from stipends.tasks import calculate_run
from tests.browser.test_look import PHONE, sign_in
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import Year
from tests.stipends.test_runs import calculated

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.fixture
def year(settings: Any) -> Year:
    settings.DEMO = True
    year = Year()
    year.leader(missed={5}, person=UserFactory(verified=True))
    year.leader(attested=None)
    year.close()
    return year


def office(kind: str) -> Any:
    return HatFactory(kind=kind, person=UserFactory(verified=True)).person


def test_a_run_goes_from_a_form_through_the_approver_s_words_to_a_file(
    live_server: Any, page: Page, axe: Judge, year: Year, tmp_path: Path
) -> None:
    runs, approver = f"{live_server.url}/stipends/runs/", office("approver")
    sign_in(page, live_server.url, office("preparer").email)
    page.goto(f"{runs}new/")
    page.get_by_label("Program year").select_option(label="2026-27")
    page.get_by_label("Kind of run").select_option("final")
    page.get_by_role("button", name="Prepare the run").click()
    expect(page.get_by_text("Calculating").first).to_be_visible()
    run = StipendRun.objects.get()
    calculate_run(run.pk)
    # The bar asks every two seconds, and the page turns by itself.
    expect(page.get_by_text("$2,887.50").first).to_be_visible(timeout=15_000)
    page.context.clear_cookies()
    sign_in(page, live_server.url, approver.email)
    page.goto(f"{runs}{run.pk}/")
    page.get_by_role("link", name="Send back").click()
    page.get_by_label("What should change").fill("The second leader came to all of it.")
    axe(page)
    page.get_by_role("button", name="Send it back").click()
    expect(page.get_by_text("Sent back. It stands first on the preparer's page.")).to_be_visible()
    page.context.clear_cookies()
    # The preparer's first duty leads to the words, and one press calculates again.
    sign_in(page, live_server.url, run.prepared_by.email)
    page.goto(live_server.url)
    page.get_by_role("link", name="Calculate the final run of 2026-27 again").click()
    expect(page.get_by_text("The second leader came to all of it.").first).to_be_visible()
    page.get_by_role("button", name="Calculate again").click()
    expect(page.get_by_text("Calculating").first).to_be_visible()
    calculate_run(run.pk)
    page.context.clear_cookies()
    sign_in(page, live_server.url, approver.email)
    page.goto(f"{runs}{run.pk}/approve/")
    page.get_by_text("I have looked at the lines").click()
    page.get_by_role("button", name="Approve this run").click()
    expect(page.get_by_text("Approved").first).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, live_server.url, run.prepared_by.email)
    page.goto(f"{runs}{run.pk}/")
    page.get_by_role("button", name="Make the file for payroll, one row a line").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download").click()
    started.value.save_as(tmp_path / "file.csv")
    assert (tmp_path / "file.csv").read_bytes() == bytes(run.exports.get().content)


def test_the_pages_of_finance_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: Year
) -> None:
    run = calculated(year)
    line = run.lines.order_by("pk").first()
    sign_in(page, live_server.url, office("approver").email)
    paths = ["runs/", f"runs/{run.pk}/", f"runs/{run.pk}/?q=zzz", f"runs/{run.pk}/approve/"]
    paths += [f"runs/{run.pk}/void/", f"runs/{run.pk}/lines/{line.pk}/", "policies/"]
    for path in [*paths, f"policies/{year.policy.pk}/"]:
        look_at(page, f"{live_server.url}/stipends/{path}", axe, no_sideways_scroll)


def test_my_stipend_and_the_forms_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, year: Year
) -> None:
    leader = year.year.placements.order_by("pk").first().person
    sign_in(page, live_server.url, leader.email)
    look_at(page, f"{live_server.url}/stipends/", axe, no_sideways_scroll)
    # On paper nobody can unfold what says why.
    why = page.get_by_text("of 2,880 minutes count").filter(visible=True)
    expect(why).to_have_count(0)
    page.emulate_media(media="print")
    expect(why).to_have_count(1)
    page.emulate_media(media="screen")
    page.context.clear_cookies()
    sign_in(page, live_server.url, office("preparer").email)
    for path in ("runs/new/", "policies/new/"):
        look_at(page, f"{live_server.url}/stipends/{path}", axe, no_sideways_scroll)


def look_at(page: Page, address: str, axe: Judge, no_sideways_scroll: Judge) -> None:
    """At a desk and on a phone."""
    page.goto(address)
    axe(page)
    no_sideways_scroll(page)
    page.set_viewport_size(PHONE)
    axe(page)
    no_sideways_scroll(page)
    page.set_viewport_size({"width": 1280, "height": 900})
