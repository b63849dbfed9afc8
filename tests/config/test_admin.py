"""Accounts in the administration: a lost second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from notifications.models import Message
from tests.factories.people import UserFactory, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    return client


@pytest.fixture
def factor():
    person = UserFactory(given_name="Ana", family_name="Ruiz", email="ana@example.org")
    return Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})


def test_removing_a_second_factor_names_its_owner_first(inside, factor):
    alone = inside.get(reverse("admin:mfa_authenticator_delete", args=[factor.pk])).content.decode()
    chosen = {"action": "delete_selected", "_selected_action": factor.pk}
    several = inside.post(reverse("admin:mfa_authenticator_changelist"), chosen).content.decode()
    assert "Ana Ruiz (ana@example.org): TOTP authenticator" in alone
    assert "Ana Ruiz (ana@example.org): TOTP authenticator" in several


@pytest.mark.parametrize("several", [True, False])
def test_whose_second_factor_was_removed_is_told_and_the_account_says_who_did_it(inside, factor, several):
    if several:
        chosen = {"action": "delete_selected", "_selected_action": factor.pk, "post": "yes"}
        inside.post(reverse("admin:mfa_authenticator_changelist"), chosen)
    else:
        inside.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})
    assert Authenticator.objects.count() == 0
    mail = Message.objects.get()
    assert mail.subject == "[Action required] Your second step of signing in was removed"
    assert "removed your second step of signing in (TOTP authenticator)" in mail.body
    said = LogEntry.objects.filter(object_id=str(factor.user_id)).values_list("change_message", flat=True)
    assert list(said) == ["Removed a second step of signing in: TOTP authenticator."]
