"""A registrar begins with nothing but a hat, and enters schools, people, posts, hats and signers on pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from people.models import Hat, School, User
from tests.factories.people import PASSWORD, HatFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
Judge = Callable[[Page], None]
LAST_DAY = "2099-06-30"


@pytest.fixture
def registrar(transactional_db: None, settings: Any) -> User:
    """All an administrator did: one account with one hat."""
    settings.DEMO = True
    person: User = UserFactory(given_name="Iris", family_name="Molina", verified=True)
    HatFactory(person=person, kind=Hat.Kind.REGISTRAR)
    return person


@pytest.fixture
def desk(live_server: Any, page: Page, registrar: User) -> Page:
    client = Client()
    assert client.login(username=registrar.email, password=PASSWORD)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(f"{live_server.url}/people/")
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def add_person(page: Page, url: str, email: str, first: str, last: str, **post: str) -> None:
    page.goto(f"{url}/people/new/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    for label, choice in post.items():
        page.get_by_label(label, exact=False).first.select_option(label=choice)
    press(page, "Add this person")
    expect(page.get_by_role("heading", level=1, name=f"{first} {last}")).to_be_visible()


def add_school(page: Page, url: str) -> None:
    page.goto(f"{url}/schools/")
    follow(page, "Add a school")
    page.get_by_label("Name").fill("Jordan High School")
    page.get_by_label("Level").select_option("high")
    page.get_by_label("Lowest grade").select_option("9")
    page.get_by_label("Highest grade").select_option("12")
    page.get_by_label("CDS code").fill("19647331935154")
    press(page, "Add this school")
    expect(page.get_by_role("heading", name="Nobody signs for this school")).to_be_visible()


def test_a_registrar_makes_a_school_its_people_hats_and_who_signs_without_the_administration(
    live_server: Any, desk: Page, axe: Judge, no_sideways_scroll: Judge
) -> None:
    url = live_server.url
    add_school(desk, url)
    axe(desk)
    no_sideways_scroll(desk)
    desk.goto(url)
    expect(desk.get_by_role("link", name="Nobody signs for Jordan High School")).to_be_visible()
    add_person(desk, url, "ana@example.org", "Ana", "Ruiz", School="Jordan High School")
    axe(desk)
    no_sideways_scroll(desk)
    desk.goto(url)
    follow(desk, "Nobody signs for Jordan High School")
    desk.get_by_role("combobox", name="Somebody of the school").select_option(label="Ana Ruiz")
    desk.get_by_label("Last day").fill(LAST_DAY)
    axe(desk)
    no_sideways_scroll(desk)
    press(desk, "Appoint this person")
    expect(desk.get_by_role("heading", name="Ana Ruiz signs for this school")).to_be_visible()
    add_person(desk, url, "mina@example.org", "Mina", "Castillo")
    follow(desk, "Give a hat…")
    desk.get_by_label("Hat", exact=True).select_option("program_manager")
    desk.get_by_text("All pathways", exact=True).click()
    expect(desk.get_by_label("All pathways", exact=True)).to_be_checked()
    axe(desk)
    no_sideways_scroll(desk)
    press(desk, "Give this hat")
    expect(desk.get_by_text("Program manager: All pathways")).to_be_visible()
    axe(desk)
    no_sideways_scroll(desk)
    desk.goto(f"{url}/people/")
    expect(desk.get_by_role("row", name="Mina Castillo")).to_contain_text("Program manager")
    axe(desk)
    no_sideways_scroll(desk)
    school = School.objects.get()
    assert school.acting_signers.get().person.email == "ana@example.org"


def test_the_pages_of_a_person_are_judged_when_empty_and_when_refused(
    live_server: Any, desk: Page, axe: Judge, no_sideways_scroll: Judge
) -> None:
    person = UserFactory(given_name="Ana", family_name="Ruiz")
    base = f"{live_server.url}/people/{person.pk}"
    for path in ("", "/rename", "/readdress", "/posts/new", "/hats/new"):
        desk.goto(f"{base}{path}/")
        axe(desk)
        no_sideways_scroll(desk)
    desk.goto(f"{base}/posts/new/")
    press(desk, "Enter the position")
    expect(desk.get_by_role("alert")).to_be_visible()
    axe(desk)
    no_sideways_scroll(desk)
    desk.goto(f"{live_server.url}/people/?q=nobody+is+called+so")
    expect(desk.get_by_text("Nobody fits")).to_be_visible()
    axe(desk)
