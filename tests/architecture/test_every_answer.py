"""What holds for whatever any address answers to anybody: found by asking every one, as every hat."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from common.beside import given_anew
from tests.architecture import right_to_left
from tests.architecture.asked import (
    HATS,
    HEAD,
    NOBODY,
    TABLE,
    reached_by_nobody,
    rows_of,
    status_of,
    table_of,
)
from tests.architecture.page_forms import NO_LINE, Button, Form, Page
from tests.architecture.rooms import ROOT
from tests.architecture.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CSV = {
    "GET `/fellows/outcomes/<id:pk>/dictionary.csv`",
    "GET `/fellows/outcomes/<id:pk>/numbers.csv`",
    "GET `/reports/<slug:name>.csv`",
    "POST `/stipends/assistance/exports/<id:pk>/download/`",
    "POST `/stipends/claims/exports/<id:pk>/download/`",
    "POST `/stipends/exports/<id:pk>/download/`",
}
# Pages of more than one form, and why nothing is lost on them.
SEVERAL_FORMS = {
    "`/design/`": "it shows every part of a page, and sends nothing",
}
ACCOUNTS = ("account_login", "account_signup", "account_reset_password", "account_request_login_code")


@dataclass(frozen=True)
class Answer:
    called: str
    kind: str
    body: bytes
    hat: str
    path: str
    status: int


def body_of(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture(scope="module")
def answers(world: World) -> list[Answer]:
    """To a GET and to an empty POST of each address, from each hat; the world is put back after each.

    Everybody in it has a name that reads from right to left.
    """
    right_to_left.everybody_is_called_so()
    found = []
    for hat in HATS:
        client = Client(raise_request_exception=False)
        client.force_login(world.people[hat])
        for called, path in rows_of(world):
            for method in ("get", "post"):
                with transaction.atomic():
                    response = getattr(client, method)(path)
                    kind = response.get("Content-Type", "").split(";")[0]
                    named, body = f"{method.upper()} {called}", body_of(response)
                    found.append(Answer(named, kind, body, hat, path, response.status_code))
                    transaction.set_rollback(True)
    return found


def test_the_answers_are_those_that_were_reviewed(answers: list[Answer], world: World) -> None:
    """docs/permissions.md is reviewed, this keeps it true.

    After a change on purpose: `make permissions`, then read what changed.
    """
    told: dict[str, list[int]] = {}
    for one in answers:
        told.setdefault(one.called, []).append(one.status)
    anonymous = Client(raise_request_exception=False)
    rows = [
        (called, method, [status_of(anonymous, method.lower(), path), *told[f"{method} {called}"]])
        for called, path in rows_of(world)
        for method in ("GET", "POST")
    ]
    table = table_of(rows)
    assert [row for row in rows if max(row[2]) >= 500] == []
    assert reached_by_nobody(table) == NOBODY, "Give the address a sample of its own in world.py."
    if os.environ.get("WRITE_PERMISSIONS"):
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(HEAD + table)
    was = TABLE.read_text().removeprefix(HEAD).splitlines()
    assert sorted(set(table.splitlines()) ^ set(was)) == [], "Read them, then: make permissions"


def test_every_csv_file_begins_with_the_mark_by_which_excel_reads_its_letters(answers: list[Answer]) -> None:
    files = [answer for answer in answers if answer.kind == "text/csv"]
    assert {file.called for file in files} == CSV
    assert {file.called for file in files if not file.body.startswith(b"\xef\xbb\xbf")} == set()


def test_pages_isolate_names_from_right_to_left_and_write_no_markup_where_none_can_be(
    answers: list[Answer], world: World
) -> None:
    pages = {
        (answer.called, answer.hat): answer.body
        for answer in answers
        if answer.called.startswith("GET") and answer.kind == "text/html"
    }
    client = Client()
    client.force_login(world.people["admin"])
    for path in (reverse("admin:people_user_change", args=[world.people["leader"].pk]), "/search/?q=علي"):
        pages[path, "admin"] = client.get(path).content
    read = {page: right_to_left.read(body.decode()) for page, body in pages.items()}
    assert {page: found.broken for page, found in read.items() if found.broken} == {}
    assert sum(found.seen for found in read.values()) > 100


# A box whose words go into an address, which holds no more.
SEARCHED = re.compile(rb'<input [^>]*type="search"[^>]* maxlength="500"')
IN_ADDRESS = re.compile(rb'<form[^>]*method="get".*?</form>', re.DOTALL)
WRITTEN = re.compile(rb'<input [^>]*type="(?:text|search)"')


def cuts(body: bytes) -> bool:
    """Whether a browser keeps only the beginning of what is pasted, and says nothing."""
    return b"maxlength" in SEARCHED.sub(b"", body).lower()


def test_no_field_of_any_page_cuts_what_is_pasted(answers: list[Answer], world: World) -> None:
    cutting = {answer.called for answer in answers if cuts(answer.body)}
    client = Client()
    pages = [client.get(reverse(name)) for name in ACCOUNTS]
    client.force_login(world.people["admin"])
    pages.append(client.get(reverse("admin:seminars_session_add")))
    cutting |= {page.request["PATH_INFO"] for page in pages if cuts(page.content)}
    assert cutting == set()
    assert b"data-most" in pages[-1].content


def test_every_box_whose_words_go_into_an_address_takes_what_one_holds(
    answers: list[Answer], world: World
) -> None:
    client = Client()
    client.force_login(world.people["admin"])
    pages = {"the administration": client.get(reverse("admin:people_user_changelist")).content}
    pages |= {answer.called: answer.body for answer in answers if answer.kind == "text/html"}
    forms = [(called, form) for called, body in pages.items() for form in IN_ADDRESS.findall(body)]
    unlimited = {called for called, form in forms if WRITTEN.search(SEARCHED.sub(b"", form))}
    assert unlimited == set()
    assert len({called for called, form in forms if SEARCHED.search(form)}) > 4


def test_no_template_of_ours_writes_such_a_field() -> None:
    ours = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").glob("*.js")]
    attribute = re.compile(r"maxlength\s*=|\.maxLength", re.IGNORECASE)
    assert [file.name for file in ours if attribute.search(file.read_text(encoding="utf-8"))] == []


def forms_of(answer: Answer) -> list[Form]:
    page = answer.status == 200 and answer.kind == "text/html"
    return Page(answer.body.decode()).forms if page else []


def verb_of(name: str) -> str:
    """Of a field the prefix, of a button's value what stands before a number."""
    return re.split("[-:]", name)[0]


