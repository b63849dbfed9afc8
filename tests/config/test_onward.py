"""Where the pages of an account lead on to."""

import re

import pytest
from django.test import Client

from notifications.models import Message
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WHO = {
    "given_name": "Ana",
    "family_name": "Ruiz",
    "email": "ana@example.org",
    "password1": "quiet morning walk",
}
OWN = "seven brown horses"
NO_ADDRESSES = [
    "account_login",
    "applications/",
    "javascript:alert(1)",
    "//elsewhere.example.org/",
    "/\\elsewhere",
]


def link_of(mail: Message) -> str:
    found = re.search(r"(/accounts/confirm-email/\S+)", mail.body)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("going", "arrives"),
    [({}, "/accounts/login/"), ({"next": "/applications/"}, "/accounts/login/?next=/applications/")],
)
def test_whoever_chose_a_password_after_confirming_elsewhere_reads_that_it_is_saved_and_signs_in(
    going: dict[str, str], arrives: str
) -> None:
    Client().post("/accounts/signup/", WHO)
    owner = Client()
    asked = owner.post(link_of(Message.objects.get()), going, follow=True)
    onward = re.search(r'name="next" value="([^"]+)"', asked.content.decode())
    assert onward is not None
    chosen = {"password1": OWN, "password2": OWN, "next": onward[1]}
    after = owner.post(asked.redirect_chain[-1][0], chosen, follow=True)
    assert (after.status_code, after.redirect_chain[-1][0]) == (200, arrives)
    assert "Your password is saved." in after.content.decode()
    credentials = {"login": WHO["email"], "password": OWN}
    assert owner.post(arrives, credentials).url == going.get("next", "/")


@pytest.mark.parametrize("onward", NO_ADDRESSES)
def test_what_is_no_address_of_this_site_is_not_gone_on_to(client: Client, onward: str) -> None:
    person = UserFactory(verified=True)
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD, "next": onward})
    assert (client.session["_auth_user_id"], answer.url) == (str(person.pk), "/")


@pytest.mark.parametrize("onward", NO_ADDRESSES)
def test_what_is_no_address_of_this_site_is_in_no_mail(client: Client, onward: str) -> None:
    client.post("/accounts/signup/", WHO | {"next": onward})
    assert re.fullmatch(r"/accounts/confirm-email/[^/?]+/", link_of(Message.objects.get()))
