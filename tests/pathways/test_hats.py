"""Hats are given with all they are for: pathways of a manager, schools of a director."""

import pytest

from common.errors import NotAllowed
from pathways.models import PathwayManager, managed
from pathways.services import narrow_hat
from people.models import Hat, User
from people.queries import today
from tests.factories.pathways import PathwayFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager, registrar
from tests.verbs import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    # Staff of the demo need no second factor.
    settings.DEMO = True


@pytest.fixture
def by(client):
    person = registrar()
    client.force_login(person)
    return person


def give(client, person, **typed):
    return client.post(f"/people/{person.pk}/hats/new/", {"starts": today(), **typed})


def test_a_manager_is_narrowed_to_pathways(client, by):
    person, pathway = UserFactory(), PathwayFactory()
    PathwayFactory()
    assert give(client, person, kind="program_manager", pathways=[pathway.pk]).status_code == 302
    assert managed(User.objects.get(pk=person.pk)) == frozenset({pathway.pk})


def test_a_manager_of_all_is_narrowed_to_none(client, by):
    person = UserFactory()
    give(client, person, kind="program_manager", every="on")
    assert managed(User.objects.get(pk=person.pk)) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "program_manager"}, "Choose the pathways, or tick “All pathways”."),
        ({"kind": "program_manager", "every": "on", "pathways": "one"}, "Either all pathways or those you"),
        ({"kind": "coach", "pathways": "one"}, "Only a program manager has pathways."),
        ({"kind": "coach", "schools": "one"}, "Only a network director has schools."),
        ({"kind": "director"}, "Choose the schools this director looks after."),
        ({"kind": ""}, "Choose a hat"),
    ],
)
def test_what_a_hat_is_for_fits_its_kind(client, by, typed, said):
    one = {"pathways": PathwayFactory().pk, "schools": SchoolFactory().pk}
    page = give(client, UserFactory(), **{k: one[k] if v == "one" else v for k, v in typed.items()})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Hat.objects.exclude(person=by).count() == 0


def test_a_director_gets_schools_and_other_ones_later(client, by):
    person, first, second = UserFactory(), SchoolFactory(), SchoolFactory()
    give(client, person, kind="director", schools=[first.pk])
    hat = person.hats.get()
    assert client.post(f"/people/hats/{hat.pk}/for/", {"schools": [second.pk]}).status_code == 302
    assert list(hat.schools.all()) == [second]


def test_pathways_of_a_manager_are_changed_and_the_same_again_changes_nothing(client, by):
    hat, pathway = HatFactory(), PathwayFactory()
    for _ in range(2):
        client.post(f"/people/hats/{hat.pk}/for/", {"pathways": [pathway.pk]})
    assert list(PathwayManager.objects.values_list("hat", "pathway")) == [(hat.pk, pathway.pk)]
    assert list(hat.person.events.values_list("action", "kind")) == [("narrow", "program_manager")]


def test_nobody_widens_their_own_hat(by):
    own = HatFactory(person=by)
    assert refusal(narrow_hat, pk=own.pk, by=by, pathways=[], refused_as=NotAllowed).startswith("Nobody")


def test_a_manager_narrows_no_hat(client):
    client.force_login(manager())
    assert client.post(f"/people/hats/{HatFactory().pk}/for/", {"every": "on"}).status_code == 404


def test_nobody_gives_themselves_a_hat_on_the_page(client, by):
    page = give(client, by, kind="approver")
    assert page.status_code == 403
    assert "Nobody gives themselves a hat." in page.content.decode()
