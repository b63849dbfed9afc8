"""Mails of one's own account."""

import pytest

from notifications.models import Message
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_links_in_mails_start_with_the_configured_address_whatever_host_was_asked(client, settings):
    settings.BASE_URL = "https://pathways.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    person = UserFactory(verified=True)
    client.post("/accounts/password/reset/", {"email": person.email}, headers={"host": "evil.example"})
    body = Message.objects.get(to_email=person.email).body
    assert "https://pathways.example.org/accounts/password/reset/key/" in body
    assert "evil.example" not in body
