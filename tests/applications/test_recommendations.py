"""For the fellowship a principal recommends in words of their own, instead of giving school time for a role."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, InternalError, transaction
from django.urls import reverse

from applications import services
from applications.exports import record_pdf
from applications.models import Recommendation, Signature
from applications.queries.commitments import RECOMMEND_INTENT, read, recommended
from applications.queries.evidence import differences, differences_of
from applications.services.signatures import chain
from common.canonical import fingerprint
from common.errors import DomainError
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, ReviewFactory, principal_for, signature
from tests.factories.fellows import fellowship_offering
from tests.factories.people import PostFactory, UserFactory, manager
from tests.owner import past_the_guards

pytestmark = pytest.mark.django_db
WORDS = "She led the data team of her grade.\nOthers follow her lead."


@pytest.fixture
def row(one_factor):
    """Sent by a teacher of the school, and not recommended yet."""
    post = PostFactory()
    return ApplicationFactory(
        offering=fellowship_offering(), person=post.person, school=post.school, submitted=True
    )


@pytest.fixture
def sign(ceremony):
    def make(row, words=WORDS, **parts):
        given = ceremony(row, row.signer, **parts)
        return services.cosign(pk=row.pk, by=row.signer, ceremony=given, recommendation=words)

    return make


def refused(act, *told, **given) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        act(*told, **given)
    return refusal.value


def test_the_words_are_frozen_with_the_text_and_signed_in_the_chain(row, sign):
    assert sign(row).state == "cosigned"
    written = Recommendation.objects.get()
    said = read(written.content)
    record = row.records.get()
    assert (said["words"], said["record"], said["cohort"]) == (WORDS, record.sha256, "Cohort of 2027")
    signed = Signature.objects.get(party="principal")
    assert (signed.recommendation_sha256, signed.intent) == (written.sha256, RECOMMEND_INTENT)
    assert written.sha256 == fingerprint(bytes(written.content))
    assert differences() == []
    assert recommended(record) == WORDS


def test_the_text_both_sign_names_the_cohort_and_that_the_school_recommends(row):
    text = read(row.records.get().content)
    assert (text["cohort"], text["recommended"]) == ("Cohort of 2027", True)


@pytest.mark.parametrize("words", ["", "  \n "])
def test_without_words_nothing_is_signed(row, sign, words):
    refusal = refused(sign, row, words)
    assert (str(refusal), refusal.at) == (
        "Say in a few sentences why you recommend them: what you have seen of them as somebody who leads.",
        "recommendation",
    )
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_recommendation_is_no_book(row, sign):
    said = str(refused(sign, row, "x" * 5001))
    assert said == "A recommendation holds at most 5,000 characters. Shorten yours."


def test_a_refused_signature_keeps_no_recommendation(row, sign):
    refused(sign, row, consent=False)
    assert not Recommendation.objects.exists()


def test_signed_twice_it_is_the_first_recommendation_that_stands(row, sign):
    sign(row)
    sign(row, "Other words.")
    assert recommended(row.records.get()) == WORDS


def test_a_role_asks_for_no_recommendation(ceremony):
    row = ApplicationFactory(submitted=True)
    services.cosign(
        pk=row.pk, by=row.signer, ceremony=ceremony(row, row.signer), recommendation="Not asked for."
    )
    assert not Recommendation.objects.exists()
    assert Signature.objects.get(party="principal").recommendation_sha256 == ""


# --- the evidence ---------------------------------------------------------------------------------
def test_changed_words_are_noticed(row, sign):
    sign(row)
    written = Recommendation.objects.get()
    other = json.dumps(read(written.content) | {"words": "Other words."}).encode()
    with past_the_guards():
        Recommendation.objects.update(content=other)
    told = f"The recommendation of record {written.record_id} is not what was signed."
    assert differences() == [told]
    assert differences_of(row.records.get()) == [told]
    with past_the_guards():
        Recommendation.objects.update(sha256=fingerprint(other))
    serial = Signature.objects.get(party="principal").serial
    assert differences() == [
        f"The recommendation of record {written.record_id} is signed by nobody.",
        f"The recommendation that signature {serial} is on is missing.",
    ]


def test_a_recommendation_that_is_gone_is_noticed(row, sign):
    sign(row)
    with past_the_guards():
        Recommendation.objects.all().delete()
    serial = Signature.objects.get(party="principal").serial
    assert differences() == [f"The recommendation that signature {serial} is on is missing."]


def test_a_recommendation_under_another_text_is_noticed(row, sign):
    sign(row)
    other = ApplicationFactory(offering=row.offering, submitted=True).records.get()
    with past_the_guards():
        Recommendation.objects.update(record=other)
    assert f"The recommendation of record {other.pk} is about another text." in differences()


def test_the_database_takes_no_signature_for_the_fellowship_without_the_recommendation(row):
    bare = signature(row.records.get(), "principal", row.signer, NOW)
    bare.recommendation_sha256 = ""
    with pytest.raises(InternalError, match="a principal signs a recommendation"), transaction.atomic():
        chain([bare])


def test_the_database_takes_no_recommendation_for_a_role():
    row = ApplicationFactory(submitted=True)
    odd = signature(row.records.get(), "principal", row.signer, NOW)
    odd.recommendation_sha256 = "a" * 64
    with pytest.raises(InternalError, match="only for the fellowship"), transaction.atomic():
        chain([odd])


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_recommendation_stays(row, sign, verb):
    sign(row)
    rows = Recommendation.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete() if verb == "delete" else rows.update(frozen_at=NOW + timedelta(days=1))


# --- pages ----------------------------------------------------------------------------------------
def test_the_page_asks_for_words_and_keeps_them_when_it_is_refused(row, signed_in):
    browser, address = signed_in(row.signer), reverse("applications:cosign", args=[row.pk])
    page = browser.get(address).content.decode()
    assert "Read and recommend" in page
    assert "What your school supports stands in the text above".lower() in page.lower()
    sent = {"verb": "sign", "sign-recommendation": WORDS, "sign-typed_name": row.signer.name}
    again = browser.post(address, sent)
    assert again.status_code == 422
    assert "Others follow her lead." in again.content.decode()
    sent |= {"sign-consent": "on", "sign-sha256": row.records.get().sha256}
    done = browser.post(address, sent, follow=True)
    assert "You signed" in done.content.decode()
    assert recommended(row.records.get()) == WORDS


def test_the_page_says_that_words_are_missing_beside_their_field(row, signed_in):
    browser, address = signed_in(row.signer), reverse("applications:cosign", args=[row.pk])
    sent = {"verb": "sign", "sign-typed_name": row.signer.name, "sign-consent": "on"}
    page = browser.post(address, sent | {"sign-sha256": row.records.get().sha256})
    assert page.status_code == 422
    assert "Say in a few sentences why you recommend them" in page.content.decode()


def test_applicant_and_staff_read_it_beside_the_text_and_on_the_record(row, sign, signed_in):
    sign(row)
    record = row.records.get()
    for user in (row.person, manager()):
        browser = signed_in(user)
        for name, args in (("detail", [row.pk]), ("record", [record.sha256])):
            page = browser.get(reverse(f"applications:{name}", args=args)).content.decode()
            assert "The principal&#x27;s recommendation" in page or "The principal's recommendation" in page
            assert "Others follow her lead." in page
            assert "What the school supports" in page
    assert browser.get(reverse("applications:record_pdf", args=[record.sha256])).status_code == 200


def test_a_reader_reads_it_with_the_answers(row, sign, signed_in):
    sign(row)
    services.start_review(pk=row.pk, by=manager())
    reader = UserFactory()
    review = ReviewFactory(application=row, reviewer=reader)
    page = signed_in(reader).get(reverse("applications:review", args=[review.pk])).content.decode()
    assert page.count("Others follow her lead.") == 1


def test_strangers_do_not_read_it(row, sign, signed_in):
    sign(row)
    page = signed_in(UserFactory()).get(reverse("applications:record", args=[row.records.get().sha256]))
    assert page.status_code == 404


def test_the_pdf_holds_words_as_data():
    row = ApplicationFactory(offering=fellowship_offering(), cosigned=True)
    record = row.records.get()
    plain = record_pdf(record, list(record.signatures.all()))
    assert record_pdf(record, list(record.signatures.all()), "#panic()") != plain


def test_the_mail_asks_for_a_recommendation(one_factor, ceremony):
    post = PostFactory()
    row = ApplicationFactory(offering=fellowship_offering(), person=post.person, school=post.school)
    principal_for(row.school)
    services.submit(pk=row.pk, by=row.person, ceremony=ceremony(row, row.person))
    row.refresh_from_db()
    mail = Message.objects.get(to_person=row.signer)
    assert mail.subject.endswith("asks for your recommendation")
    assert "you recommend them in your own words; no school time for a role is asked of you." in mail.body
