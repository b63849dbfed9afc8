"""A leader on a phone: the workshop she planned was held, and what she owes from it completes itself."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from pathways.models import DeliverableRecord, EvidenceFile
from people.queries import today
from tests.browser.test_fellows import sign_in
from tests.factories.pathways import (
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramEventFactory,
    ProgramYearFactory,
)
from tests.factories.people import UserFactory

Judge = Callable[[Page], None]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def owed(transactional_db: None, settings: Any, tmp_path: Any) -> DeliverableRecord:
    """A workshop, which Elena owes and an event of that kind completes; she may show photos of it too."""
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    day = today()
    year = ProgramYearFactory(first=day.year if day.month >= 7 else day.year - 1)
    elena = PlacementFactory(year=year, person=UserFactory(given_name="Elena", family_name="Vargas"))
    asked = {
        "title": "Parent College workshop",
        "evidence": ["note", "file"],
        "completes_from": "event",
        "event_kind": "parent_college",
        "due": year.ends - timedelta(days=30),
    }
    record: DeliverableRecord = DeliverableRecordFactory(
        placement=elena, **{f"deliverable__{name}": value for name, value in asked.items()}
    )
    return record


def test_a_workshop_that_was_held_completes_the_deliverable_which_says_from_what(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, owed: DeliverableRecord
) -> None:
    elena = owed.placement
    event = ProgramEventFactory(
        school=elena.school, year=elena.year, title="Money for college", day=max(today(), elena.year.starts)
    )
    event.planners.add(elena.person)
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, elena.person)
    page.goto(f"{live_server.url}/events/{event.pk}/")
    page.get_by_role("link", name="Say how many came").click()
    expect(page.get_by_text("is accepted then: Parent College workshop.")).to_be_visible()
    page.get_by_label("How many came").fill("64")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("button", name="It was held").click()
    expect(page.get_by_text("Recorded. It counts as held.")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    page.get_by_role("link", name="Parent College workshop").click()
    expect(page.get_by_role("heading", name="Completed from a program event that was held")).to_be_visible()
    expect(page.get_by_role("link", name="Money for college")).to_be_visible()
    for judge in (axe, no_sideways_scroll):
        judge(page)
    owed.refresh_from_db()
    assert (owed.state, owed.program_event) == ("accepted", event)


def test_two_large_photos_are_made_smaller_on_the_phone_and_handed_in_at_once(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, owed: DeliverableRecord
) -> None:
    out = BytesIO()
    Image.effect_noise((3600, 2400), 90).save(out, "JPEG", quality=97)
    photo = {"mimeType": "image/jpeg", "buffer": out.getvalue()}
    assert len(photo["buffer"]) > 6 * 1024 * 1024
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, owed.placement.person)
    page.goto(f"{live_server.url}/deliverables/{owed.pk}/")
    for judge in (axe, no_sideways_scroll):
        judge(page)
    files = page.get_by_label("Files or photos")
    files.set_input_files([{"name": "IMG_1.jpg", **photo}, {"name": "IMG_2.jpg", **photo}])
    # Together they are larger than what may be sent at once.
    expect(page.locator("[data-photos=smaller]")).to_be_attached(timeout=30_000)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in. You get a mail")).to_be_visible()
    expect(page.get_by_role("link", name="Download evidence")).to_have_count(2)
    for judge in (axe, no_sideways_scroll):
        judge(page)
    assert (EvidenceFile.objects.count(), DeliverableRecord.objects.get().state) == (1, "submitted")
