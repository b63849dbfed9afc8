"""Names on applications: one comparison for signatures; a stranger's words in no mail to others."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from applications import services
from applications.models import Signature
from applications.reminders import cosign_reminders
from common.errors import DomainError
from fellows.services import sign_agreement
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, principal_for
from tests.factories.fellows import AgreementVersionFactory, FellowFactory
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.people import PostFactory, UserFactory, manager
from tests.fellows.agreements import ceremony_for

pytestmark = pytest.mark.django_db
ALIKE = [
    ("Siobhán", "O’Neill", "Siobhán O'Neill"),
    ("Siobhán", "O'Neill", "siobhán  o’neill"),
    ("Jose\u0301", "Ruiz", "José Ruiz"),
    ("Anne-Marie", "Cruz", "ANNE‑MARIE CRUZ"),
    ("Suharno", "", "Suharno"),
    ("علي", "حسن", "\u2068علي حسن\u2069"),
]
OTHERS = [("José", "Muñoz", "Jose Munoz"), ("Ana", "Ruiz", "Ana"), ("Ana", "Ruiz", "")]


def sign_application(ceremony, given, family, typed):
    person = UserFactory(given_name=given, family_name=family)
    application = ApplicationFactory(person=person)
    principal_for(application.school)
    services.submit(pk=application.pk, by=person, ceremony=ceremony(application, person, typed_name=typed))
    return Signature.objects.get().typed_name


def sign_fellowship(ceremony, given, family, typed):
    AgreementVersionFactory(published=True)
    fellow = FellowFactory(state="selected", person=UserFactory(given_name=given, family_name=family))
    told = ceremony_for(fellow, NOW, typed_name=typed)
    return sign_agreement(pk=fellow.pk, by=fellow.person, ceremony=told, now=NOW).typed_name


@pytest.mark.parametrize("sign", [sign_application, sign_fellowship])
@pytest.mark.parametrize(("given", "family", "typed"), ALIKE)
def test_a_name_that_is_the_same_to_a_person_signs_and_stays_as_it_was_typed(
    ceremony, sign, given, family, typed
):
    kept = " ".join(typed.replace("\u2068", "").replace("\u2069", "").split())
    assert sign(ceremony, given, family, typed) == kept


@pytest.mark.parametrize("sign", [sign_application, sign_fellowship])
@pytest.mark.parametrize(("given", "family", "typed"), OTHERS)
def test_another_name_does_not_sign(ceremony, sign, given, family, typed):
    with pytest.raises(DomainError, match="Type your name as it"):
        sign(ceremony, given, family, typed)


# --- mails -------------------------------------------------------------------------------------------------
WORD = "Xqzzy"


def sent_by(ceremony):
    """A stranger with a word in every field they fill, whose applications wait for one principal."""
    person = UserFactory(given_name=f"{WORD} one", family_name=f"{WORD} two", preferred_name=f"{WORD} three")
    words = {about: f"{WORD} answer" for about in ("time", "mindset", "skillset", "experience")}
    application = ApplicationFactory(person=person, answers=words)
    principal_for(application.school)
    services.submit(pk=application.pk, by=person, ceremony=ceremony(application, person))
    return person, application


def told_others(person):
    return [f"{mail.subject}\n{mail.body}" for mail in Message.objects.exclude(to_person=person)]


def test_no_mail_a_stranger_causes_carries_a_word_of_theirs(ceremony, clock):
    ReminderRuleFactory(what="cosign", days_before=-3)
    person, application = sent_by(ceremony)
    clock(NOW + timedelta(days=2))
    services.nudge(pk=application.pk, by=person)
    clock(NOW + timedelta(days=2, hours=1))
    services.reroute(pk=application.pk, by=manager())
    clock(NOW + timedelta(days=3))
    cosign_reminders(NOW + timedelta(days=3))
    told = told_others(person)
    assert len(told) == 4
    assert [mail for mail in told if WORD in mail] == []
    assert told[-1].startswith("[Action required] ")


def test_a_digest_names_whom_staff_know_and_nobody_else():
    ReminderRuleFactory(what="cosign", days_before=-3)
    known, stranger = UserFactory(given_name="Ana", family_name="Ruiz"), UserFactory(given_name=WORD)
    first = ApplicationFactory(submitted=True, submitted_at=NOW, person=known)
    PostFactory(person=known, school=first.school)
    ApplicationFactory(
        submitted=True, submitted_at=NOW, school=first.school, signer=first.signer, person=stranger
    )
    assert cosign_reminders(NOW + timedelta(days=3)) == 1
    body = Message.objects.get().body
    assert f"- Ana Ruiz: {first.offering.role}" in body
    assert "- A teacher: " in body
    assert WORD not in body


def test_who_is_vouched_for_is_named(ceremony):
    person = UserFactory(given_name="Ana", family_name="Ruiz")
    application = ApplicationFactory(person=person)
    PostFactory(person=person, school=application.school)
    principal_for(application.school)
    services.submit(pk=application.pk, by=person, ceremony=ceremony(application, person))
    subjects = [mail.subject for mail in Message.objects.exclude(to_person=person)]
    assert subjects == ["[Action required] Ana Ruiz asks for your signature"]


def test_a_name_from_right_to_left_is_isolated_in_a_mail(ceremony):
    person = UserFactory(given_name="علي", family_name="حسن")
    application = ApplicationFactory(person=person)
    PostFactory(person=person, school=application.school)
    principal_for(application.school)
    services.submit(pk=application.pk, by=person, ceremony=ceremony(application, person))
    subjects = [mail.subject for mail in Message.objects.exclude(to_person=person)]
    assert subjects == ["[Action required] \u2068علي حسن\u2069 asks for your signature"]


def with_second_factor(person):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    return person


# --- one person, two accounts ---------------------------------------------------------------------------------
def twice(**traits):
    """Two accounts under one name, written otherwise, that applied for the same role and school."""
    first = ApplicationFactory(person=UserFactory(given_name="Cecilia", family_name="Kang"), **traits)
    other = UserFactory(given_name="cecília", family_name="KANG", email="private@example.org")
    ApplicationFactory(person=other, offering=first.offering, school=first.school, **traits)
    return first


def test_staff_read_that_another_account_bears_the_name_and_the_applicant_does_not(signed_in):
    application = twice(in_review=True)
    page = f"/applications/{application.pk}/"
    hint = "cecília KANG, private@example.org: the same name."
    assert hint in signed_in(with_second_factor(manager())).get(page).content.decode()
    for person in (application.person, application.signer):
        assert "private@example.org" not in signed_in(person).get(page).content.decode()


def test_the_panel_marks_both_and_nobody_else(signed_in):
    application = twice(in_review=True)
    ApplicationFactory(offering=application.offering, school=application.school, in_review=True)
    page = (
        signed_in(with_second_factor(manager()))
        .get(f"/decisions/{application.offering_id}/")
        .content.decode()
    )
    assert page.count("Perhaps two accounts of one person") == 2
