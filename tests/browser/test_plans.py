"""A manager plans the sessions of a year: a series, one of them changed, those of the year before; judged by axe at
both widths."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pathways.models import CalendarEntry, ScopeItem
from people.models import Hat
from seminars.models import Session
from tests.browser.test_fellows import sign_in
from tests.browser.turning import turn
from tests.factories.pathways import (
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.seminars import EventFactory, SessionFactory

Judge = Callable[[Page], None]
NEXT = datetime(2027, 10, 13, 22, 30, tzinfo=UTC)


@pytest.fixture
def look(axe: Judge, no_sideways_scroll: Judge) -> Judge:
    def judge(page: Page) -> None:
        axe(page)
        no_sideways_scroll(page)

    return judge


@pytest.fixture
def year(transactional_db: None, settings: Any) -> Any:
    """A year ahead with a spring break; one leader has signed, and a seminar is planned for all."""
    settings.DEMO = True
    year = ProgramYearFactory(first=2027)
    year.school_starts, year.school_ends = date(2027, 8, 12), date(2028, 6, 9)
    year.save()
    CalendarEntry.objects.create(
        year=year, name="Spring break", starts=date(2028, 4, 10), ends=date(2028, 4, 15)
    )
    PlacementFactory(year=year, role=RoleFactory(name="Peer Coach"))
    event = EventFactory(year=year, title="Seminars")
    SessionFactory(event=event, planned=True, starts_at=NEXT, title="Seminar 2", place="Santee library")
    ScopeItem.objects.create(year=year, month=date(2027, 10, 1), focus="Literacy", text="Word study")
    return year


def test_a_series_is_shown_day_by_day_corrected_and_planned(
    live_server: Any, page: Page, look: Judge, year: Any
) -> None:
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/years/2027-28/")
    turn(page.get_by_role("link", name=re.compile("Open ?: Sessions")))
    look(page)
    turn(page.get_by_role("main").get_by_role("link", name="A series"))
    page.get_by_label("Title", exact=True).fill("Peer Coach seminar")
    page.get_by_label("From").fill("2027-10-01")
    page.get_by_label("Through").fill("2028-04-30")
    look(page)
    turn(page.get_by_role("button", name="Show the days"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("This makes 6 sessions; 1 meets something. Nothing is saved yet.")
    expect(main).to_contain_text("Seminar 2 at the same hour: 1 person is in both.")
    expect(main).to_contain_text("Left out: it is in Spring break.")
    expect(main).to_contain_text("This touches 1 person who has signed.")
    look(page)
    turn(page.get_by_role("button", name="Take Oct 20"))
    expect(main).to_contain_text("This makes 6 sessions; 0 meet something.")
    turn(page.get_by_role("button", name="Plan these 6 sessions"))
    expect(main).to_contain_text("Say why: the people it touches have signed")
    look(page)
    page.get_by_label("Why, in words they will read").fill("Coaches asked for time together.")
    turn(page.get_by_role("button", name="Plan these 6 sessions"))
    expect(main).to_contain_text("6 sessions are planned.")
    assert Session.objects.count() == 7
    look(page)
    turn(main.get_by_role("link", name="Peer Coach seminar 1", exact=True))
    turn(page.get_by_role("link", name="Change the plan…"))
    look(page)
    page.locator("#id_place").fill("Roosevelt library")
    turn(page.get_by_role("button", name="Save"))
    expect(main).to_contain_text("Roosevelt library")
    turn(page.get_by_role("link", name="Change its event…"))
    expect(main).to_contain_text("What you change here counts for all of them.")
    look(page)
    page.get_by_label("Title", exact=True).fill("Coaches meet")
    page.get_by_label("Kind").select_option("hosted_seminar")
    turn(page.get_by_role("button", name="Save"))
    expect(main).to_contain_text("This touches 1 person who has signed.")
    look(page)
    page.get_by_label("Why it changes").fill("A school hosts it.")
    turn(page.get_by_role("button", name="Save"))
    expect(main).to_contain_text("Title “Coaches meet”, before “Peer Coach seminar”.")
    look(page)


def test_those_of_the_year_before_are_shifted_and_a_deliverable_gets_another_day(
    live_server: Any, page: Page, look: Judge, year: Any
) -> None:
    old = EventFactory(year=ProgramYearFactory(first=2026), title="Winter Institute 2026-27")
    SessionFactory(event=old, title="Winter Institute")
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/seminars/plan/2027-28/again/")
    look(page)
    turn(page.get_by_role("button", name="Show what they meet"))
    page.get_by_label("Why, in words they will read").fill("As every year.")
    turn(page.get_by_role("button", name="Plan this session"))
    expect(page.get_by_role("main")).to_contain_text("1 session is planned.")
    placement = PlacementFactory(year=year)
    record = DeliverableRecordFactory(
        placement=placement, deliverable__offering__role=placement.role, deliverable__offering__year=year
    )
    page.goto(f"{live_server.url}/offerings/{record.deliverable.offering_id}/write/")
    turn(page.get_by_role("link", name=f"change {record.deliverable}"))
    look(page)
    page.get_by_label("Due").fill("2028-02-15")
    page.get_by_label("Why, in words they will read").fill("The break.")
    turn(page.get_by_role("button", name="Change it"))
    look(page)
    turn(page.get_by_role("button", name="Change it"))
    expect(page.get_by_role("main")).to_contain_text("due February 15, 2028")


def test_of_many_who_may_lead_a_session_one_is_found_by_typing(
    live_server: Any, page: Page, look: Judge, year: Any
) -> None:
    for number in range(40):
        HatFactory(
            kind=Hat.Kind.COACH,
            person=UserFactory(
                given_name=f"Ana{chr(65 + number // 26)}{chr(65 + number % 26)}", family_name="Ruíz"
            ),
        )
    sign_in(page, live_server.url, manager())
    page.goto(f"{live_server.url}/seminars/plan/2027-28/one/")
    page.get_by_text("AnaAA Ruíz", exact=True).click()
    page.get_by_label("Find somebody by name").fill("ruiz anabc")
    expect(page.get_by_text("1 of 41")).to_be_visible()
    expect(page.get_by_text("AnaAA Ruíz", exact=True)).to_be_visible()
    expect(page.get_by_text("AnaBD Ruíz", exact=True)).to_be_hidden()
    page.get_by_text("AnaBC Ruíz", exact=True).click()
    page.get_by_label("Find somebody by name").press("Enter")
    look(page)
