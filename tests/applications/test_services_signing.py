"""Sending, signing for the school, links and codes, and who waits for whom."""

from datetime import date, timedelta

import pytest

from applications import services
from applications.models import Application, ApplicationEvent, CosignLink, Signature
from applications.queries.commitments import current_record, read
from common.errors import NotAllowed, SomeoneElse
from notifications.models import Message
from tests.applications.shared import refused
from tests.factories.applications import (
    ANSWERS,
    NOW,
    ApplicationFactory,
    code_of,
    principal_for,
)
from tests.factories.pathways import (
    IltExpectationFactory,
    OfferingFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
)
from tests.verbs import refusal

pytestmark = pytest.mark.django_db


def test_submitting_freezes_signs_routes_and_asks(ceremony, token_in):
    school, offering = SchoolFactory(), OfferingFactory()
    principal = principal_for(school)
    IltExpectationFactory(school=school, offering=offering, text="Joins the ILT.")
    application = ApplicationFactory(school=school, offering=offering)
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    record = current_record(application)
    text = read(record.content)
    assert (application.state, application.signer, application.submitted_at) == ("submitted", principal, NOW)
    assert text["school_expectations"] == "Joins the ILT."
    assert text["answers"][0]["answer"] == ANSWERS["time"]
    signature = record.signatures.get()
    assert (signature.party, signature.signer, signature.sha256) == (
        "teacher",
        application.person,
        record.sha256,
    )
    asked = Message.objects.get(to_person=principal)
    assert asked.secret
    assert services.live_link(token_in(asked)).addressed_to == principal
    assert not CosignLink.objects.filter(token_sha256=token_in(asked)).exists()


def test_submitting_twice_changes_nothing(ceremony):
    application = ApplicationFactory()
    principal_for(application.school)
    given = ceremony(application, application.person)
    for _ in range(2):
        services.submit(pk=application.pk, by=application.person, ceremony=given)
    assert application.records.count() == 1
    assert Signature.objects.count() == 1
    assert Message.objects.count() == 2


def test_an_incomplete_draft_is_not_sent(ceremony):
    application = ApplicationFactory(answers={**ANSWERS, "time": ""})
    words = refused(
        services.submit,
        pk=application.pk,
        by=application.person,
        ceremony=ceremony(application, application.person),
    )
    assert words == "Not everything is there yet. Answer the question about time."
    assert Application.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"typed_name": "Somebody Else"}, "Type your name as it stands here"),
        ({"consent": False}, "Tick that you agree"),
        ({"proved_at": None}, "It is a while since you proved"),
        ({"proved_at": NOW - timedelta(minutes=31)}, "It is a while since you proved"),
        ({"sha256": "0" * 64}, "The text changed since you opened"),
    ],
)
def test_a_signature_needs_name_consent_fresh_proof_and_the_text_that_was_read(ceremony, part, words):
    application = ApplicationFactory()
    given = ceremony(application, application.person, **part)
    sentence = refused(services.submit, pk=application.pk, by=application.person, ceremony=given)
    assert sentence.startswith(words)
    assert Signature.objects.count() == 0
    assert ApplicationEvent.objects.count() == 0


def test_without_a_signer_it_is_sent_all_the_same_and_waits_for_staff(ceremony):
    application = ApplicationFactory()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    assert (application.state, application.signer) == ("submitted", None)


def test_a_principal_who_applies_is_never_asked_to_sign_for_themselves(ceremony):
    school = SchoolFactory()
    application = ApplicationFactory(school=school, person=principal_for(school))
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    assert application.signer is None


def test_cosigning_puts_two_signatures_on_one_hash_and_kills_the_link(ceremony):
    application = ApplicationFactory(submitted=True)
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    application.refresh_from_db()
    record = current_record(application)
    assert application.state == "cosigned"
    assert [s.party for s in record.signatures.order_by("serial")] == ["teacher", "principal"]
    assert record.signatures.get(party="principal").capacity == f"Principal of {application.school}"
    assert set(Message.objects.values_list("to_person", flat=True)) == {
        application.person.pk,
        application.signer.pk,
    }


def test_cosigning_again_changes_nothing(ceremony):
    application = ApplicationFactory(submitted=True)
    given = ceremony(application, application.signer)
    for _ in range(2):
        services.cosign(pk=application.pk, by=application.signer, ceremony=given)
    assert Signature.objects.count() == 2


