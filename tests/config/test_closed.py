"""What was begun before an account was closed goes on neither then nor later."""

import re

import pytest
from django.test import Client

from notifications.models import Message
from people.services import deactivate, reactivate
from tests.config.test_entrance import code_now, sign_in, signed_in_as, totp_of
from tests.factories.people import UserFactory, registrar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("opened", [False, True])
def test_a_sign_in_half_done_ends_when_its_account_is_closed(client: Client, opened: bool) -> None:
    person, by, other = UserFactory(verified=True), registrar(), Client()
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"code is\n\n(\S+)\n", Message.objects.get().body)
    assert code is not None
    secret = totp_of(person)
    sign_in(other, person.email)
    deactivate(pk=person.pk, by=by, reason="Moved away.")
    if opened:
        reactivate(pk=person.pk, by=by)
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    other.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    for one in (client, other):
        assert (signed_in_as(one), "account_login" in one.session) == (None, False)
