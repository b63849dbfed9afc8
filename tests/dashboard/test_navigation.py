"""The head of every page: where one can go, by hat."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory

from dashboard.views.navigation import FOR_FELLOWS, FOR_LEADERS, FOR_STAFF, exists, links, shortcuts
from people.models import Hat
from tests.factories.fellows import FellowFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    UserFactory,
    administrator,
    manager,
)

pytestmark = pytest.mark.django_db


def test_who_imports_finds_the_imports() -> None:
    found = {shortcut.url for shortcut in shortcuts(administrator())}
    assert {"/people/import/", "/people/import/invitations/"} <= found


def test_a_page_nobody_built_is_not_linked() -> None:
    assert not exists("/nowhere/at/all/")


def test_a_visitor_can_sign_in_and_make_an_account(client: Client) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert 'href="/accounts/signup/">Create an account' in html
    assert "Sign out" not in html


def test_signing_out_is_a_button_that_posts(client: Client) -> None:
    client.force_login(UserFactory())
    html = client.get("/").content.decode()
    assert '<form method="post" action="/accounts/logout/">' in html


def test_the_link_that_leads_here_is_marked(client: Client) -> None:
    client.force_login(UserFactory())
    html = client.get("/").content.decode()
    assert re.findall(r'<a href="(/[^"]*)" aria-current="page">', html) == ["/"]


@pytest.mark.parametrize("path", ["/decisions/", "/decisions/12/", "/decisions/12/34/", "/applications/12/"])
def test_what_belongs_to_the_applications_is_marked_as_such(path: str) -> None:
    request = RequestFactory().get(path)
    request.user = manager()
    assert [link.name for link in links(request) if link.current] == ["Applications"]


def test_the_head_of_a_page_asks_the_database_at_most_twice(client: Client, count_queries: Any) -> None:
    client.force_login(UserFactory())
    with count_queries(at_most=4):  # the session, the person, hats, schools one signs for
        client.get("/accounts/logout/")


def test_the_page_of_components_is_for_the_demo_only(client: Client, settings: Any) -> None:
    assert client.get("/design/").status_code == 404
    settings.DEMO = True
    assert client.get("/design/").status_code == 200


def test_the_footer_says_that_demo_people_are_invented(client: Client, settings: Any) -> None:
    assert "fictional" not in client.get("/accounts/login/").content.decode()
    settings.DEMO = True
    assert "fictional" in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("hat", [None, *Hat.Kind])
def test_no_page_is_linked_twice(hat: Any) -> None:
    person = UserFactory()
    if hat:
        HatFactory(person=person, kind=hat)
    request = RequestFactory().get("/")
    request.user = person
    head = [link.url for link in links(request)]
    below = [shortcut.url for shortcut in shortcuts(person)]
    assert len(set(head)) == len(head)
    assert set(head) & set(below) <= {"/stipends/"}


@pytest.mark.parametrize("kind", [Hat.Kind.PREPARER, Hat.Kind.APPROVER, Hat.Kind.PROGRAM_MANAGER])
def test_no_two_links_of_the_head_end_at_one_page(signed_in: Any, kind: str) -> None:
    person = HatFactory(kind=kind).person
    request = RequestFactory().get("/")
    request.user = person
    client = signed_in(person)
    ends = [client.get(link.url, follow=True).request["PATH_INFO"] for link in links(request)]
    assert len(set(ends)) == len(ends)


def test_a_manager_reaches_years_people_and_offerings_from_the_head_and_the_rest_from_home() -> None:
    request = RequestFactory().get("/")
    request.user = HatFactory(kind=Hat.Kind.PROGRAM_MANAGER).person
    assert [link.name for link in links(request)] == [
        "Home",
        "Years",
        "Offerings",
        "Applications",
        "Review",
        "Placements",
        "People",
        "Seminars",
        "Coaching",
        "Stipends",
        "Fellows",
        "Reports",
        "Search",
    ]
    assert {"/deliverables/", "/messages/"} <= {shortcut.url for shortcut in shortcuts(request.user)}


def test_a_new_teacher_is_led_to_no_page_that_is_empty_for_them() -> None:
    found = {shortcut.url for shortcut in shortcuts(UserFactory())}
    assert not found & {"/stipends/", "/deliverables/", "/support/", "/seminars/calendar/", "/fellows/"}
    assert {"/schools/", "/scope-and-sequence/", "/profile/"} <= found


@pytest.mark.parametrize("hat", Hat.Kind)
def test_staff_who_hold_no_role_are_led_to_no_page_about_their_own(hat: Any) -> None:
    found = {shortcut.name for shortcut in shortcuts(HatFactory(kind=hat).person)}
    # Recordings are for both.
    own = {shortcut.name for shortcut in (*FOR_LEADERS, *FOR_FELLOWS)} - {one.name for one in FOR_STAFF}
    assert not found & own


def test_a_leader_and_a_fellow_are_led_to_what_they_hold() -> None:
    assert {"/stipends/", "/seminars/calendar/"} <= {
        shortcut.url for shortcut in shortcuts(PlacementFactory().person)
    }
    assert "/fellows/" in {shortcut.url for shortcut in shortcuts(FellowFactory().person)}


def test_a_principal_finds_what_a_signer_needs() -> None:
    person = PostFactory(principal=True).person
    found = {shortcut.url for shortcut in shortcuts(person)}
    assert {"/placements/receive/", "/profile/delegations/"} <= found


def menu_of(person: Any) -> list[str]:
    request = RequestFactory().get("/")
    request.user = person
    return [link.name for link in links(request)]


def test_who_acts_for_a_principal_is_not_led_to_naming_somebody_themselves() -> None:
    principal = PostFactory(principal=True).person
    delegate = DelegationFactory(principal=principal).delegate
    acting = ActingSignerFactory().person
    found = [{shortcut.name for shortcut in shortcuts(person)} for person in (principal, acting, delegate)]
    assert ["Who acts for me" in names for names in found] == [True, True, False]
    assert "A leader moves to us" in found[2]


def test_a_leader_who_acts_for_a_principal_keeps_their_own_pages_in_the_head() -> None:
    principal = PostFactory(principal=True).person
    leader = PlacementFactory().person
    DelegationFactory(principal=principal, delegate=leader)
    names = menu_of(leader)
    assert {"Pathways", "My role and leaders", "Stipend"} <= set(names)
    assert {"To sign", "Attestations"} <= set(names)
    assert "Stipend" not in menu_of(principal)


def test_the_head_holds_what_each_of_several_hats_needs() -> None:
    person = HatFactory(kind=Hat.Kind.COACH).person
    HatFactory(person=person, kind=Hat.Kind.DIRECTOR)
    HatFactory(person=person, kind=Hat.Kind.APPROVER)
    assert menu_of(person) == [
        *("Home", "Stipend runs", "Budget", "Policies", "Claims", "Placements", "Schools", "Seminars"),
        *("Coaching", "Fellows", "My leaders", "Support", "Applications", "Review", "Deliverables"),
        *("Reports", "Search"),
    ]
