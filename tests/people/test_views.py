from datetime import UTC, datetime

import pytest

from people.models import Delegation, User
from tests.factories.people import DelegationFactory, SchoolFactory, UserFactory, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def test_people_write_their_own_names(client):
    person = UserFactory()
    client.force_login(person)
    client.post(
        "/profile/", {"given_name": " Ana ", "family_name": "Ruiz", "preferred_name": "", "is_staff": "1"}
    )
    person.refresh_from_db()
    assert (person.name, person.is_staff) == ("Ana Ruiz", False)
    assert list(User.objects.matching("rui an")) == [person]


@pytest.mark.parametrize("name", ["", "x" * 101, "a\x00b", "https://evil.example", "\u200b"])
def test_a_name_that_cannot_be_comes_back(client, name):
    client.force_login(UserFactory())
    response = client.post("/profile/", {"given_name": name, "family_name": "Ruiz"})
    assert response.status_code == 422
    assert response.context["form"].errors["given_name"]


def test_a_principal_names_who_acts_for_them(client):
    principal, person = principal_of(SchoolFactory()), UserFactory()
    client.force_login(principal)
    days = {"first_day": "2026-11-16", "last_day": "2026-11-20"}
    response = client.post("/profile/delegations/", {"email": person.email, **days})
    assert response.status_code == 302
    assert client.get("/profile/delegations/").status_code == 200
    assert list(Delegation.objects.values_list("delegate", flat=True)) == [person.pk]


def test_a_teacher_has_no_such_page(client):
    client.force_login(UserFactory())
    assert client.get("/profile/delegations/").status_code == 403


def test_a_principal_ends_their_own_only(client):
    given = DelegationFactory()
    client.force_login(principal_of(SchoolFactory()))
    assert client.post(f"/profile/delegations/{given.pk}/end/").status_code == 404
    client.force_login(given.principal)
    client.post(f"/profile/delegations/{given.pk}/end/")
    given.refresh_from_db()
    assert given.ends.isoformat() == "2026-11-10"


@pytest.mark.parametrize("path", ["/profile/", "/profile/delegations/"])
def test_a_visitor_is_asked_to_sign_in(client, path):
    assert client.get(path).status_code == 302
