"""Applying, page by page: what is kept, what is refused, and what two windows must not lose."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from applications import services
from applications.models import (
    Application,
    Signature,
)
from tests.applications.shared import page, shown_hash, signing
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
    principal_for,
)
from tests.factories.files import HTML_AS_PDF, PDF
from tests.factories.pathways import CohortFactory, OfferingFactory
from tests.factories.people import (
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


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


def test_a_name_is_shown_as_text_and_never_as_markup(signed_in):
    person = UserFactory(given_name="<b>Ana</b>", family_name="<img src=x>")
    application = ApplicationFactory(person=person, answers={**ANSWERS, "time": "<script>1</script>"})
    html = signed_in(person).get(page("check", application.pk)).content.decode()
    assert "<b>Ana" not in html
    assert "<img src=x>" not in html
    assert "<script>1" not in html


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
            "This was changed in another window meanwhile. Nothing was saved yet. There it reads: "
            "“Written on my phone.”. Save again to keep what stands here."
        ]
    }
    assert asked.context["form"]["time"].value() == "Written at my desk."
    again = {**ANSWERS, **marks_on(asked), "time": "Written at my desk."}
    assert browser.post(page("edit", application.pk), again).status_code == 302
    application.refresh_from_db()
    assert application.answers["time"] == "Written at my desk."


def test_applying_again_leads_to_the_application_of_before_and_says_so(signed_in):
    application = ApplicationFactory()
    browser = signed_in(application.person)
    answer = browser.post(
        page("new", application.offering_id), {"school": application.school_id}, follow=True
    )
    assert answer.redirect_chain[0][0] == page("edit", application.pk)
    assert "You began this application before. Here it is." in answer.content.decode()
