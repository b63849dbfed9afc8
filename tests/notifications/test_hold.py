"""A copy that was restored sends nothing by itself, neither old nor new, until somebody says so."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from config.backup import KEEP_BACK
from notifications import queries, services
from notifications.models import Hold, Message
from notifications.tasks import sweep_codes, sweep_outbox
from tests.conftest import Sink
from tests.factories.notifications import MessageFactory, at_work
from tests.factories.people import UserFactory, administrator, manager
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db(transaction=True)
NOON, NIGHT = datetime(2026, 6, 30, 19, 0, tzinfo=UTC), datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
LIST = reverse("admin:notifications_message_changelist")
SAID = "This is a copy that was restored: it holds its mails"


def restored() -> None:
    """What the last lines of a restore do."""
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute(KEEP_BACK)


def owe_anew() -> None:
    """A reminder beat finds due."""
    context = {"label": "2025-26", "fellow": {"pk": 7}}
    services.queue(to=UserFactory(), template="fellows/service_report", context=context, dedupe_key="anew")


def owe_a_code() -> None:
    services.owe_plain(to="code@example.org", subject="Your code", body="Words")


def test_neither_old_nor_new_mails_of_a_copy_leave_until_somebody_says_so(
    smtp_sink: Sink, clock: Any
) -> None:
    clock(NOON)
    MessageFactory()
    owe_a_code()
    restored()
    owe_anew()
    assert (sweep_outbox(), sweep_codes(), smtp_sink.mails) == (0, 0, [])
    assert (queries.waits(NOON), services.claim(now=NOON)) == (False, None)

    assert services.release_mails() == 3
    assert not Hold.objects.exists()
    assert sweep_outbox() == 3
    assert services.release_mails() is None


def test_a_code_that_somebody_asks_a_copy_for_leaves_at_once_by_day_and_by_night(
    smtp_sink: Sink, clock: Any
) -> None:
    owe_a_code()
    restored()
    owe_anew()
    for at in (NOON, NIGHT):
        clock(at)
        owe_a_code()
        assert (sweep_codes(), sweep_outbox()) == (1, 0)
    assert [mail["To"] for mail in smtp_sink.mails] == ["code@example.org"] * 2


def test_whoever_forgot_their_password_gets_a_link_from_a_copy(client: Client, smtp_sink: Sink) -> None:
    person = UserFactory()
    restored()
    assert client.post("/accounts/password/reset/", {"email": person.email}).status_code == 302
    assert sweep_codes() == 1
    assert [mail["To"] for mail in smtp_sink.mails] == [person.email]


def test_the_command_says_how_many_mails_leave(capsys: Any) -> None:
    MessageFactory()
    restored()
    owe_anew()
    owe_a_code()
    call_command("release_mails")
    assert capsys.readouterr().out == "2 mails may leave now, and others from now on.\n"
    call_command("release_mails")
    assert capsys.readouterr().out == "No mails were held.\n"


def test_staff_read_that_this_copy_holds_its_mails(signed_in: Any, client: Client) -> None:
    at_work()
    MessageFactory()
    page = signed_in(manager())
    paths = ("/messages/", "/reports/jobs/")
    assert [SAID in page.get(path).content.decode() for path in paths] == [False, False]
    assert client.get("/readyz").json()["outbox"]["held_since"] is None

    restored()
    owe_anew()
    for path in paths:
        html = page.get(path).content.decode()
        assert SAID in html
        assert "2 mails wait" in html
        assert "manage.py release_mails" in html
        assert "No mail is waiting to leave" not in html
        assert "wait for the morning" not in html
    outbox = client.get("/readyz").json()["outbox"]
    assert (outbox["due"], outbox["resting"], outbox["held"]) == (0, 0, 2)
    assert outbox["held_since"] is not None

    owe_a_code()
    outbox = client.get("/readyz").json()["outbox"]
    assert (outbox["due"], outbox["resting"], outbox["held"]) == (1, 0, 2)


def test_a_mail_sent_again_by_staff_waits_with_the_others(signed_in: Any) -> None:
    kept = MessageFactory()
    restored()
    page = signed_in(manager())
    answer = page.post(f"/messages/{kept.pk}/send-again/", follow=True).content.decode()
    assert "This mail leaves once this copy may send mails." in answer
    assert "<dd>Once this copy may send mails</dd>" in answer
    assert (Message.objects.get().state, services.claim(now=NOON)) == ("waiting", None)


def test_the_administration_says_so_too(signed_in: Any) -> None:
    kept = MessageFactory(subject="Sign this")
    restored()
    chosen = {"action": "send_again", "_selected_action": [kept.pk]}
    page = signed_in(administrator()).post(LIST, chosen, follow=True).content.decode()
    assert "Sign this: this mail leaves once this copy may send mails." in page


@pytest.mark.parametrize(
    ("at", "urgent", "words"),
    [
        (NOON, False, "within a minute"),
        (NIGHT, False, "after Jul 1, 2026, 7:00 a.m."),
        (NIGHT, True, "within a minute"),
    ],
)
def test_sent_again_by_staff_a_mail_leaves_when_its_page_says(
    signed_in: Any, clock: Any, at: datetime, urgent: bool, words: str
) -> None:
    mail = MessageFactory(failed=True, urgent=urgent)
    Message.objects.update(created_at=at - timedelta(days=1))
    page = signed_in(manager())
    clock(at)
    answer = page.post(f"/messages/{mail.pk}/send-again/", follow=True).content.decode()
    assert f"This mail leaves {words}." in answer
    assert f"<dd>{words[0].upper()}{words[1:]}</dd>" in answer
    assert (services.claim(now=at) is None) == (words != "within a minute")


def test_a_mail_that_waits_for_its_day_says_which(clock: Any) -> None:
    clock(NOON)
    mail = MessageFactory(send_after=datetime(2026, 7, 4, 5, 0, tzinfo=UTC))
    assert queries.when_it_leaves(mail, now=NOON) == "after Jul 4, 2026, 7:00 a.m."


def test_a_copy_of_a_copy_holds_its_mails_too() -> None:
    restored()
    restored()
    assert Hold.objects.count() == 1


def test_there_is_one_hold() -> None:
    restored()
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(pk=2, since=NOON)
