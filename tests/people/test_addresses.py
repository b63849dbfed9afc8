"""Look-alike addresses at the doors."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from common.owner import as_owner
from notifications.models import Message
from people.models import Delegation, User
from tests.factories.people import PASSWORD, SchoolFactory, UserFactory, principal_of
from tests.pressing import pressed

pytestmark = pytest.mark.django_db
WHO = {"given_name": "Ana", "family_name": "Ruiz", "password1": "a quiet morning walk"}
TWINS = ["d\u0131rector@example.org", "DIRECTOR\u200b@example.org", "direc\u0442or@example.org"]


def sign_in(client: Client, address: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"login": address, "password": password}).status_code


@pytest.mark.parametrize("twin", TWINS)
def test_a_look_alike_signs_up_nobody_and_locks_nobody_out(client: Client, twin: str) -> None:
    director = UserFactory(email="director@example.org", verified=True)
    answer = Client().post("/accounts/signup/", {**WHO, "email": twin})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert list(User.objects.all()) == [director]
    assert sign_in(client, twin) == 422
    assert sign_in(client, "Director@Example.org") == 302


@pytest.mark.parametrize("path", ["/accounts/email/", "/accounts/password/reset/", "/accounts/login/code/"])
def test_every_form_of_an_account_refuses_a_look_alike_in_words(client: Client, path: str) -> None:
    address = "d\u0131rector@example.org"
    sent = {"email": address, "add-email": address, "action_add": "1"}
    if path == "/accounts/email/":
        sign_in(client, UserFactory(verified=True).email)
    answer = client.post(path, sent)
    assert answer.status_code == 422
    assert "plain letters (a to z)" in answer.content.decode()


def test_a_letter_of_another_alphabet_is_another_address(client: Client) -> None:
    UserFactory(email="naomi.maldonado.70@example.org", verified=True)
    client.force_login(principal_of(SchoolFactory()))
    days = {"first_day": "2027-01-11", "last_day": "2027-01-15"}
    answer = client.post(
        "/profile/delegations/", pressed("ask", email="naom\u0131.maldonado.70@example.org", **days)
    )
    assert answer.status_code == 422
    assert not Delegation.objects.exists()


def add_address(address: str) -> User:
    """Somebody who added an address that is not theirs to their own account."""
    stranger = UserFactory(verified=True)
    stranger.emailaddress_set.create(email=address, verified=False)
    return stranger


@pytest.mark.parametrize("path", ["/accounts/login/code/", "/accounts/password/reset/"])
def test_an_address_that_a_stranger_added_to_their_account_leads_nobody_into_it(
    client: Client, path: str
) -> None:
    add_address("ana@example.org")
    client.post(path, {"email": "ana@example.org"})
    assert Message.objects.get().subject == "No account with this email at Teacher Leader Pathways"


def test_an_address_that_a_stranger_added_to_their_account_is_free_for_its_owner(client: Client) -> None:
    add_address("ana@example.org")
    client.post("/accounts/signup/", {**WHO, "email": "ana@example.org"})
    assert User.objects.at_address("ana@example.org").count() == 1
    assert Message.objects.get().subject == "Confirm your email for Teacher Leader Pathways"


@pytest.fixture
def unguarded(transactional_db: None) -> Any:
    """The table as it was before its rule; put back afterwards, when the rows are gone."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user DROP CONSTRAINT address_is_stored_plain")
    yield
    rule = next(rule for rule in User._meta.constraints if rule.name == "address_is_stored_plain")
    with as_owner():
        User.objects.all().delete()
    with as_owner(), connection.schema_editor() as editor:
        editor.add_constraint(User, rule)


def write(person: User, address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET email = %s WHERE id = %s", [address, person.pk])
        cursor.execute("UPDATE account_emailaddress SET email = %s WHERE user_id = %s", [address, person.pk])


def chosen_of(page: Any) -> list[str]:
    return re.findall(r'name="choose-email" value="([^"]+)" id="[^"]+" checked', page.content.decode())


def test_the_address_one_chose_is_still_chosen_when_another_was_added(client: Client) -> None:
    person = UserFactory(email="main@example.org", verified=True)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert chosen_of(client.get("/accounts/email/")) == ["main@example.org"]
    sent = {"choose-email": "second@example.org", "add-email": "third@example.org", "action_add": "1"}
    page = client.post("/accounts/email/", sent, follow=True)
    assert person.emailaddress_set.filter(email="third@example.org").exists()
    assert chosen_of(page) == ["second@example.org"]


def test_the_chosen_address_becomes_the_main_one(client: Client) -> None:
    person = UserFactory(email="main@example.org", verified=True)
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    sent = {"choose-email": "second@example.org", "add-email": "half", "action_primary": ""}
    page = client.post("/accounts/email/", sent, follow=True)
    assert person.emailaddress_set.get(primary=True).email == "second@example.org"
    assert 'value="half"' in page.content.decode()
