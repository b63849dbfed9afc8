"""A program year made from nothing, as a registrar and a program manager do it: judged by axe at both widths."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pathways.imports import load_program
from pathways.models import ProgramYear, ScopeItem
from tests.browser.test_fellows import sign_in
from tests.browser.turning import turn
from tests.factories.people import HatFactory, UserFactory, manager

Judge = Callable[[Page], None]
LINES = "Sep 7 Labor Day\nNov 23–27 Thanksgiving\nDec 21 – Jan 8 Winter break"


@pytest.fixture
def look(axe: Judge, no_sideways_scroll: Judge) -> Judge:
    def judge(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return judge


@pytest.fixture(autouse=True)
def _program(transactional_db: None, settings: Any) -> None:
    settings.DEMO = True
    load_program()


def test_a_registrar_makes_a_year_from_nothing(live_server: Any, page: Page, look: Judge) -> None:
    registrar = HatFactory(
        kind="registrar", person=UserFactory(given_name="Iris", family_name="Molina")
    ).person
    sign_in(page, live_server.url, registrar)
    page.goto(live_server.url)
    look(page)
    turn(page.get_by_role("link", name="Open a year"))
    page.get_by_label("The year it begins in").fill("2026")
    look(page)
    turn(page.get_by_role("button", name="Open it"))
    look(page)
    turn(page.get_by_role("link", name="Calendar: 0 days of service"))
    look(page)
    page.get_by_label("First day of school", exact=True).fill("2026-08-13")
    page.get_by_label("Last day of school", exact=True).fill("2027-06-09")
    page.get_by_label("Breaks and holidays").fill(f"{LINES}\nMarch break")
    turn(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("Line 4: “March break” names no day.")
    look(page)
    page.get_by_label("Breaks and holidays").fill(LINES)
    turn(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("This makes 194 service days.")
    look(page)
    turn(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("Saved: 194 service days.")
    assert ProgramYear.objects.get().service_days.count() == 194
    look(page)


def test_the_next_year_begins_with_the_calendar_shifted(live_server: Any, page: Page, look: Judge) -> None:
    registrar = HatFactory(kind="registrar").person
    sign_in(page, live_server.url, registrar)
    for first in (2026, 2027):
        page.goto(f"{live_server.url}/years/new/")
        page.get_by_label("The year it begins in").fill(str(first))
        turn(page.get_by_role("button", name="Open it"))
    page.goto(f"{live_server.url}/years/2026-27/calendar/")
    page.get_by_label("Service days, pasted").fill("2026-08-13\n2026-08-14\n2026-08-18")
    turn(page.get_by_role("button", name="Take this list"))
    turn(page.get_by_role("button", name="Save", exact=True))
    page.goto(f"{live_server.url}/years/2027-28/calendar/")
    turn(page.get_by_role("button", name="Shift the calendar of 2026-27"))
    expect(page.get_by_label("Breaks and holidays")).to_have_value("Aug 16 No school")
    look(page)
    turn(page.get_by_role("button", name="Save", exact=True))
    days = ProgramYear.objects.get(label="2027-28").service_days.values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2027-08-12", "2027-08-13", "2027-08-17"]


def test_a_manager_types_the_scope_cell_by_cell(live_server: Any, page: Page, look: Judge) -> None:
    registrar = HatFactory(kind="registrar").person
    sign_in(page, live_server.url, registrar)
    page.goto(f"{live_server.url}/years/new/")
    page.get_by_label("The year it begins in").fill("2026")
    turn(page.get_by_role("button", name="Open it"))
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/years/2026-27/scope/")
    look(page)
    october = page.get_by_role("link", name="type it in Arts Lead, October")
    october.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="type it in Arts Lead, November")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(october).to_be_focused()
    turn(october)
    page.get_by_label("What they learn").fill("Arts strategic plan: one page, with your principal")
    look(page)
    turn(page.get_by_role("button", name="Save, next month"))
    turn(page.get_by_role("button", name="Same as the month before"))
    expect(page.locator("#cell")).to_contain_text("Arts Lead, December 2026")
    assert ScopeItem.objects.count() == 2
    page.get_by_text("Paste a block from a spreadsheet").click()
    page.get_by_label("Cells from a spreadsheet").fill("Gallery: invite families\tCelebrate")
    turn(page.get_by_role("button", name="Look at what changes"))
    look(page)
    turn(page.get_by_role("button", name="Write 2 cells"))
    look(page)
    assert ScopeItem.objects.filter(focus__in=["Gallery", "Celebrate"]).count() == 2
    page.goto(f"{live_server.url}/scope-and-sequence/?year=2026-27")
    expect(page.locator("td[colspan='2']")).to_contain_text("Arts strategic plan")
    look(page)
