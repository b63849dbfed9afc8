"""The page a site opens from its mail."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.test import Client

from common.errors import DomainError
from fellows import services
from fellows.models import ServiceRecord
from fellows.queries import DEAD_LINK
from fellows.states import ITEMS
from notifications.models import Message
from tests.factories.fellows import FellowFactory, digits_of
from tests.fellows.test_services import served

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)
AGREES = {"typed_name": "Pat Lee, principal", **dict.fromkeys(ITEMS, "yes")}


@pytest.fixture
def record() -> ServiceRecord:
    fellow = FellowFactory(serving=True)
    return services.report_service(pk=fellow.pk, served=served(), by=fellow.person)


@pytest.fixture
def path(record: ServiceRecord) -> str:
    found = re.search(r"/service/[\w-]+/", Message.objects.get().body)
    assert found is not None
    return found.group(0)


def test_opening_the_link_changes_nothing_however_often(record: ServiceRecord, path: str) -> None:
    for method in ("get", "head", "options", "get"):
        getattr(Client(), method)(path)
    record.refresh_from_db()
    assert (record.state, record.links.get().used_at) == ("reported", None)


def test_a_machine_that_presses_the_button_says_nothing(record: ServiceRecord, path: str) -> None:
    answer = Client().post(path, {"send": "Send the answer"})
    assert answer.status_code == 422
    assert "Position – Choose “Right” or “Not right”." in answer.content.decode()
    assert "Write your name and position, so that it is known who answered." in answer.content.decode()
    record.refresh_from_db()
    assert record.state == "reported"


def digits() -> str:
    return Message.objects.filter(topic__startswith="service-code-").latest("pk").subject[:6]


def test_agreeing_with_every_item_confirms_once_the_mailed_digits_are_typed(
    record: ServiceRecord, path: str
) -> None:
    asked = Client().post(path, AGREES)
    assert (asked.status_code, "The six digits we mailed you" in asked.content.decode()) == (200, True)
    # Nothing that was typed is asked for again.
    assert 'value="Pat Lee, principal"' in asked.content.decode()
    assert asked.content.decode().count("checked") == len(ITEMS)
    record.refresh_from_db()
    assert (record.state, Message.objects.latest("pk").to_email) == ("reported", "office@example.org")
    assert "Thank you" in Client().post(path, AGREES | {"code": digits()}).content.decode()
    record.refresh_from_db()
    assert record.state == "verified"


def test_who_disagrees_says_what_is_right(record: ServiceRecord, path: str) -> None:
    response = Client().post(path, AGREES | {"fte": "no"})
    assert response.status_code == 422
    assert "Write what is right instead." in response.content.decode()
    said = AGREES | {"fte": "no", "fte_words": "Half time"}
    Client().post(path, said)
    Client().post(path, said | {"code": f"{digits()[:3]} {digits()[3:]}"})
    record.refresh_from_db()
    assert (record.state, record.disagreement) == ("disputed", {"fte": "Half time"})


def test_used_replaced_and_invented_links_say_the_same(record: ServiceRecord, path: str) -> None:
    Client().post(path, AGREES)
    Client().post(path, AGREES | {"code": digits()})
    pages = [Client().get(p) for p in (path, "/service/invented/", f"/service/{'x' * 43}/")]
    pages.append(Client().post(path, AGREES))
    assert {page.status_code for page in pages} == {404}
    assert all(DEAD_LINK in page.content.decode() for page in pages)


def test_the_page_is_kept_nowhere(path: str) -> None:
    assert "no-store" in Client().get(path)["Cache-Control"]


def test_wrong_digits_say_nothing_and_new_ones_can_be_had(record: ServiceRecord, path: str) -> None:
    Client().post(path, AGREES)
    old = digits()
    wrong = Client().post(path, AGREES | {"code": "12345"})
    assert (wrong.status_code, "These are not the digits of our newest mail" in wrong.content.decode()) == (
        422,
        True,
    )
    # Half filled in, as it stands when somebody waits for a mail that does not come.
    again = Client().post(path, {"again": "1", "typed_name": "Pat Lee"})
    assert (again.status_code, 'value="Pat Lee"' in again.content.decode()) == (200, True)
    assert old == digits() or Client().post(path, AGREES | {"code": old}).status_code == 422
    assert record.links.get().codes_sent == 2
    assert "Thank you" in Client().post(path, AGREES | {"code": digits()}).content.decode()


def test_digits_work_for_a_quarter_of_an_hour(record: ServiceRecord, path: str) -> None:
    token = path.split("/")[2]
    code = digits_of(token, NOW)
    said = {"token": token, "code": code, "typed_name": "Pat Lee", "disagreements": {}}
    with pytest.raises(DomainError, match="their fifteen minutes are over"):
        services.answer_link(**said, now=NOW + timedelta(minutes=15))
    assert services.answer_link(**said, now=NOW + timedelta(minutes=14)).state == "verified"


def test_nobody_guesses_the_digits_of_a_link(record: ServiceRecord, path: str) -> None:
    token = path.split("/")[2]
    code = digits_of(token, NOW)
    said = {"token": token, "typed_name": "Pat Lee", "disagreements": {}, "now": NOW}
    for _ in range(10):
        with pytest.raises(DomainError, match="not the digits"):
            services.answer_link(**said, code="12345")
    with pytest.raises(DomainError, match="too often"):
        services.answer_link(**said, code=code)
    with pytest.raises(DomainError, match="too often"):
        services.send_code(token=token, now=NOW)


def test_digits_are_mailed_five_times_at_most(record: ServiceRecord, path: str) -> None:
    for _ in range(5):
        Client().post(path, AGREES | {"again": "1"})
    assert "too often" in Client().post(path, AGREES | {"again": "1"}).content.decode()
    assert record.links.get().codes_sent == 5


def test_only_a_hash_of_the_digits_is_kept_and_their_mail_is_urgent_and_wiped(
    record: ServiceRecord, path: str
) -> None:
    Client().post(path, AGREES)
    mail, link = Message.objects.latest("pk"), record.links.get()
    assert (mail.urgent, mail.secret, len(link.code_hash), digits() in link.code_hash) == (
        True,
        True,
        64,
        False,
    )
    # Somebody who reads the table cannot try all million of them.
    assert link.code_hash not in {
        sha256(f"{number:06}".encode()).hexdigest() for number in (0, int(digits()))
    }
