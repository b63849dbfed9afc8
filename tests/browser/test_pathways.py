"""The pages of pathways and people as people see them: judged by axe, at 1280 and at 390 pixels."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from pathways.imports import load_program
from pathways.models import DeliverableRecord, Placement, ProgramYear, Role, ScopeItem
from pathways.services import draft_offering, publish, submit
from tests.browser.turning import turn
from tests.factories.pathways import IltExpectationFactory, PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of

Judge = Callable[[Page], None]


@pytest.fixture
def year(transactional_db: None, settings: Any) -> ProgramYear:
    settings.DEMO = True
    load_program()
    today = timezone.localdate()
    first = today.year if today.month > 6 else today.year - 1
    return ProgramYear.objects.create(
        label=f"{first}-{(first + 1) % 100:02}", starts=date(first, 7, 1), ends=date(first + 1, 7, 1)
    )


@pytest.fixture
def staff(year: ProgramYear) -> Any:
    return manager(given_name="Mina", family_name="Castillo")


@pytest.fixture
def placement(year: ProgramYear, staff: Any) -> Placement:
    today = timezone.localdate()
    role = Role.objects.get(slug="team-lead")
    offering = draft_offering(
        role=role,
        year=year,
        opens=today - timedelta(days=9),
        closes=today + timedelta(days=30),
        cosign_by=today + timedelta(days=45),
        answer_by=today + timedelta(days=90),
    )
    publish(pk=offering.pk, by=staff)
    school = SchoolFactory(
        name="Math, Science & Technology Magnet Academy at Roosevelt", community="Boyle Heights"
    )
    IltExpectationFactory(school=school, offering=offering)
    person = UserFactory(given_name="Ana", family_name="Ruiz-Montgomery")
    placement = PlacementFactory(
        person=person, role=role, year=year, school=school, cohort=role.cohorts.first()
    )
    for item in offering.deliverables.all():
        DeliverableRecord.objects.create(placement=placement, deliverable=item)
    noted = placement.deliverable_records.get(deliverable__evidence=["note", "file"])
    submit(pk=noted.pk, by=person, note="Three teams tried reciprocal teaching.", now=datetime.now(UTC))
    ScopeItem.objects.create(
        year=year, month=date(year.starts.year, 9, 1), focus="Literacy", role=role, text="Close reading."
    )
    ScopeItem.objects.create(
        year=year, month=date(year.starts.year, 9, 1), focus="Literacy", text="Walks with the ILT."
    )
    return placement


def sign_in(page: Page, live_server: Any, person: Any) -> None:
    client = Client()
    client.force_login(person)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def look_at(page: Page, url: str, axe: Judge, no_sideways_scroll: Judge) -> None:
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, url
    axe(page)
    no_sideways_scroll(page)


@pytest.mark.usefixtures("placement")
@pytest.mark.parametrize(
    "path", ["/", "/pathways/", "/pathways/team-lead/", "/pathways/peer-coach/", "/scope-and-sequence/"]
)
def test_pages_of_visitors(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, path: str
) -> None:
    look_at(page, live_server.url + path, axe, no_sideways_scroll)


def test_pages_of_staff(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Placement, staff: Any
) -> None:
    sign_in(page, live_server, staff)
    offering = placement.deliverable_records.first().deliverable.offering
    for path in (
        "/placements/",
        f"/placements/{placement.pk}/",
        f"/placements/{placement.pk}/end/",
        f"/placements/{placement.pk}/leave/",
        "/schools/",
        f"/schools/{placement.school.slug}/",
        "/offerings/",
        f"/offerings/{offering.pk}/",
        "/deliverables/",
        "/profile/",
    ):
        look_at(page, live_server.url + path, axe, no_sideways_scroll)


def test_a_principal_reads_returns_and_attests(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Placement
) -> None:
    sign_in(page, live_server, principal_of(placement.school))
    look_at(page, live_server.url + "/deliverables/", axe, no_sideways_scroll)
    turn(page.get_by_role("link", name="Ana Ruiz-Montgomery"))
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("What should change").fill("Say which strategies, please.")
    page.get_by_role("button", name="Return for changes").click()
    expect(page.get_by_text("Returned. The leader reads your words.")).to_be_visible()
    look_at(page, live_server.url + "/attestations/", axe, no_sideways_scroll)
    page.get_by_role("link", name="Attest Ana").click()
    page.get_by_text("No, not all of them").click()
    page.get_by_role("button", name="Attest").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what was not met")
    axe(page)
    no_sideways_scroll(page)


def test_a_leader_hands_in(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Placement
) -> None:
    sign_in(page, live_server, placement.person)
    look_at(page, live_server.url + "/deliverables/", axe, no_sideways_scroll)
    turn(page.get_by_role("link", name="Formative assessment cycle"))
    axe(page)
    no_sideways_scroll(page)
    page.get_by_label("Address of your work").fill("https://example.org/cycle")
    page.get_by_label("Note").fill("See the third page.")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. You get a mail")).to_be_visible()
