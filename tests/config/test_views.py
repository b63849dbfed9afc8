"""Health tells the parts apart; the mailbox is the demo's alone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.models import User
from tests.factories.notifications import PROCESSES, MessageFactory, at_work
from tests.factories.people import UserFactory, manager
from tests.owner import owners_rights

MAIL = b"To: teacher@example.org\r\nSubject: Hello\r\n\r\nGo to http://127.0.0.1:8000/cosign/ now <b>.\r\n"


@pytest.fixture
def demo_mailbox(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO, settings.LOCAL, settings.MAILBOX_DIR = True, True, tmp_path
    return tmp_path


def test_healthz_answers_without_a_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.fixture
def all_at_work(db: None) -> None:
    at_work()


def test_readyz_is_well_when_all_is_well(client: Client, all_at_work: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    parts = ("ok", "database", "broker", "cache", "migrations", *PROCESSES)
    assert {part: answer.json()[part] for part in parts} == dict.fromkeys(parts, True)


@pytest.mark.parametrize(
    ("ago", "dead"),
    [
        ({}, []),
        ({"worker": 70}, ["worker"]),
        ({"courier": 70}, ["courier"]),
        # While beat rests nobody asks the others, so nothing is said against them.
        ({"beat": 70, "worker": 70, "courier": 70}, ["beat"]),
        ({"beat": 600, "worker": 700, "courier": 600}, ["beat", "worker"]),
        # Noted before the clock was set back: nobody knows.
        ({"beat": -180, "worker": -180, "courier": -180}, ["beat"]),
        ({"worker": -3483}, ["worker"]),
    ],
)
def test_readyz_names_the_process_that_is_dead(
    client: Client, db: None, ago: dict[str, int], dead: list[str]
) -> None:
    at_work(**ago)
    answer = client.get("/readyz")
    assert [name for name in PROCESSES if not answer.json()[name]] == dead
    assert answer.status_code == (503 if dead else 200)


def test_readyz_names_the_processes_that_never_began(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, [answer.json()[name] for name in PROCESSES]) == (503, [False] * 3)


def test_readyz_names_the_broker_when_it_is_dead(client: Client, db: None, settings: Any) -> None:
    from config.celery import app

    before = app.conf.broker_url
    app.conf.broker_url = app.conf.broker_write_url = "redis+socket:///nowhere/valkey.sock?virtual_host=0"
    try:
        answer = client.get("/readyz")
    finally:
        app.conf.broker_url = app.conf.broker_write_url = before
    assert answer.status_code == 503
    assert (answer.json()["broker"], answer.json()["database"]) == (False, True)


def test_readyz_notices_a_migration_that_was_not_run(client: Client, db: None) -> None:
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'stipends'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] is False


def test_readyz_tells_the_age_of_the_oldest_mail_that_waits(client: Client, db: None) -> None:
    MessageFactory(send_after=timezone.now() - timedelta(hours=1))
    outbox = client.get("/readyz").json()["outbox"]
    assert outbox["due"] == 1
    assert outbox["oldest_seconds"] in range(3600, 3660)


STRANGER = {"REMOTE_ADDR": "192.0.2.7"}
PARTS = sorted(["broker", "cache", "database", "jobs", "migrations", "ok", "outbox", "ended", *PROCESSES])


@pytest.mark.parametrize(
    "asked",
    [
        STRANGER,
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_VIA": "1.1 a"},
    ],
)
def test_readyz_tells_strangers_only_whether_all_is_well(
    client: Client, all_at_work: None, asked: dict[str, str]
) -> None:
    answer = client.get("/readyz", **asked)
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'stipends'")
    answer = client.get("/readyz", **asked)
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


def test_readyz_tells_its_parts_to_staff_and_to_this_machine_itself(
    client: Client, signed_in: Callable[[User], Client]
) -> None:
    assert sorted(client.get("/readyz").json()) == PARTS
    assert sorted(signed_in(manager()).get("/readyz", **STRANGER).json()) == PARTS
    assert list(signed_in(UserFactory()).get("/readyz", **STRANGER).json()) == ["ok"]


def test_the_mailbox_lists_mails_newest_first(client: Client, db: None, demo_mailbox: Path) -> None:
    (demo_mailbox / "1000-000.eml").write_bytes(MAIL)
    (demo_mailbox / "2000-000.eml").write_bytes(MAIL.replace(b"Hello", b"Newer"))
    page = client.get("/mailbox/").content.decode()
    assert page.index("Newer") < page.index("Hello")


def test_a_mail_shows_its_links_as_links_and_its_signs_as_text(
    client: Client, db: None, demo_mailbox: Path
) -> None:
    (demo_mailbox / "1000-000.eml").write_bytes(MAIL)
    page = client.get("/mailbox/1000-000/").content.decode()
    assert '<a href="http://127.0.0.1:8000/cosign/"' in page
    assert "&lt;b&gt;" in page


def test_an_empty_mailbox_says_so(client: Client, db: None, demo_mailbox: Path) -> None:
    assert "No mail yet" in client.get("/mailbox/").content.decode()


def test_a_mail_that_is_not_there_is_an_unknown_page(client: Client, db: None, demo_mailbox: Path) -> None:
    assert client.get("/mailbox/1-1/").status_code == 404


@pytest.mark.parametrize(("demo", "local"), [(False, True), (True, False)])
def test_there_is_no_mailbox_outside_the_demo_of_this_machine(
    client: Client, db: None, demo_mailbox: Path, settings: Any, demo: bool, local: bool
) -> None:
    (demo_mailbox / "1000-000.eml").write_bytes(MAIL)
    settings.DEMO, settings.LOCAL = demo, local
    assert [client.get(path).status_code for path in ("/mailbox/", "/mailbox/1000-000/")] == [404, 404]
