"""The link, the desk, and the page on which somebody signs for the school."""

import re
from datetime import timedelta
from functools import partial

import pytest

from applications import services
from applications.models import (
    Application,
    ApplicationEvent,
    CosignCode,
    CosignLink,
    Signature,
)
from notifications.models import Message
from people.queries import today
from people.services.signers import end_own_delegation
from tests.applications.shared import cosigning, page, shown_hash
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    code_of,
    principal_for,
)
from tests.factories.files import PDF
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    UserFactory,
)
from tests.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_an_empty_cosign_names_what_is_missing_in_short(signed_in):
    application = ApplicationFactory(submitted=True)
    browser = signed_in(application.signer)
    answer = browser.post(page("cosign", application.pk), {"verb": "sign"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert '<a href="#id_sign-consent">Tick that you agree to sign electronically.</a>' in html


def test_opening_a_link_writes_nothing_however_it_is_opened(client, asked):
    _, address = asked
    rows = [Signature, ApplicationEvent, CosignCode, CosignLink, Message]
    before = [list(model.objects.values()) for model in rows]
    for open_it in (client.options, client.head, client.get):
        answer = open_it(address)
    assert client.get(address, headers={"Purpose": "prefetch"}).status_code == 200
    assert [list(model.objects.values()) for model in rows] == before
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "strict-origin"
    assert client.get(address).content.count(b"Opening this page signed nothing") == 1


def test_dead_links_all_look_the_same(client, asked):
    application, address = asked
    first = client.get("/cosign/not-a-token/")
    link = CosignLink.objects.get()
    answers = [first, client.get(address[:-2] + "/"), client.get("/cosign/%F0%9F%98%80/")]
    CosignLink.objects.update(revoked_at=NOW)
    answers.append(client.get(address))
    CosignLink.objects.update(revoked_at=None, expires_at=NOW)
    answers.append(client.get(address))
    CosignLink.objects.update(expires_at=link.expires_at)
    services.withdraw(pk=application.pk, by=application.person)
    CosignLink.objects.update(revoked_at=None)
    answers.append(client.get(address))
    assert [answer.status_code for answer in answers] == [404] * 6
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(answer.items()) for answer in answers}) == 1


def test_with_a_code_from_a_second_mail_the_principal_signs_the_same_text(client, asked):
    application, address = asked
    client.post(address, {"verb": "send"})
    mail = Message.objects.get(template="applications/cosign_code")
    assert mail.to_person == application.signer
    wrong = client.post(address, {"verb": "prove", "code": "1"})
    assert "This code is not right" in wrong.content.decode()
    assert client.post(address, {"verb": "prove", "code": code_of(mail)}).url == address
    shown = client.get(address)
    done = client.post(address, cosigning(application.signer, shown_hash(shown)))
    assert b"This is on record" in done.content
    signature = Signature.objects.get(party="principal")
    assert (signature.signer, signature.proof) == (application.signer, "code")
    assert client.get(address).status_code == 404
    assert client.get("/cosign/").url.startswith("/accounts/login/")


def test_pressing_buttons_without_a_proof_signs_nothing(client, asked):
    application, address = asked
    sha256 = application.records.get().sha256
    for verb in ("sign", "send_back", "decline_support", "prove", ""):
        client.post(
            address,
            {**cosigning(application.signer, sha256), "code": "00000000", f"{verb}-words": "x", "verb": verb},
        )
    application.refresh_from_db()
    assert (application.state, Signature.objects.count()) == ("submitted", 1)


def test_a_proof_holds_for_its_own_link_and_half_an_hour(client, asked, clock, ceremony):
    application, address = asked
    client.post(address, {"verb": "send"})
    code = code_of(Message.objects.get(template="applications/cosign_code"))
    client.post(address, {"verb": "prove", "code": code})
    clock(NOW + timedelta(minutes=31))
    assert b"Show that it is you" in client.get(address).content
    sha256 = application.records.get().sha256
    client.post(address, cosigning(application.signer, sha256))
    assert Signature.objects.count() == 1


