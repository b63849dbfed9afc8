"""The outbox's pages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Message
from tests.factories.notifications import MessageFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
LIST = "/messages/"


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(LIST).headers["Location"].startswith(reverse("account_login"))


def test_a_teacher_reads_nobodys_mail(signed_in: Any) -> None:
    message, client = MessageFactory(), signed_in(UserFactory())
    assert client.get(LIST).status_code == 403
    assert client.get(f"/messages/{message.pk}/").status_code == 404
    assert client.post(f"/messages/{message.pk}/cancel/").status_code == 404


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_takes_the_same_queries_however_long(count: int, count_queries: Any, signed_in: Any) -> None:
    MessageFactory.create_batch(count)
    client = signed_in(manager())
    client.get(LIST)
    with count_queries(7):
        page = client.get(LIST).content.decode()
    assert page.count("/messages/") >= min(count, 50)


def test_the_list_shows_one_state_on_request(signed_in: Any) -> None:
    MessageFactory(subject="Waits")
    MessageFactory(subject="Gave up", failed=True)
    page = signed_in(manager()).get(LIST, {"state": "failed"}).content.decode()
    assert ("Gave up" in page, "Waits" in page) == (True, False)


def test_the_list_is_sorted_by_address_or_by_when_a_mail_was_owed(signed_in: Any) -> None:
    for number, to in enumerate(("cruz", "able", "baker")):
        message = MessageFactory(to_email=f"{to}@example.org")
        Message.objects.filter(pk=message.pk).update(created_at=datetime(2026, 11, 2 + number, tzinfo=UTC))
    client = signed_in(manager())

    def shown(sort: str) -> list[str]:
        page = client.get(LIST, {"sort": sort}).context["page_obj"]
        return [one.to_email.partition("@")[0] for one in page]

    assert shown("") == ["baker", "able", "cruz"]
    assert shown("to") == ["able", "baker", "cruz"]
    assert shown("-to") == ["cruz", "baker", "able"]
    assert shown("owed-since") == ["cruz", "able", "baker"]


def test_an_unknown_page_shows_the_list(signed_in: Any) -> None:
    MessageFactory(subject="Waits")
    page = signed_in(manager()).get(LIST, {"page": "9" * 30})
    assert "Waits" in page.content.decode()


def test_an_unknown_state_is_said_and_lists_nothing(signed_in: Any) -> None:
    MessageFactory(subject="Waits")
    page = signed_in(manager()).get(LIST, {"state": "x"}).content.decode()
    assert "There is no state “x”. Choose one that is listed here." in page
    assert "Waits</a>" not in page


def test_a_one_time_code_is_shown_to_nobody(signed_in: Any) -> None:
    message = MessageFactory(secret=True, body="Code 123456")
    page = signed_in(manager()).get(f"/messages/{message.pk}/").content.decode()
    assert ("123456" in page, "one-time" in page) == (False, True)


def test_looking_at_an_action_does_nothing(signed_in: Any) -> None:
    message, client = MessageFactory(), signed_in(manager())
    assert client.get(f"/messages/{message.pk}/cancel/").status_code == 405
    assert Message.objects.get().state == "waiting"


def test_a_manager_stops_a_waiting_mail(signed_in: Any) -> None:
    message, client = MessageFactory(), signed_in(manager())
    page = client.post(f"/messages/{message.pk}/cancel/", follow=True).content.decode()
    assert "This mail will not be sent." in page
    assert Message.objects.get().state == "cancelled"


def test_too_late_is_said_in_words(signed_in: Any) -> None:
    message, client = MessageFactory(sent=True), signed_in(manager())
    page = client.post(f"/messages/{message.pk}/send-again/", follow=True).content.decode()
    assert "This is sent now, so it is not the time to" in page


@pytest.mark.parametrize("path", [f"{'9' * 30}/", f"{'9' * 30}/cancel/", "1/burn/"])
def test_unknown_mails_and_verbs_are_not_found(path: str, signed_in: Any) -> None:
    MessageFactory(pk=1)
    assert signed_in(manager()).post(f"{LIST}{path}").status_code in {404, 405}