def of_several_verbs(answers: list[Answer]) -> Iterator[tuple[Answer, Form]]:
    """The pages whose fields belong to verbs, each once for every hat that opens it."""
    for answer in answers:
        for form in forms_of(answer):
            verbs = {verb_of(button.value) for button in form.buttons if button.name == "verb"}
            if answer.called.startswith("GET") and any(verb_of(name) in verbs for name in form.fields):
                yield answer, form


def filled(form: Form) -> dict[str, str]:
    """Something in every field that takes words, days or a choice."""
    kinds = {"date": "2026-12-01", "checkbox": "on", "email": "typed@example.org"}
    return {
        field.name: field.values[-1]
        if field.values and field.kind != "checkbox"
        else kinds.get(field.kind, "Typed.")
        for field in form.fields.values()
        if field.kind != "file"
    }


def test_every_form_that_takes_something_has_a_button_that_sends_it(answers: list[Answer]) -> None:
    """What draws none would be read, filled in, and lost. What comes back too late has none on purpose."""
    lacking = {
        answer.called
        for answer in answers
        if answer.called.startswith("GET") and answer.kind == "text/html" and answer.status == 200
        for form in Page(answer.body.decode()).forms
        if form.fields and not form.buttons
    }
    assert lacking - {f"GET {page}" for page in SEVERAL_FORMS} == set()


def test_what_is_typed_on_a_page_is_in_the_form_of_every_button_there(answers: list[Answer]) -> None:
    """Then no button drops what stands in the fields of another."""
    several = set()
    for answer in answers:
        forms = forms_of(answer)
        if len(forms) > 1 and any(form.method == "post" and form.fields for form in forms):
            several.add(answer.called.split(" ", 1)[1])
    assert several == set(SEVERAL_FORMS), sorted(several)


def press(client: Client, answer: Answer, form: Form, button: Button, sent: dict[str, str]) -> Form | None:
    """The form as it stands on the page after this press; none when the press led to another page."""
    came = {"HTTP_REFERER": f"http://testserver{answer.path}", "follow": True}
    where = button.action or form.action or answer.path
    response = client.post(where, {**form.hidden, **sent, button.name: button.value}, **came)
    chain = getattr(response, "redirect_chain", [])
    if response.status_code not in (200, 422) or (chain and chain[-1][0] != answer.path):
        return None
    forms = Page(response.content.decode()).forms
    return next((each for each in forms if each.fields.keys() & form.fields.keys()), None)


def test_what_stands_in_the_fields_of_one_verb_is_there_after_another_was_pressed(
    answers: list[Answer], world: World
) -> None:
    """Whether the press was refused, for its own fields are empty, or did what it says."""
    lost, pressed = set(), set()
    for answer, form in of_several_verbs(answers):
        client = Client()
        client.force_login(world.people[answer.hat])
        for button in form.buttons:
            typed = filled(form)
            beside = {name: value for name, value in typed.items() if verb_of(name) != verb_of(button.value)}
            for sent in (beside, typed):
                with transaction.atomic():
                    after = press(client, answer, form, button, sent)
                    transaction.set_rollback(True)
                if after is None:
                    continue
                pressed.add((answer.called.split()[1], verb_of(button.value)))
                shown = {name: field.shown for name, field in after.fields.items()}
                lost |= {
                    (answer.called, button.value, name)
                    for name, value in beside.items()
                    if name in shown and not given_anew(name) and value not in map(str.strip, shown[name])
                }
    assert lost == set()
    # Turning down and withdrawing are asked on pages of their own.
    assert len(pressed) > 10, pressed


def test_enter_in_a_field_presses_the_button_of_its_own_verb(answers: list[Answer]) -> None:
    """Browsers press the first button of a form."""
    others = set()
    for answer, form in of_several_verbs(answers):
        lines = {
            verb_of(f.name) for f in form.fields.values() if f.kind not in {"textarea", "select", *NO_LINE}
        }
        first = verb_of(form.buttons[0].value)
        others |= {(answer.called, first, line) for line in lines - {first}}
    assert others == set()