def without_tokens(answer):
    """The page without the token of its forms, which is new each time."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", answer.content)


def test_a_forwarded_link_looks_dead_to_another_signed_in_person(signed_in, asked):
    application, address = asked
    for person in (principal_for(SchoolFactory()), application.person):
        browser = signed_in(person)
        for send in (browser.get, browser.head, partial(browser.post, data={"verb": "send"})):
            forwarded, made_up = send(address), send("/cosign/not-a-token/")
            assert forwarded.status_code == made_up.status_code == 404
            assert list(forwarded.items()) == list(made_up.items())
            assert without_tokens(forwarded) == without_tokens(made_up)
        assert b"was sent to someone else" in browser.get(address).content
    assert CosignCode.objects.count() == 0


def test_a_used_link_looks_like_any_dead_one_and_says_that_it_may_have_been_used(client, asked, ceremony):
    application, address = asked
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    used, made_up = client.get(address), client.get("/cosign/not-a-token/")
    assert (used.status_code, used.content) == (404, made_up.content)
    assert b"was used already" in used.content


def test_the_addressed_person_signed_in_goes_straight_to_the_text(signed_in, asked):
    application, address = asked
    assert signed_in(application.signer).get(address).url == page("cosign", application.pk)


def test_the_desk_leads_from_one_signature_to_the_next(signed_in):
    first = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(days=4))
    second = ApplicationFactory(submitted=True, school=first.school, signer=first.signer)
    browser = signed_in(first.signer)
    rows = browser.get(page("desk")).context["waiting"]
    assert list(rows) == [first, second]
    for application, following in ((first, page("cosign", second.pk)), (second, page("desk"))):
        shown = browser.get(page("cosign", application.pk))
        given = cosigning(first.signer, shown_hash(shown))
        assert browser.post(page("cosign", application.pk), given).url == following
    assert Signature.objects.filter(party="principal").count() == 2


def test_words_for_another_answer_are_shown_after_the_signature(signed_in):
    application = ApplicationFactory(submitted=True)
    browser, address = signed_in(application.signer), page("cosign", application.pk)
    given = cosigning(application.signer, shown_hash(browser.get(address)))
    words = {"send_back-words": "Please add dates.", "decline_support-words": ""}
    came = {"HTTP_REFERER": f"http://testserver{address}", "follow": True}
    signed = " ".join(browser.post(address, given | words, **came).content.decode().split())
    application.refresh_from_db()
    assert application.state == "cosigned"
    assert '<strong>Send back</strong></p><p class="prose">Please add dates.</p>' in signed
    assert f"You typed this as well about {application.person}&#x27;s application, and" in signed
    assert "Please add dates." not in browser.get(page("desk")).content.decode()


def test_a_delegate_finds_it_on_their_own_desk(signed_in):
    application = ApplicationFactory(submitted=True)
    delegate = DelegationFactory(principal=application.signer).delegate
    assert list(signed_in(delegate).get(page("desk")).context["waiting"]) == [application]


def test_a_delegate_whose_time_ended_under_an_open_page_is_told_and_keeps_their_words(signed_in):
    """Ended on its first day a delegation leaves no row; its history tells."""
    application = ApplicationFactory(submitted=True)
    given = DelegationFactory(principal=application.signer, starts=today(), ends=today() + timedelta(days=5))
    browser = signed_in(given.delegate)
    assert browser.get(page("cosign", application.pk)).status_code == 200
    end_own_delegation(pk=given.pk, by=application.signer)
    answer = browser.post(page("cosign", application.pk), pressed("send_back", words="Name your period."))
    html = answer.content.decode()
    assert answer.status_code == 403
    assert f"You no longer act for {application.signer.name}." in html
    assert "Name your period.</textarea>" in html
    assert browser.get(page("cosign", application.pk)).status_code == 404
    other = signed_in(UserFactory()).post(page("cosign", application.pk), pressed("send_back", words="No."))
    assert (other.status_code, b"no longer act" in other.content) == (404, False)


def test_sending_back_keeps_what_was_typed_and_needs_words(signed_in):
    application = ApplicationFactory(submitted=True)
    browser = signed_in(application.signer)
    empty = browser.post(page("cosign", application.pk), pressed("send_back", words=" "))
    assert empty.context["back_form"].errors == {
        "words": ["Write a sentence or two. The applicant will read them."]
    }
    given = pressed("send_back", words="Name your free period.")
    assert browser.post(page("cosign", application.pk), given).url == page("desk")
    assert Application.objects.get().state == "returned"


def test_a_wrong_name_comes_back_with_what_was_typed(signed_in):
    application = ApplicationFactory(submitted=True)
    browser = signed_in(application.signer)
    sha256 = application.records.get().sha256
    given = {**cosigning(application.signer, sha256), "sign-typed_name": "Nobody"}
    answer = browser.post(page("cosign", application.pk), given)
    assert answer.context["sign_form"].non_field_errors()[0].startswith("Type your name as it stands here")
    assert 'value="Nobody"' in answer.content.decode()


def test_the_signer_reads_the_resume_by_the_link_once_proven(client, ceremony, token_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    application = ApplicationFactory()
    signer = principal_for(application.school)
    services.attach_resume(pk=application.pk, by=application.person, content=PDF)
    application.refresh_from_db()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    address = page("link", token_in(Message.objects.get(to_person=signer)))
    assert client.get(f"{address}resume/").status_code == 404
    client.post(address, {"verb": "send"})
    code = code_of(Message.objects.get(template="applications/cosign_code"))
    client.post(address, {"verb": "prove", "code": code})
    assert f'href="{address}resume/"'.encode() in client.get(address).content
    answer = client.get(f"{address}resume/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Referrer-Policy"] == "strict-origin"
    client.force_login(UserFactory())
    assert client.get(f"{address}resume/").status_code == 404


def test_the_signed_in_signer_is_led_from_a_used_link_to_what_they_signed(signed_in, asked, ceremony):
    application, address = asked
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    assert signed_in(application.signer).get(address).url == page("detail", application.pk)
    assert signed_in(UserFactory()).get(address).status_code == 404


def test_words_typed_when_the_proof_had_run_out_come_back_after_the_next_one(client, asked, clock):
    application, address = asked

    def prove():
        client.post(address, {"verb": "send"})
        code = code_of(Message.objects.filter(template="applications/cosign_code").latest("pk"))
        client.post(address, {"verb": "prove", "code": code})

    prove()
    clock(NOW + timedelta(minutes=31))
    client.post(address, pressed("send_back", words="Name the afternoons."))
    prove()
    shown = client.get(address).content.decode()
    assert "Name the afternoons.</textarea>" in shown
    client.post(address, pressed("send_back", words="Name the afternoons."))
    application.refresh_from_db()
    assert application.state == "returned"
