"""A registrar merges two accounts of one person, closes an account, and gives somebody all that is kept about them."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from dashboard.services import make_export
from people.models import Hat, Merge, PersonExport, User
from tests.factories.pathways import PlacementFactory
from tests.factories.people import PASSWORD, HatFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
WIDTHS = (390, 1280)


@pytest.fixture
def desk(live_server: Any, page: Page, transactional_db: None, settings: Any) -> Page:
    settings.DEMO = True
    person = UserFactory(given_name="Iris", family_name="Molina", verified=True)
    HatFactory(person=person, kind=Hat.Kind.REGISTRAR)
    client = Client()
    assert client.login(username=person.email, password=PASSWORD)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


@pytest.fixture
def judged(axe: Judge, no_sideways_scroll: Judge) -> Callable[[Page, str], None]:
    def judge(page: Page, name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            axe(page)
            no_sideways_scroll(page)
            if folder := os.environ.get("LOOK"):
                page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)

    return judge


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def twice() -> tuple[User, User]:
    kept = PostFactory(person__given_name="Ana", person__family_name="Ruiz").person
    other = UserFactory(given_name="Ana", family_name="Ruiz")
    PlacementFactory(person=other)
    PostFactory(person=other, school=kept.posts.get().school)
    return kept, other


def test_two_accounts_are_looked_at_and_merged(
    live_server: Any, desk: Page, judged: Callable[[Page, str], None]
) -> None:
    kept, other = twice()
    desk.goto(f"{live_server.url}/people/alike/")
    judged(desk, "alike")
    desk.goto(f"{live_server.url}/people/{kept.pk}/")
    judged(desk, "person")
    desk.get_by_role("link", name="Look at both").click()
    expect(desk.get_by_label("How you know")).to_be_visible()
    judged(desk, "pair")
    desk.get_by_label("How you know").fill("Her badge has both addresses.")
    press(desk, "Merge the two accounts")
    expect(desk.get_by_text("is closed and leads here")).to_be_visible()
    judged(desk, "merged")
    assert Merge.objects.get().kept == kept
    desk.goto(f"{live_server.url}/people/{other.pk}/")
    judged(desk, "gone")


def test_what_stands_in_the_way_of_a_merge_is_said(
    live_server: Any, desk: Page, judged: Callable[[Page, str], None]
) -> None:
    kept, other = twice()
    held = other.placements.get()
    PlacementFactory(person=kept, role=held.role, year=held.year)
    desk.goto(f"{live_server.url}/people/{kept.pk}/merge/")
    judged(desk, "find")
    desk.goto(f"{live_server.url}/people/{kept.pk}/merge/?with={other.pk}")
    expect(desk.get_by_text("nobody holds a role twice at once")).to_be_visible()
    judged(desk, "refused")


def test_an_account_is_closed_and_everything_about_it_exported(
    live_server: Any, desk: Page, judged: Callable[[Page, str], None]
) -> None:
    kept, _ = twice()
    desk.goto(f"{live_server.url}/people/{kept.pk}/close/")
    judged(desk, "close")
    desk.get_by_label("Why it is closed").fill("She moved away.")
    press(desk, "Close the account")
    expect(desk.get_by_text("The account is closed.")).to_be_visible()
    desk.goto(f"{live_server.url}/people/{kept.pk}/export/")
    judged(desk, "export")
    desk.get_by_label("What it is for").fill("She asked for it by mail.")
    press(desk, "Make the file")
    expect(desk.get_by_role("heading", name="It is being made")).to_be_visible()
    judged(desk, "making")
    make_export(pk=PersonExport.objects.get().pk)
    expect(desk.get_by_role("heading", name="It is ready")).to_be_visible()
    judged(desk, "ready")
    with desk.expect_download() as download:
        press(desk, "Save the file")
    assert download.value.suggested_filename == f"everything-about-{kept.pk}.zip"
