"""The pages: who may open them, what a press does, what a refusal keeps."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from applications import services
from applications.models import (
    Application,
    ApplicationEvent,
    CosignCode,
    CosignLink,
    Decision,
    Review,
    Signature,
)
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
    code_of,
    principal_for,
)
from tests.factories.files import HTML_AS_PDF, PDF
from tests.factories.pathways import CohortFactory, OfferingFactory
from tests.factories.people import (
    DelegationFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)
from tests.pressing import pressed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


def page(name, *arguments):
    return reverse(f"applications:{name}", args=arguments)


def signing(person, sha256, **more):
    return {"typed_name": person.name, "consent": "on", "sha256": sha256, **more}


def cosigning(person, sha256):
    return pressed("sign", **signing(person, sha256))


def shown_hash(response):
    return response.context["sha256"] if "sha256" in response.context else response.context["record"].sha256


# --- applying -------------------------------------------------------------------------------------
def test_a_teacher_applies_from_the_choice_of_a_school_to_the_signature(signed_in):
    school, offering = SchoolFactory(), OfferingFactory()
    principal_for(school)
    teacher = PostFactory(school=school).person
    browser = signed_in(teacher)
    begun = browser.post(page("new", offering.pk), {"school": school.pk})
    application = Application.objects.get()
    assert begun.url == page("edit", application.pk)
    assert browser.post(page("new", offering.pk), {"school": school.pk}).url == begun.url
    written = browser.post(page("edit", application.pk), {**ANSWERS, "check": "1"})
    assert written.url == page("check", application.pk)
    sha256 = shown_hash(browser.get(page("check", application.pk)))
    sent = browser.post(page("check", application.pk), signing(teacher, sha256))
    assert sent.url == page("detail", application.pk)
    signature = Signature.objects.get()
    assert (signature.sha256, signature.proof, signature.ip) == (sha256, "password", "127.0.0.1")
    stands = browser.get(page("detail", application.pk)).content.decode()
    assert f"Waiting for {Application.objects.get().signer} since today" in stands


def test_an_empty_cosign_names_what_is_missing_in_short(signed_in):
    application = ApplicationFactory(submitted=True)
    browser = signed_in(application.signer)
    answer = browser.post(page("cosign", application.pk), {"verb": "sign"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert '<a href="#id_sign-consent">Tick that you agree to sign electronically.</a>' in html


def test_the_history_tells_what_happened(signed_in):
    application = ApplicationFactory(submitted=True)
    application.events.create(action="submit", at=NOW, by=application.person)
    html = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert f"<strong>Submitted</strong> by {application.person}" in html


def test_a_withdrawn_application_offers_to_apply_again_while_the_window_is_open(signed_in, clock):
    application = ApplicationFactory(submitted=True)
    services.withdraw(pk=application.pk, by=application.person)
    browser = signed_in(application.person)
    assert b"Apply again" in browser.get(page("detail", application.pk)).content
    answer = browser.post(page("detail_apply_again", application.pk))
    assert answer.url == page("edit", application.pk)
    services.withdraw(pk=application.pk, by=application.person)
    clock(NOW.replace(year=2027))
    assert b"Apply again" not in signed_in(application.person).get(page("detail", application.pk)).content


def test_own_schools_come_first_and_a_cohort_is_asked(signed_in):
    offering = OfferingFactory()
    CohortFactory(role=offering.role)
    school = SchoolFactory(name="Zebra School")
    SchoolFactory(name="Aardvark School")
    browser = signed_in(PostFactory(school=school).person)
    html = browser.get(page("new", offering.pk)).content.decode()
    assert html.index("Zebra School") < html.index("Aardvark School")
    again = browser.post(page("new", offering.pk), {"school": school.pk})
    assert again.context["form"].errors == {"cohort": ["Choose the cohort you would lead."]}


def test_a_closed_offering_says_so_and_an_unpublished_one_is_unknown(signed_in, clock):
    closed, hidden = OfferingFactory(), OfferingFactory(published=False)
    browser = signed_in(UserFactory())
    assert browser.get(page("new", hidden.pk)).status_code == 404
    assert browser.get("/applications/new/123456789012345678/").status_code == 404
    clock(NOW.replace(year=2027))
    browser = signed_in(UserFactory())
    assert b"Not open for applications" in browser.get(page("new", closed.pk)).content


def test_a_refused_resume_costs_nothing_of_what_was_typed(signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    application = ApplicationFactory(answers={})
    browser = signed_in(application.person)
    file = SimpleUploadedFile("cv.pdf", b"not a pdf")
    response = browser.post(page("edit", application.pk), {**ANSWERS, "resume": file})
    assert response.context["form"].errors["resume"] == [
        "This is not a file we can keep. Choose one of these kinds: PDF, Word (.docx). “cv.pdf” was not kept."
    ]
    assert "Your answers were saved as you typed them." in response.content.decode()
    application.refresh_from_db()
    assert application.answers == ANSWERS


TOO_LONG = ["Shorten the answer about time: it has 4 words, at most 3 fit."]


@pytest.mark.parametrize(
    ("button", "others"),
    [
        ("save", {"time": TOO_LONG}),
        ("check", {"time": TOO_LONG, "mindset": ["Answer the question about mindset."]}),
    ],
)
def test_a_refused_resume_hides_no_other_error(signed_in, button, others):
    application = ApplicationFactory(answers={}, offering=OfferingFactory(most_words=3))
    given = {**dict.fromkeys(ANSWERS, "Short."), "time": "one two three four", "mindset": ""}
    file = SimpleUploadedFile("cv.pdf", HTML_AS_PDF)
    response = signed_in(application.person).post(
        page("edit", application.pk), {**given, "resume": file, button: "1"}
    )
    assert response.status_code == 422
    errors = dict(response.context["form"].errors)
    assert "“cv.pdf” was not kept." in errors.pop("resume")[0]
    assert errors == others


def test_what_is_missing_is_said_beside_the_questions(signed_in):
    application = ApplicationFactory(answers={})
    response = signed_in(application.person).post(
        page("edit", application.pk), {**ANSWERS, "time": "", "check": "1"}
    )
    assert dict(response.context["form"].errors) == {"time": ["Answer the question about time."]}
    assert '<a href="#id_time">' in response.content.decode()


def test_a_good_resume_is_kept_though_an_answer_is_beyond_reason(signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    application = ApplicationFactory(answers={})
    response = signed_in(application.person).post(
        page("edit", application.pk),
        {**ANSWERS, "time": "x" * 20_001, "resume": SimpleUploadedFile("cv.pdf", PDF)},
    )
    assert list(response.context["form"].errors) == ["time"]
    assert "Now attached" in response.content.decode()
    application.refresh_from_db()
    assert (application.resume_name, application.answers) == (
        f"resume-{slugify(application.person.name)}.pdf",
        {},
    )


def test_a_bad_resume_and_an_answer_beyond_reason_are_both_named(signed_in):
    application = ApplicationFactory(answers={})
    response = signed_in(application.person).post(
        page("edit", application.pk),
        {**ANSWERS, "time": "x" * 20_001, "resume": SimpleUploadedFile("cv.pdf", b"text")},
    )
    assert sorted(response.context["form"].errors) == ["resume", "time"]
    assert "Your answers were saved" not in response.content.decode()


def test_an_over_long_answer_comes_back_with_what_was_typed(signed_in):
    application = ApplicationFactory(answers={})
    response = signed_in(application.person).post(
        page("edit", application.pk), {**ANSWERS, "time": "x" * 20_001}
    )
    assert list(response.context["form"].errors) == ["time"]
    assert "x" * 20_001 in response.content.decode()


def test_the_resume_is_a_download_in_a_sandbox_for_those_who_may_see_it(signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    application = ApplicationFactory()
    services.attach_resume(pk=application.pk, by=application.person, content=PDF)
    response = signed_in(application.person).get(page("resume", application.pk))
    assert b"".join(response.streaming_content) == PDF
    name = f"resume-{slugify(application.person.name)}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in(manager()).get(page("resume", application.pk)).status_code == 404


def test_a_draft_is_seen_by_nobody_else(signed_in):
    application = ApplicationFactory()
    for stranger in (UserFactory(), manager(), principal_for(application.school)):
        browser = signed_in(stranger)
        for name in ("detail", "edit", "check", "resume", "cosign"):
            assert browser.get(page(name, application.pk)).status_code == 404


def test_every_page_asks_for_a_sign_in(client):
    application = ApplicationFactory(submitted=True)
    record = application.records.get()
    pages = [
        page("list"),
        page("new", application.offering_id),
        page("detail", application.pk),
        page("cosign", application.pk),
        page("desk"),
        page("record", record.sha256),
        page("queue"),
        page("decisions"),
        page("decide", application.offering_id),
    ]
    for address in pages:
        assert client.get(address).url == f"/accounts/login/?next={address}"


def test_a_stale_text_is_refused_and_the_page_shows_the_new_one(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    before = shown_hash(browser.get(page("check", application.pk)))
    services.save_draft(pk=application.pk, by=application.person, answers={"time": "Changed elsewhere."})
    answer = browser.post(page("check", application.pk), signing(application.person, before))
    assert answer.context["form"].non_field_errors() == [
        "The text changed since you opened this page. Read it again, then sign."
    ]
    now = shown_hash(answer)
    assert now != before
    assert f'value="{now}"' in answer.content.decode()
    assert application.person.name in answer.context["form"]["typed_name"].value()


def test_signing_long_after_the_sign_in_asks_to_confirm_who_one_is(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person, ago=timedelta(hours=2))
    shown = browser.get(page("check", application.pk))
    assert b"Confirm that it is you" in shown.content
    answer = browser.post(page("check", application.pk), signing(application.person, shown_hash(shown)))
    assert answer.context["form"].non_field_errors()[0].startswith("It is a while since you proved")


def test_pressing_twice_or_going_back_changes_nothing(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    given = signing(application.person, shown_hash(browser.get(page("check", application.pk))))
    for _ in range(2):
        assert browser.post(page("check", application.pk), given).url == page("detail", application.pk)
    late = browser.post(page("edit", application.pk), {"time": "Too late."})
    assert late.url == page("detail", application.pk)
    application.refresh_from_db()
    assert application.answers == ANSWERS
    assert Signature.objects.count() == 1


# --- verbs ----------------------------------------------------------------------------------------
def test_buttons_are_those_the_state_and_the_person_allow(signed_in):
    application = ApplicationFactory(offered=True)
    buttons = {
        who: [
            button.text
            for button in signed_in(who).get(page("detail", application.pk)).context["offers"].buttons
        ]
        for who in (application.person, application.signer, manager())
    }
    assert list(buttons.values()) == [["Accept the offer", "Turn the offer down…"], [], []]


def test_unknown_verbs_are_404_and_forbidden_ones_403(signed_in):
    application = ApplicationFactory(offered=True)
    browser = signed_in(application.signer)
    assert browser.post(f"{page('detail', application.pk)}do/delete/").status_code == 404
    assert browser.post(page("detail_accept", application.pk)).status_code == 403
    assert browser.get(page("detail_accept", application.pk)).status_code == 405
    assert signed_in(UserFactory()).post(page("detail_accept", application.pk)).status_code == 404
    assert Placement.objects.count() == 0


def test_accepting_pressed_twice_makes_one_placement(signed_in):
    application = ApplicationFactory(offered=True)
    browser = signed_in(application.person)
    for _ in range(2):
        assert browser.post(page("detail_accept", application.pk)).status_code == 302
    assert Placement.objects.count() == 1


def test_a_refusal_is_shown_as_a_sentence(signed_in):
    application = ApplicationFactory(submitted=True, submitted_at=NOW)
    answer = signed_in(application.person).post(page("detail_nudge", application.pk), follow=True)
    assert "You can remind them from Sep 15, 2026, 10:00 a.m." in answer.content.decode()


def test_a_reminder_is_offered_a_day_after_the_last_mail_and_the_page_says_when_that_left(
    signed_in, asked, clock
):
    application, _ = asked
    address = page("detail", application.pk)

    def stands():
        return signed_in(application.person).get(address).content.decode()

    assert "Remind the signer" not in stands()
    assert f"The mail to {application.signer} has not left yet; you can remind them from" in stands()
    Message.objects.filter(to_person=application.signer).update(state="sent", sent_at=NOW)
    assert f"The last mail to {application.signer} left on Sep 14, 2026, 10:00 a.m." in stands()
    assert "; you can remind them from Sep 15, 2026, 10:00 a.m.</p>" in stands()
    clock(NOW + timedelta(hours=24))
    assert "Remind the signer" in stands()
    application.events.create(action="remind", at=NOW + timedelta(hours=23))
    assert "Remind the signer" not in stands()


def test_the_applicant_is_not_told_who_reads(signed_in):
    review = ReviewFactory(scored=True)
    application = review.application
    ApplicationEvent.objects.create(
        application=application, action="assign", by=None, at=NOW, note=f"To {review.reviewer}."
    )
    own = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert review.reviewer.name not in own
    assert "A clear plan." not in own
    staff = signed_in(manager()).get(page("detail", application.pk)).content.decode()
    assert review.reviewer.name in staff
    assert "A clear plan." in staff


# --- the link -------------------------------------------------------------------------------------
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


# --- the desk -------------------------------------------------------------------------------------
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


def test_turning_down_is_asked_on_a_page_that_keeps_the_words_in_the_history(signed_in):
    application = ApplicationFactory(offered=True)
    browser, address = signed_in(application.person), page("detail_turn_down", application.pk)
    asked = browser.get(address)
    assert "The place goes to the next on the waitlist of this school." in asked.content.decode()
    assert browser.post(address, {"words": "I move away."}).url == page("detail", application.pk)
    application.refresh_from_db()
    assert (application.state, application.events.get().note) == ("turned_down", "I move away.")


def test_a_delegate_finds_it_on_their_own_desk(signed_in):
    application = ApplicationFactory(submitted=True)
    delegate = DelegationFactory(principal=application.signer).delegate
    assert list(signed_in(delegate).get(page("desk")).context["waiting"]) == [application]


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


# --- records --------------------------------------------------------------------------------------
def test_parties_and_staff_read_a_record_and_nobody_else(signed_in):
    application = ApplicationFactory(cosigned=True)
    address = page("record", application.records.get().sha256)
    for person in (application.person, application.signer, manager()):
        answer = signed_in(person).get(address)
        assert "Checked just now" in answer.content.decode()
    assert signed_in(UserFactory()).get(address).status_code == 404
    assert signed_in(manager()).get(page("record", "0" * 64)).status_code == 404


def test_a_record_is_kept_as_a_pdf_the_same_each_time(signed_in):
    words = "#panic() *x* <b> \\ $1$ é"
    application = ApplicationFactory(cosigned=True, answers={**ANSWERS, "time": words})
    address = page("record_pdf", application.records.get().sha256)
    browser = signed_in(application.person)
    first, second = browser.get(address), browser.get(address)
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content
    assert signed_in(UserFactory()).get(address).status_code == 404


# --- review and decisions -------------------------------------------------------------------------
def test_a_reader_scores_from_the_queue(signed_in):
    review = ReviewFactory()
    browser = signed_in(review.reviewer)
    shown = browser.get(page("queue"))
    assert list(shown.context["page"]) == [review]
    assert "To read" in shown.content.decode()
    half = browser.post(page("review", review.pk), pressed("score", time=4, comment="Kept."))
    assert set(half.context["form"].errors) == {"mindset", "skillset", "experience"}
    assert "Kept." in half.content.decode()
    scores = {"time": 4, "mindset": 3, "skillset": 3, "experience": 3, "comment": "Good."}
    assert browser.post(page("review", review.pk), pressed("score", **scores)).url == page("queue")
    assert "Handed in" in browser.get(page("queue")).content.decode()
    assert Application.objects.get(pk=review.application_id).score_hundredths == 325
    assert signed_in(manager()).get(page("review", review.pk)).status_code == 404


def test_stepping_aside_hides_the_application(signed_in):
    review = ReviewFactory()
    browser = signed_in(review.reviewer)
    assert browser.get(page("detail", review.application_id)).status_code == 200
    browser.post(page("review", review.pk), {"verb": "recuse"})
    assert browser.get(page("detail", review.application_id)).status_code == 404


def test_a_manager_asks_a_reader_and_a_conflict_is_explained(signed_in):
    application = ApplicationFactory(cosigned=True)
    colleague = PostFactory(school=application.school).person
    browser = signed_in(manager())
    refused = browser.post(page("detail_assign", application.pk), {"person": colleague.pk}, follow=True)
    assert f"{colleague} works at {application.school}" in refused.content.decode()
    browser.post(page("detail_assign", application.pk), {"person": UserFactory().pk})
    assert Review.objects.count() == 1
    assert signed_in(application.signer).post(page("detail_assign", application.pk)).status_code == 403


def test_decisions_are_staged_and_released_on_the_panel(signed_in):
    application = ApplicationFactory(in_review=True)
    ReviewFactory(application=application, scored=True)
    browser = signed_in(manager())
    stage = page("stage", application.offering_id, application.pk)
    refused = browser.post(stage, {"outcome": "decline", "reason": "other", "words": ""})
    assert refused.context["form"].non_field_errors() == ["Write the reason when you choose “other”."]
    browser.post(stage, {"outcome": "offer", "reason": "strongest"})
    panel = browser.get(page("decide", application.offering_id))
    assert "Releasing sends 1 mail, one to each applicant: 1 offer." in panel.content.decode()
    release = page("release", application.offering_id)
    check = browser.get(release)
    for words in (application.person.name, application.person.email, application.school.name, "Offer"):
        assert words in check.content.decode()
    assert "Release all and send 1 mail<" in check.content.decode()
    said = check.content.decode()
    assert "That the role is offered from Sep 14, 2026 to Jun 30, 2027, and by when to answer." in said
    assert "Only on the application's page: Among the strongest for this school." in said
    browser.post(release)
    assert Application.objects.get().state == "in_review"
    browser.post(release, {"shown": check.context["shown"]})
    assert Application.objects.get().state == "offered"
    year = application.offering.year
    # Released while the year runs, it begins that day.
    runs = f"It runs from September 14, 2026 to {year.last_day:%B %-d, %Y}."
    assert runs in Message.objects.get(template="applications/offered").body
    told = browser.post(release, {"shown": check.context["shown"]}, follow=True)
    assert told.redirect_chain[-1][0] == page("decide", application.offering_id)
    assert told.content.decode().count("Nothing is staged") == 1


def test_a_panel_says_in_words_that_nobody_reads_and_staging_asks_why(signed_in):
    application = ApplicationFactory(in_review=True)
    browser = signed_in(manager())
    assert "No reader assigned" in browser.get(page("decide", application.offering_id)).content.decode()
    stage = page("stage", application.offering_id, application.pk)
    refused = browser.post(stage, {"outcome": "offer", "reason": "strongest"})
    assert refused.context["form"].non_field_errors()[0].startswith("Nobody has read this application.")
    browser.post(stage, {"outcome": "offer", "reason": "strongest", "unread": "The only one."})
    check = browser.get(page("release", application.offering_id)).content.decode()
    assert "Nobody has read it" in check


def test_who_signs_reads_and_decides_is_told_that_the_applicant_holds_no_post_there(signed_in):
    words = "Our records do not show that"
    asked = ApplicationFactory(submitted=True)
    said = (
        f"{words} {asked.person} works at {asked.school} in {asked.offering.year.label}. With a new account that is"
        " usual, and nothing has to wait for it. If they do work there, an administrator of the Partnership can"
        " enter it."
    )
    read = ApplicationFactory(in_review=True)
    PostFactory(person=read.person, school=SchoolFactory())
    pages = [
        (asked.signer, page("cosign", asked.pk)),
        (manager(), page("detail", asked.pk)),
        (manager(), page("stage", read.offering_id, read.pk)),
    ]
    panel = page("decide", read.offering_id)
    assert "Not on record at this school" in signed_in(manager()).get(panel).content.decode()
    assert said in signed_in(asked.signer).get(page("cosign", asked.pk)).content.decode()
    for person, address in pages:
        assert words in signed_in(person).get(address).content.decode()
    assert words not in signed_in(asked.person).get(page("detail", asked.pk)).content.decode()
    for application in (asked, read):
        PostFactory(person=application.person, school=application.school)
    for person, address in pages:
        assert words not in signed_in(person).get(address).content.decode()


def test_who_stepped_aside_is_no_reader(signed_in):
    review = ReviewFactory()
    staff = signed_in(manager())
    assert list(staff.get(page("queue")).context["without_readers"]) == []
    Review.objects.update(state="recused")
    assert list(staff.get(page("queue")).context["without_readers"]) == [review.application]


def test_a_staged_decision_can_be_taken_off(signed_in):
    decision = DecisionFactory()
    application = decision.application
    browser = signed_in(manager())
    browser.post(page("stage", application.offering_id, application.pk), {"verb": "unstage"})
    assert Decision.objects.count() == 0


def test_panels_are_for_managers(signed_in):
    application = ApplicationFactory(in_review=True)
    browser = signed_in(application.signer)
    for address in (
        page("decisions"),
        page("decide", application.offering_id),
        page("stage", application.offering_id, application.pk),
    ):
        assert browser.get(address).status_code == 403


def test_an_extra_field_changes_neither_owner_nor_state(signed_in):
    application, other = ApplicationFactory(), UserFactory()
    signed_in(application.person).post(
        page("edit", application.pk),
        {**ANSWERS, "state": "accepted", "person": other.pk, "score_hundredths": 400},
    )
    application.refresh_from_db()
    assert (application.state, application.person == other, application.score_hundredths) == (
        "draft",
        False,
        None,
    )


def test_posts_need_the_token_of_the_form():
    application = ApplicationFactory(offered=True)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(application.person)
    assert browser.post(page("detail_accept", application.pk)).status_code == 403
    assert Application.objects.get().state == "offered"


def test_a_name_is_shown_as_text_and_never_as_markup(signed_in):
    person = UserFactory(given_name="<b>Ana</b>", family_name="<img src=x>")
    application = ApplicationFactory(person=person, answers={**ANSWERS, "time": "<script>1</script>"})
    html = signed_in(person).get(page("check", application.pk)).content.decode()
    assert "<b>Ana" not in html
    assert "<img src=x>" not in html
    assert "<script>1" not in html


# --- what two windows, a reader and a signer must not lose ------------------------------------------
def marks_on(response):
    return {
        name: response.context["form"][name].value()
        for name in response.context["form"].fields
        if "seen_" in name
    }


def test_an_older_window_does_not_write_over_what_a_newer_one_saved(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    older = marks_on(browser.get(page("edit", application.pk)))
    browser.post(page("edit", application.pk), {**ANSWERS, **older, "mindset": "Written on my phone."})
    sent = browser.post(page("edit", application.pk), {**ANSWERS, **older, "time": "Written at my desk."})
    assert sent.url == page("edit", application.pk)
    application.refresh_from_db()
    assert application.answers == {
        **ANSWERS,
        "mindset": "Written on my phone.",
        "time": "Written at my desk.",
    }


def test_an_answer_changed_in_two_windows_comes_back_with_both_texts_and_is_kept_when_sent_again(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    older = marks_on(browser.get(page("edit", application.pk)))
    browser.post(page("edit", application.pk), {**ANSWERS, **older, "time": "Written on my phone."})
    asked = browser.post(page("edit", application.pk), {**ANSWERS, **older, "time": "Written at my desk."})
    assert asked.status_code == 422
    assert asked.context["form"].errors == {
        "time": [
            "You changed this in another window meanwhile. Nothing was saved yet. There it reads: "
            "“Written on my phone.”. Save again to keep what stands here."
        ]
    }
    assert asked.context["form"]["time"].value() == "Written at my desk."
    again = {**ANSWERS, **marks_on(asked), "time": "Written at my desk."}
    assert browser.post(page("edit", application.pk), again).status_code == 302
    application.refresh_from_db()
    assert application.answers["time"] == "Written at my desk."


def test_a_draft_that_came_back_says_what_the_signer_asked_for(signed_in):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="Name the afternoons.")
    browser = signed_in(application.person)
    detail = browser.get(page("detail", application.pk)).content.decode()
    assert detail.index("Name the afternoons.") < detail.index("What was signed")
    browser.post(page("detail_revise", application.pk))
    html = browser.get(page("edit", application.pk)).content.decode()
    assert f"What {application.signer} asked for on" in html
    assert "Name the afternoons." in html


def test_a_reader_sees_what_others_think_once_their_own_scores_are_in(signed_in):
    review = ReviewFactory(reviewer=manager())
    other = ReviewFactory(application=review.application, scored=True, comment="Rebuilt the writing units.")
    browser = signed_in(review.reviewer)
    before = browser.get(page("detail", review.application_id)).content.decode()
    assert other.comment not in before
    assert page("review", review.pk) in before
    scores = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}
    services.score(review_pk=review.pk, by=review.reviewer, scores=scores, comment="Clear.")
    assert other.comment in browser.get(page("detail", review.application_id)).content.decode()


def test_an_offer_is_turned_down_and_not_withdrawn(signed_in):
    application = ApplicationFactory(offered=True)
    html = signed_in(application.person).get(page("detail", application.pk)).content.decode()
    assert "Turn the offer down" in html
    assert "Withdraw" not in html


def test_pressing_change_it_twice_says_that_it_was_done(signed_in):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="Name the afternoons.")
    browser = signed_in(application.person)
    for _ in range(2):
        browser.post(page("detail_revise", application.pk))
    said = [str(message) for message in browser.get(page("edit", application.pk)).context["messages"]]
    assert said[-1] == "This was done already. Reload the page to see it as it is."


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


def test_applying_again_leads_to_the_application_of_before_and_says_so(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    answer = browser.post(
        page("new", application.offering_id), {"school": application.school_id}, follow=True
    )
    assert answer.redirect_chain[0][0] == page("edit", application.pk)
    assert "You began this application before. Here it is." in answer.content.decode()
