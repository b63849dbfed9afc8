"""The page a site opens from its mail."""

import re

import pytest
from django.test import Client

from fellows import services
from fellows.models import ServiceRecord
from fellows.queries import DEAD_LINK
from fellows.states import ITEMS
from notifications.models import Message
from tests.factories.fellows import FellowFactory
from tests.fellows.test_services import served

pytestmark = pytest.mark.django_db
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
    assert "Position: choose “Right” or “Not right”." in answer.content.decode()
    assert "Write your name and position, so that it is known who answered." in answer.content.decode()
    record.refresh_from_db()
    assert record.state == "reported"


def test_agreeing_with_every_item_confirms(record: ServiceRecord, path: str) -> None:
    assert "Thank you" in Client().post(path, AGREES).content.decode()
    record.refresh_from_db()
    assert record.state == "verified"


def test_who_disagrees_says_what_is_right(record: ServiceRecord, path: str) -> None:
    response = Client().post(path, AGREES | {"fte": "no"})
    assert response.status_code == 422
    assert "Write what is right instead." in response.content.decode()
    Client().post(path, AGREES | {"fte": "no", "fte_words": "Half time"})
    record.refresh_from_db()
    assert (record.state, record.disagreement) == ("disputed", {"fte": "Half time"})


def test_used_replaced_and_invented_links_say_the_same(record: ServiceRecord, path: str) -> None:
    Client().post(path, AGREES)
    pages = [Client().get(p) for p in (path, "/service/invented/", f"/service/{'x' * 43}/")]
    pages.append(Client().post(path, AGREES))
    assert {page.status_code for page in pages} == {404}
    assert all(DEAD_LINK in page.content.decode() for page in pages)


def test_the_page_is_kept_nowhere(path: str) -> None:
    assert "no-store" in Client().get(path)["Cache-Control"]
