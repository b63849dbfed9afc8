"""The work of Peer Coaches in a real browser: every page at a desk and on a phone; a cycle in few presses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from coaching.models import TeacherCycle
from common.clock import local_date
from tests.browser.test_look import PHONE, sign_in
from tests.factories.coaching import (
    CoachedPeerFactory,
    CoachedTeacherFactory,
    ConsentFactory,
    PeerCoachFactory,
    PeerVisitFactory,
    RecordingFactory,
    ReleaseTimeFactory,
    SchoolwidePDFactory,
    SeenInRecordingFactory,
    SeminarVisitorFactory,
    TeacherCycleFactory,
)
from tests.factories.people import UserFactory, principal_of

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]


@pytest.fixture
def placement(settings: Any) -> Any:
    settings.DEMO = True
    return PeerCoachFactory(senior=True, person=UserFactory(verified=True))


def look(page: Page, axe: Judge, no_sideways_scroll: Judge, addresses: list[str]) -> None:
    for address in addresses:
        for size in ({"width": 1280, "height": 900}, PHONE):
            page.set_viewport_size(size)
            page.goto(address)
            axe(page)
            no_sideways_scroll(page)


def test_the_pages_of_a_peer_coach_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Any
) -> None:
    cycle = TeacherCycleFactory(teacher=CoachedTeacherFactory(placement=placement), talked_on=None)
    SchoolwidePDFactory(placement=placement)
    visitor = SeminarVisitorFactory(seminar__placement=placement, seminar__day=placement.starts)
    PeerVisitFactory(coached=CoachedPeerFactory(placement=placement))
    row = RecordingFactory(placement=placement)
    ConsentFactory(seen=SeenInRecordingFactory(recording=row, person=placement.person), by=placement.person)
    seen = SeenInRecordingFactory(recording=row)
    sign_in(page, live_server.url, placement.person.email)
    work, base = f"{live_server.url}/coaching/peer/{placement.pk}", f"{live_server.url}/coaching/peer"
    ends = ["/", "/release-time/", "/teachers/", "/cycle/", "/pd/", "/seminar/", "/peers/", "/recording/"]
    others = [
        f"{base}/cycles/{cycle.pk}/talk/",
        f"{base}/seminars/{visitor.seminar_id}/visitors/",
        f"{base}/recordings/",
        f"{base}/recordings/seen/",
        f"{base}/seen/{seen.pk}/paper/",
        f"{base}/listed/",
        f"{base}/visits/",
    ]
    look(page, axe, no_sideways_scroll, [*(work + end for end in ends), f"{work}/recordings/", *others])


def test_whoever_signs_confirms_release_time_in_one_press_and_reads_the_list(
    live_server: Any, page: Page, axe: Judge, no_sideways_scroll: Judge, placement: Any
) -> None:
    ReleaseTimeFactory(placement=placement)
    PeerCoachFactory(school=placement.school, year=placement.year)
    principal = principal_of(placement.school, verified=True)
    sign_in(page, live_server.url, principal.email)
    base = f"{live_server.url}/coaching/peer/"
    look(page, axe, no_sideways_scroll, [base, f"{base}{placement.pk}/"])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("of 1 confirmed: 110 minutes a week")).to_be_visible()


def test_a_cycle_is_recorded_on_a_phone_in_few_presses(live_server: Any, page: Page, placement: Any) -> None:
    day = local_date(timezone.now())
    teacher = CoachedTeacherFactory(placement=placement, starts=day)
    sign_in(page, live_server.url, placement.person.email)
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/coaching/peer/{placement.pk}/")
    page.get_by_role("link", name="Record a cycle", exact=True).first.click()
    page.get_by_text("Working with data").click()
    page.get_by_role("button", name="Save this cycle").click()
    expect(page.get_by_role("link", name="We talked about Working with data")).to_be_visible()
    assert TeacherCycle.objects.get().teacher == teacher
