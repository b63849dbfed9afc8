"""What holds for whatever any address answers to anybody: found by asking every one, as every hat."""

import re
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.architecture.rooms import ROOT
from tests.architecture.test_permissions import HATS, rows_of
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CSV = {
    "GET `/fellows/outcomes.csv`",
    "GET `/reports/<slug:name>.csv`",
    "POST `/stipends/exports/<id:pk>/download/`",
}
ACCOUNTS = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")


@dataclass(frozen=True)
class Answer:
    called: str
    kind: str
    body: bytes


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture(scope="module")
def answers(world: World) -> list[Answer]:
    """To a GET and to an empty POST of each address, from each hat; the world is put back after each."""
    found = []
    for hat in HATS:
        client = Client(raise_request_exception=False)
        client.force_login(world.people[hat])
        for called, path in rows_of(world):
            for method in ("get", "post"):
                with transaction.atomic():
                    response = getattr(client, method)(path)
                    kind = response.get("Content-Type", "").split(";")[0]
                    found.append(Answer(f"{method.upper()} {called}", kind, body_of(response)))
                    transaction.set_rollback(True)
    return found


def test_every_csv_file_begins_with_the_mark_by_which_excel_reads_its_letters(answers: list[Answer]) -> None:
    files = [answer for answer in answers if answer.kind == "text/csv"]
    assert {file.called for file in files} == CSV
    assert {file.called for file in files if not file.body.startswith(b"\xef\xbb\xbf")} == set()


def test_no_field_of_any_page_cuts_what_is_pasted(answers: list[Answer], world: World) -> None:
    """A browser keeps the beginning of what is longer than `maxlength`, and says nothing."""
    cutting = {answer.called for answer in answers if b"maxlength" in answer.body.lower()}
    client = Client()
    pages = [client.get(reverse(name)) for name in ACCOUNTS]
    client.force_login(world.people["admin"])
    pages.append(client.get(reverse("admin:seminars_session_add")))
    cutting |= {page.request["PATH_INFO"] for page in pages if b"maxlength" in page.content.lower()}
    assert cutting == set()
    assert b"data-most" in pages[-1].content


def test_no_template_of_ours_writes_such_a_field() -> None:
    ours = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    attribute = re.compile(r"maxlength\s*=|\.maxLength", re.IGNORECASE)
    assert [file.name for file in ours if attribute.search(file.read_text(encoding="utf-8"))] == []