def test_a_principal_of_another_school_cannot_cosign(ceremony):
    application = ApplicationFactory(submitted=True)
    other = principal_for(SchoolFactory())
    with pytest.raises(NotAllowed, match=r"Only the person who was asked may sign this\."):
        services.cosign(pk=application.pk, by=other, ceremony=ceremony(application, other))


def test_an_applicant_cannot_cosign_even_as_the_delegate_of_the_principal(ceremony):
    application = ApplicationFactory(submitted=True)
    DelegationFactory(principal=application.signer, delegate=application.person)
    with pytest.raises(NotAllowed):
        services.cosign(
            pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
        )


def test_who_applies_for_the_same_places_does_not_act_for_the_principal_there(ceremony):
    application = ApplicationFactory(submitted=True)
    deputy = DelegationFactory(principal=application.signer).delegate
    ApplicationFactory(
        submitted=True, person=deputy, offering=application.offering, school=application.school, signer=None
    )
    words = refusal(
        services.cosign,
        pk=application.pk,
        by=deputy,
        ceremony=ceremony(application, deputy),
        refused_as=SomeoneElse,
    )
    assert words == f"You apply for this role here yourself, so this stays with {application.signer}."


def test_a_delegate_signs_as_such(ceremony):
    application = ApplicationFactory(submitted=True)
    delegate = DelegationFactory(principal=application.signer).delegate
    services.cosign(pk=application.pk, by=delegate, ceremony=ceremony(application, delegate))
    capacity = Signature.objects.get(party="principal").capacity
    assert capacity == f"Named by {application.signer} to act for them at {application.school}"


def test_a_principal_who_left_no_longer_signs(ceremony):
    application = ApplicationFactory(submitted=True)
    school = application.school
    school.posts.filter(position="principal").update(ends=date(2026, 9, 1))
    following = PostFactory(school=school, principal=True, starts=date(2026, 9, 1)).person
    words = refused(
        services.cosign,
        pk=application.pk,
        by=application.signer,
        ceremony=ceremony(application, application.signer),
    )
    assert words == f"{following} signs for {school} now. Ask the Partnership to route this to them."


def test_sending_back_voids_the_signature_and_needs_words():
    application = ApplicationFactory(submitted=True)
    assert "Say what should change" in refused(
        services.send_back, pk=application.pk, by=application.signer, words="  "
    )
    services.send_back(pk=application.pk, by=application.signer, words="Name your free period.")
    application.refresh_from_db()
    assert application.state == "returned"
    assert Signature.objects.get().void.reason == "send back: Name your free period."
    assert Message.objects.get(to_person=application.person).body.count("Name your free period.") == 1


def test_a_returned_application_is_changed_and_signed_anew(ceremony):
    application = ApplicationFactory(submitted=True)
    services.send_back(pk=application.pk, by=application.signer, words="More, please.")
    services.revise(pk=application.pk, by=application.person)
    services.save_draft(pk=application.pk, by=application.person, answers={"time": "Every Tuesday."})
    application.refresh_from_db()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    assert [record.number for record in application.records.order_by("number")] == [1, 2]
    assert Signature.objects.filter(void=None).get().record.number == 2


def test_declining_support_ends_it_with_a_reason():
    application = ApplicationFactory(submitted=True)
    services.decline_support(pk=application.pk, by=application.signer, words="No release time.")
    application.refresh_from_db()
    assert (application.state, application.events.get().note) == ("not_supported", "No release time.")


def submitted_with_link(ceremony, token_in):
    application = ApplicationFactory()
    principal = principal_for(application.school)
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    return application, token_in(Message.objects.get(to_person=principal))


def test_a_link_dies_when_the_application_moves_expires_or_is_revoked(ceremony, token_in):
    application, token = submitted_with_link(ceremony, token_in)
    assert services.live_link(token).application == application
    assert services.live_link(token + "x") is None
    assert services.live_link(token, NOW + timedelta(days=14)) is None
    services.withdraw(pk=application.pk, by=application.person)
    assert services.live_link(token) is None


def test_a_link_is_superseded_by_a_new_version(ceremony, token_in):
    application, token = submitted_with_link(ceremony, token_in)
    CosignLink.objects.update(revoked_at=None)
    signer = principal_for(application.school)
    services.send_back(pk=application.pk, by=signer, words="Change it.")
    services.revise(pk=application.pk, by=application.person)
    application.refresh_from_db()
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    CosignLink.objects.update(revoked_at=None)
    assert services.live_link(token) is None


