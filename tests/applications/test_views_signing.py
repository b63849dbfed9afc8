"""The pages of signing and of what was signed: what they show again, and what a late press is told."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from applications import exports
from applications.models import CosignCode, Signature
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, ReviewFactory, code_of
from tests.factories.people import administrator, manager
from tests.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


def page(name, *arguments):
    return reverse(f"applications:{name}", args=arguments)


def renamed(person):
    """The person under a name and an address they took on later."""
    person.given_name, person.family_name, person.email = "Later", "Renamed", "later@example.org"
    person.save()
    return person


# --- what was signed ------------------------------------------------------------------------------
def test_a_record_shows_the_names_that_were_signed_whatever_people_are_called_today(signed_in):
    application = ApplicationFactory(cosigned=True)
    teacher, principal = application.person, application.signer
    names = [f"<dd>{teacher.name}, {teacher.email}</dd>", f"<dd>{principal.name}</dd>"]
    renamed(principal)
    shown = signed_in(administrator()).get(page("record", application.records.get().sha256)).content.decode()
    assert [shown.count(name) for name in names] == [1, 1]
    assert "Renamed" not in shown
    assert "later@" not in shown


def test_the_pdf_of_a_record_holds_the_names_that_were_signed(monkeypatch):
    application = ApplicationFactory(cosigned=True)
    names = [application.person.name, application.signer.name]
    renamed(application.signer)
    record, made = application.records.get(), []
    monkeypatch.setattr(exports, "pdf", lambda _, said, **__: made.append(said) or b"")
    exports.record_pdf(record, list(record.signatures.select_related("signer", "void").order_by("serial")))
    assert [row["name"] for row in made[0]["signatures"]] == names


def test_the_administration_shows_a_record_as_it_was_signed(signed_in):
    application = ApplicationFactory(cosigned=True)
    teacher, record = application.person, application.records.get()
    before = f'<h3>Applicant</h3><p class="prose">{teacher.name}, {teacher.email}</p>'
    renamed(teacher)
    address = reverse("admin:applications_commitmentrecord_change", args=[record.pk])
    shown = signed_in(administrator()).get(address).content.decode()
    assert shown.count(before) == 1
    assert "The account today" in shown
    assert "(number " in shown


# --- the code -------------------------------------------------------------------------------------
FIELD, NEW = 'name="code"', "Send a new one"


def test_the_field_for_a_code_is_there_again_when_the_link_is_opened_again(client, asked):
    _, address = asked
    assert FIELD not in client.get(address).content.decode()
    sent = client.post(address, {"verb": "send"}).content.decode()
    again = client.get(address).content.decode()
    assert [text.count(words) for text in (sent, again) for words in (FIELD, NEW)] == [1, 1, 1, 1]
    code = code_of(Message.objects.get(template="applications/cosign_code"))
    assert client.post(address, {"verb": "prove", "code": code}).url == address


def test_the_field_for_a_code_goes_with_the_code(client, asked, clock):
    _, address = asked
    client.post(address, {"verb": "send"})
    rows = list(CosignCode.objects.values())
    clock(NOW + timedelta(minutes=11))
    assert FIELD not in client.get(address).content.decode()
    assert list(CosignCode.objects.values()) == rows


# --- a late press ---------------------------------------------------------------------------------
def test_signing_what_was_sent_back_in_another_tab_says_that_nothing_was_signed(signed_in):
    application = ApplicationFactory(submitted=True)
    address = page("cosign", application.pk)
    browser = signed_in(application.signer)
    sha256 = browser.get(address).context["record"].sha256
    browser.post(address, pressed("send_back", words="Name the afternoons."))
    typed = pressed("sign", typed_name=application.signer.name, consent="on", sha256=sha256)
    late = browser.post(address, typed)
    assert late.url == page("detail", application.pk)
    said = [str(message) for message in get_messages(late.wsgi_request)]
    assert said[-1] == "This application was sent back for changes meanwhile; nothing was signed."
    assert Signature.objects.filter(party="principal").count() == 0


def proved(browser, address):
    browser.post(address, {"verb": "send"})
    code = code_of(Message.objects.get(template="applications/cosign_code"))
    browser.post(address, {"verb": "prove", "code": code})


def test_a_button_no_page_has_is_404_by_the_link_and_on_the_page(client, signed_in, asked):
    application, address = asked
    unknown = client.post(address, {"verb": "x"})
    assert unknown["Cache-Control"] == "no-store, private"
    statuses = [unknown.status_code]
    proved(client, address)
    statuses.append(client.post(address, {"verb": "x"}).status_code)
    browser = signed_in(application.signer)
    statuses += [
        browser.post(where, {"verb": "x"}).status_code for where in (address, page("cosign", application.pk))
    ]
    assert statuses == [404] * 4


def test_typing_the_code_twice_leads_to_the_text(client, asked):
    _, address = asked
    proved(client, address)
    assert client.post(address, {"verb": "prove", "code": "1"}).url == address


# --- asked again ----------------------------------------------------------------------------------
def test_asking_a_reader_again_on_the_page_says_that_nothing_was_changed(signed_in):
    review = ReviewFactory(reviewer=manager())
    browser, address = signed_in(manager()), page("detail_assign", review.application_id)
    answer = browser.post(address, {"person": review.reviewer_id})
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [f"This was asked of {review.reviewer} already. Nothing was changed."]
