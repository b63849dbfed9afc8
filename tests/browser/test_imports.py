"""A registrar imports a school's people in a real browser: reads, answers, imports; at a desk and on a phone."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from people.models import Post, User
from tests.browser.test_look import PHONE, sign_in
from tests.browser.turning import turn
from tests.factories.people import SchoolFactory, UserFactory, administrator, principal_of
from tests.people.imports.bundles import bundle, people

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
CODE = "19647336058051"
ANA = ("T-1", "Ana", "Ruiz", "ana@example.org", CODE, "teacher")
BO = ("T-2", "Bo", "Li", "bo@example.org", CODE, "counselor", "0.5")
WRONG = ("T-3", "Cy", "Ng", "cy@example.org", CODE[1:], "teacher", "", "02/30/2027")


@pytest.fixture
def registrar(live_server: Any, page: Page, settings: Any) -> User:
    settings.DEMO = True
    SchoolFactory(cds_code=CODE, name="Hollenbeck Middle")
    person: User = administrator(verified=True)
    sign_in(page, live_server.url, person.email)
    return person


def choose(page: Page, label: str, content: bytes, name: str = "people.csv") -> None:
    page.get_by_label(label, exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def judged(page: Page, axe: Judge, no_sideways_scroll: Judge, name: str) -> None:
    axe(page)
    no_sideways_scroll(page)
    desk = page.viewport_size
    for size, width in ((desk, "desk"), (PHONE, "phone")):
        if size:
            page.set_viewport_size(size)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=str(Path(shots) / f"{name}-{width}.png"), full_page=True)
    axe(page)
    if desk:
        page.set_viewport_size(desk)


def test_a_list_is_read_corrected_answered_and_imported(
    live_server: Any, page: Page, registrar: User, axe: Judge, no_sideways_scroll: Judge
) -> None:
    mine = UserFactory(email="ana@example.org", given_name="Ana", family_name="Ruiz")
    page.goto(f"{live_server.url}/people/import/")
    judged(page, axe, no_sideways_scroll, "import-empty")
    choose(page, "File", people(ANA, BO, WRONG))
    turn(page.get_by_role("button", name="Read it"))
    expect(
        page.get_by_role("heading", name="2 cells cannot be taken, so nothing is imported")
    ).to_be_visible()
    judged(page, axe, no_sideways_scroll, "import-wrong")
    choose(page, "Upload a corrected file", people(ANA, BO))
    turn(page.get_by_role("button", name="Read it"))
    turn(page.get_by_role("button", name="Import all of it"))
    expect(page.get_by_text("1 question has no answer yet. Answer it first.").first).to_be_visible()
    judged(page, axe, no_sideways_scroll, "import-question")
    page.get_by_role("radio", name="Ana Ruiz").check()
    turn(page.get_by_role("button", name="Keep what I chose"))
    turn(page.get_by_role("button", name="Import all of it"))
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    judged(page, axe, no_sideways_scroll, "import-done")
    assert User.objects.get(external_id="T-1") == mine
    assert Post.objects.count() == 2


def test_who_has_left_ends_by_a_typed_number(
    live_server: Any, page: Page, registrar: User, axe: Judge, no_sideways_scroll: Judge
) -> None:
    both = [
        ("t1", "Ana", "Ruiz", "ana@example.org"),
        ("t2", "Bo", "Li", "bo@example.org"),
        ("s1", "Kid", "S", ""),
    ]
    roles = [
        ("r1", "t1", "teacher", "o1", "2026-07-01", ""),
        ("r2", "t2", "counselor", "o1", "2026-07-01", ""),
    ]
    school = [("o1", "Hollenbeck", CODE)]
    for users, held in ((both, [*roles, ("r3", "s1", "student", "o1")]), (both[:1], roles[:1])):
        page.goto(f"{live_server.url}/people/import/")
        choose(page, "File", bundle(users, held, school), "roster.zip")
        turn(page.get_by_role("button", name="Read it"))
        if users != both:
            judged(page, axe, no_sideways_scroll, "import-ends")
            page.get_by_label("To let them end, type how many").fill("1")
        turn(page.get_by_role("button", name="Import all of it"))
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    assert Post.objects.filter(ends__isnull=False).count() == 1


def test_invitations_and_where_one_works_are_accessible_and_fit_a_phone(
    live_server: Any, page: Page, registrar: User, axe: Judge, no_sideways_scroll: Judge
) -> None:
    page.goto(f"{live_server.url}/people/import/")
    choose(page, "File", people(ANA, BO))
    turn(page.get_by_role("button", name="Read it"))
    turn(page.get_by_role("button", name="Import all of it"))
    page.goto(f"{live_server.url}/people/import/invitations/")
    judged(page, axe, no_sideways_scroll, "invitations")
    page.goto(f"{live_server.url}/profile/school/")
    judged(page, axe, no_sideways_scroll, "workplace")
    page.get_by_label("School").select_option("Hollenbeck Middle")
    turn(page.get_by_role("button", name="Ask the school"))
    turn(page.get_by_role("button", name="Sign out"))
    signs = principal_of(User.objects.get(external_id="T-1").posts.get().school, verified=True)
    sign_in(page, live_server.url, signs.email)
    page.goto(f"{live_server.url}/cosign/")
    judged(page, axe, no_sideways_scroll, "desk")
    turn(page.get_by_role("button", name="Yes, they work here"))
    assert Post.objects.filter(person=registrar).count() == 1
