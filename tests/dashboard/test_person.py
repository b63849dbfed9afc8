"""A person's page: what is kept of them, and what each may do there."""

import pytest

from people.models import Hat
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    registrar,
    teacher_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    # Staff of the demo need no second factor.
    settings.DEMO = True


def page_of(client, person, by):
    client.force_login(by)
    return client.get(f"/people/{person.pk}/")


def test_it_tells_posts_hats_and_for_whom_one_acts_with_their_days(client, clock):
    school = SchoolFactory(name="First Street")
    person = teacher_at(school, given_name="Ana", family_name="Ruiz")
    director = HatFactory(person=person, kind=Hat.Kind.DIRECTOR)
    director.schools.add(school)
    HatFactory(person=person)
    ActingSignerFactory(person=person, school=school)
    DelegationFactory(delegate=person)
    html = page_of(client, person, registrar()).content.decode()
    for words in (
        "Teacher</strong>, <a",
        "Network director</strong>: First Street",
        "Program manager</strong>: All pathways",
        "From Jul 1, 2015 through Jun 30, 2099",
        "Acts for <strong>",
    ):
        assert words in html, words


@pytest.mark.parametrize("rows", [3, 60])
def test_it_takes_as_many_queries_whatever_somebody_holds(client, count_queries, rows):
    person, by = UserFactory(), registrar()
    for _ in range(rows):
        PostFactory(person=person)
    page_of(client, person, by)
    with count_queries(at_most=18, repeats=True):
        assert client.get(f"/people/{person.pk}/").status_code == 200


WORDS = ("Enter a position…", "Give a hat…", "Correct the names…", "Change the address…", "Close the account")


def offered(client, person, by):
    html = page_of(client, person, by).content.decode()
    return [words for words in WORDS if words in html]


def test_a_registrar_is_offered_all_but_what_an_administrator_does(client):
    assert offered(client, UserFactory(), registrar()) == list(WORDS)
    assert offered(client, HatFactory().person, registrar()) == [one for one in WORDS if "address" not in one]
    assert offered(client, administrator(), registrar()) == ["Enter a position…", "Give a hat…"]


def test_a_manager_names_who_acts_for_a_principal_and_changes_nothing(client):
    principal = principal_of(SchoolFactory())
    assert offered(client, principal, manager()) == []
    assert "Name who acts for them…" in client.get(f"/people/{principal.pk}/").content.decode()


def test_everybody_opens_their_own_and_no_other(client):
    person = teacher_at(SchoolFactory())
    assert page_of(client, person, person).status_code == 200
    assert offered(client, person, person) == []
    assert page_of(client, UserFactory(), person).status_code == 404


def test_whoever_gives_hats_is_not_offered_to_give_themselves_one(client):
    by = registrar()
    assert "Give a hat…" not in offered(client, by, by)