def code_in(link):
    return code_of(Message.objects.filter(template="applications/cosign_code").latest("pk"))


def test_the_subject_of_a_mail_never_holds_its_code(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    services.send_code(link=services.live_link(token))
    mail = Message.objects.get(template="applications/cosign_code")
    assert code_of(mail) not in mail.subject


def test_a_code_works_once_and_for_ten_minutes(ceremony, token_in, clock):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    code = code_in(link)
    services.prove_by_code(link=link, code=f" {code[:4]} {code[4:]}")
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code)
    services.send_code(link=link)
    clock(NOW + timedelta(minutes=10))
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code_in(link))


def test_a_code_has_five_tries(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    code = code_in(link)
    wrong = "1" * 8 if code != "1" * 8 else "2" * 8
    for _ in range(5):
        refused(services.prove_by_code, link=link, code=wrong)
    assert "This code is not right" in refused(services.prove_by_code, link=link, code=code)


def test_five_codes_an_hour_are_enough_and_only_the_last_one_works(ceremony, token_in):
    _, token = submitted_with_link(ceremony, token_in)
    link = services.live_link(token)
    services.send_code(link=link)
    first = code_in(link)
    for _ in range(4):
        services.send_code(link=link)
    assert refused(services.send_code, link=link).startswith("Five codes were sent in the last hour.")
    if first != code_in(link):
        refused(services.prove_by_code, link=link, code=first)


def test_the_applicant_may_nudge_once_after_a_day(clock):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(hours=23))
    assert refused(services.nudge, pk=application.pk, by=application.person) == (
        f"{application.signer} was asked less than a day ago. "
        "You can remind them from Sep 14, 2026, 11:00 a.m."
    )
    clock(NOW + timedelta(hours=1))
    services.nudge(pk=application.pk, by=application.person)
    assert "You reminded" in refused(services.nudge, pk=application.pk, by=application.person)
    assert Message.objects.filter(to_person=application.signer).count() == 1


def test_a_reminder_of_ours_puts_off_the_applicants_own_by_a_day(clock):
    application = ApplicationFactory(submitted=True, submitted_at=NOW - timedelta(days=3))
    application.events.create(action="remind", at=NOW - timedelta(hours=1))
    assert "less than a day ago" in refused(services.nudge, pk=application.pk, by=application.person)
    clock(NOW + timedelta(hours=23))
    assert services.nudge(pk=application.pk, by=application.person).nudged_at == NOW + timedelta(hours=23)


def test_staff_route_to_the_acting_signer(ceremony):
    application = ApplicationFactory(submitted=True)
    application.school.posts.filter(position="principal").update(ends=date(2026, 9, 1))
    staff = manager()
    assert "Appoint an acting signer" in refused(services.reroute, pk=application.pk, by=staff)
    acting = ActingSignerFactory(school=application.school).person
    services.reroute(pk=application.pk, by=staff)
    application.refresh_from_db()
    assert application.signer == acting
    services.cosign(pk=application.pk, by=acting, ceremony=ceremony(application, acting))
    assert Signature.objects.get(party="principal").capacity == f"Acting signer for {application.school}"


def test_only_staff_route():
    application = ApplicationFactory(submitted=True)
    with pytest.raises(NotAllowed):
        services.reroute(pk=application.pk, by=UserFactory())


def test_where_no_school_signer_may_sign_staff_choose_a_director():
    school = SchoolFactory()
    application = ApplicationFactory(submitted=True, school=school, person=principal_for(school), signer=None)
    director = HatFactory(kind="director").person
    stranger = UserFactory()
    assert "Choose a network director" in refused(
        services.reroute, pk=application.pk, by=manager(), to=stranger
    )
    services.reroute(pk=application.pk, by=manager(), to=director)
    assert Application.objects.get(pk=application.pk).signer == director


def test_the_signer_reads_that_they_signed_themselves(ceremony):
    application = ApplicationFactory(submitted=True)
    services.cosign(
        pk=application.pk, by=application.signer, ceremony=ceremony(application, application.signer)
    )
    mails = {mail.to_person: mail.body for mail in Message.objects.filter(template="applications/cosigned")}
    assert "You signed for" in mails[application.signer]
    assert f"{application.signer} signed for" in mails[application.person]
