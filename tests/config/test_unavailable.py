"""A database that is away, full or only for reading: every page says so, and gives back what was typed."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from tests.factories.applications import ApplicationFactory
from tests.factories.people import UserFactory, manager
from tests.owner import refusing

pytestmark = pytest.mark.django_db(transaction=True)
AWAY = "Our records do not answer right now"
FULL = "Nothing can be saved right now"
TYPED = {"time": "Two <b> hours", "save": "1"}


@pytest.fixture
def sign_in_as() -> Callable[[Any], Client]:
    """A browser that keeps cookies, checks for forged requests, and shows what the product answers."""

    def sign_in(person: Any) -> Client:
        Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        client.force_login(person)
        return client

    return sign_in


@contextmanager
def away() -> Iterator[None]:
    """No server listens where the database should be."""
    connection.close()
    place = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = place


@contextmanager
def only_for_reading() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        connection.close()


def full() -> AbstractContextManager[None]:
    """PostgreSQL answers every new text of an application with the number of a full disk."""
    return refusing("UPDATE", "applications_application", "53100")


@pytest.mark.parametrize(
    "path",
    ["/", "/accounts/email/", "/admin/", "/messages/", "/reports/jobs/", "/calendar/abcdefghijklmnop/"],
)
def test_every_page_says_that_the_database_is_away(path: str, sign_in_as: Callable[[Any], Client]) -> None:
    client = sign_in_as(UserFactory(is_staff=True, is_superuser=True))
    kept = {name: cookie.value for name, cookie in client.cookies.items()}
    with away():
        answer = client.get(path)
    html = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (
        503,
        "30",
        "no-store, private",
    )
    assert AWAY in html
    assert "css/pathways.css" in html
    assert "/nowhere" not in html
    assert answer.has_header("Content-Security-Policy")
    # Nobody is signed out by it.
    assert {name: client.cookies[name].value for name in kept} == kept


@pytest.mark.parametrize(("fault", "title"), [(away, AWAY), (only_for_reading, FULL), (full, FULL)])
def test_what_was_typed_is_given_back_and_sent_in_one_press_once_it_is_over(
    fault: Callable[[], Any], title: str, sign_in_as: Callable[[Any], Client]
) -> None:
    application = ApplicationFactory(answers={})
    client, path = sign_in_as(application.person), f"/applications/{application.pk}/edit/"
    sent = TYPED | {"csrfmiddlewaretoken": token_of(client.get(path))}
    with fault():
        answer = client.post(path, sent)
        assert answer.status_code == 503
    html = answer.content.decode()
    assert title in html
    assert "This was not saved. It is kept in this page" in html
    assert "Two &lt;b&gt; hours</textarea>" in html
    assert '<input type="hidden" name="save" value="1">' in html
    assert "16384" not in html
    again = client.post(path, TYPED | {"csrfmiddlewaretoken": token_of(answer)})
    assert again.status_code == 302
    application.refresh_from_db()
    assert application.answers == {"time": TYPED["time"]}


def token_of(page: Any) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert found
    return found[1]


def test_a_password_is_not_kept_in_the_page(sign_in_as: Callable[[Any], Client]) -> None:
    client = Client(raise_request_exception=False)
    with away():
        answer = client.post("/accounts/login/", {"login": "ana@example.org", "password": "a quiet walk"})
    html = answer.content.decode()
    assert (answer.status_code, "ana@example.org" in html, "a quiet walk" in html) == (503, True, False)


def test_a_part_of_a_page_is_left_as_it_is(sign_in_as: Callable[[Any], Client]) -> None:
    client = sign_in_as(manager())
    with away():
        answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode(), answer["Retry-After"]) == (503, AWAY, "30")


def test_a_program_reads_it_as_json(sign_in_as: Callable[[Any], Client]) -> None:
    client = sign_in_as(manager())
    with away():
        answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["error"].startswith(AWAY)


def test_readiness_tells_that_the_database_is_away() -> None:
    with away():
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer.json()["ok"]) == (503, False, False)


def test_a_line_to_the_database_that_is_dead_is_noticed_within_seconds() -> None:
    """A page waits for a database behind a broken network no longer than the proxy waits for the page."""
    connection.ensure_connection()
    known = connection.connection.info.dsn_parameters
    limits = {
        "connect_timeout": "3",
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
    }
    assert {name: known.get(name) for name in limits} == limits
    assert known["tcp_user_timeout"] == "10000"
