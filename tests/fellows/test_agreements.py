"""A fellow signs the service agreement: what is frozen, who is refused, what waits, what verifying notices."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from common.canonical import fingerprint
from common.errors import DomainError, DoneAlready, NotAllowed
from fellows import services
from fellows.models import (
    AgreementChain,
    AgreementSignature,
    Fellow,
    ServiceAgreement,
    Suspension,
)
from fellows.policies import why_not_unsigned
from fellows.queries import ledger, terms_of
from fellows.queries.agreements import frozen_for, unsigned
from fellows.queries.evidence import differences, differences_of
from fellows.reminders import owe
from fellows.rules.agreement import USUAL, agreement_text, kept_as
from fellows.states import SIGNING, Action, State
from notifications.models import Message
from tests import verbs
from tests.factories.fellows import AgreementVersionFactory, FellowFactory, ServiceRecordFactory, calendar_of
from tests.factories.notifications import MessageFactory, ReminderRuleFactory
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import manager
from tests.fellows.agreements import NOW, TODAY, ceremony_for, signs
from tests.owner import owners_rights, past_the_guards

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def version():
    return AgreementVersionFactory(published=True)


@pytest.fixture
def fellow(version):
    return FellowFactory(state="selected", person__given_name="José", person__family_name="Muñoz")


def refusal(verb, **told):
    return verbs.refusal(verb, **({"now": NOW} | told))


# --- signing --------------------------------------------------------------------------------------
def test_what_was_on_the_screen_is_frozen_with_its_terms_and_signed_in_the_chain(fellow, version):
    agreement = signs(fellow, typed_name=" josé  MUÑOZ\u200b ")
    agreement.refresh_from_db()
    content = frozen_for(fellow, version)
    text = agreement_text(version.in_rules, "José Muñoz", fellow.cohort.name)
    assert (bytes(agreement.content), agreement.sha256) == (content, fingerprint(content))
    assert (agreement.version, agreement.signed_version, agreement.terms, agreement.text) == (
        version.number,
        version,
        kept_as(USUAL),
        text,
    )
    signature = AgreementSignature.objects.get()
    assert (signature.agreement, signature.signer, signature.typed_name, signature.serial) == (
        agreement,
        fellow.person,
        "josé MUÑOZ",
        1,
    )
    assert (signature.proof, signature.proved_at, signature.ip, signature.consent_version) == (
        "password",
        NOW,
        "192.0.2.7",
        "2026-1",
    )
    assert [(line.action, line.by, line.about) for line in fellow.events.all()] == [
        ("sign_agreement", fellow.person, f"Version {version.number}, {agreement.sha256[:12]}")
    ]


def test_a_receipt_with_the_fingerprint_is_mailed_and_reminders_end(fellow):
    MessageFactory(topic=f"agreement-{fellow.pk}")
    agreement = signs(fellow)
    assert agreement.sha256 in Message.objects.get(template="fellows/agreement_signed").body
    assert Message.objects.get(topic=f"agreement-{fellow.pk}").state == "cancelled"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"sha256": "0" * 64}, "The agreement has changed since you opened it. Read it again, then sign."),
        ({"typed_name": "José Munos"}, "Type your name as it stands here: José Muñoz."),
        ({"consent": False}, "Tick that you agree to sign electronically."),
        (
            {"proved_at": NOW - timedelta(minutes=31)},
            "It is a while since you proved who you are. Confirm that it is you, then sign.",
        ),
    ],
)
def test_an_agreement_that_is_not_signed_says_why(fellow, part, said):
    told = {"pk": fellow.pk, "by": fellow.person}
    assert refusal(services.sign_agreement, ceremony=ceremony_for(fellow, **part), **told) == said
    assert not fellow.agreements.exists()


def test_nobody_signs_for_somebody_else_nor_twice(fellow):
    told = {"pk": fellow.pk, "ceremony": ceremony_for(fellow), "now": NOW}
    with pytest.raises(NotAllowed, match="signed by the fellow alone"):
        services.sign_agreement(by=manager(), **told)
    services.sign_agreement(by=fellow.person, **told)
    with pytest.raises(DoneAlready):
        services.sign_agreement(by=fellow.person, **told)
    assert ServiceAgreement.objects.count() == AgreementSignature.objects.count() == 1


@pytest.mark.parametrize("state", [one for one in State if one is not State.TAKEN_BACK])
def test_it_is_signed_from_the_day_of_selection_until_nothing_is_owed_any_more(version, state):
    graduated = None if state in (State.NOMINATED, *SIGNING[:4]) else TODAY
    fellow = FellowFactory(state=state, graduated_on=graduated)
    told = {"pk": fellow.pk, "by": fellow.person, "ceremony": ceremony_for(fellow)}
    if state in SIGNING:
        assert services.sign_agreement(now=NOW, **told).version == version.number
    else:
        assert refusal(services.sign_agreement, **told) == (
            "The agreement is signed from the day you are selected until your service ends."
        )


def test_nothing_is_signed_before_a_version_is_published():
    fellow = FellowFactory(state="selected")
    told = {"pk": fellow.pk, "by": fellow.person, "ceremony": ceremony_for(fellow)}
    assert refusal(services.sign_agreement, **told) == (
        "No service agreement is published yet. Your program manager publishes one first."
    )


# --- what waits for it ----------------------------------------------------------------------------
def test_graduation_waits_for_the_agreement(version):
    fellow = FellowFactory(state="enrolled", person__given_name="Ana", person__family_name="Ruiz")
    told = {"pk": fellow.pk, "action": Action.GRADUATE, "by": manager(), "on": TODAY}
    assert refusal(services.move, **told) == (
        "Graduation waits until Ana Ruiz has signed the service agreement."
    )
    assert str(why_not_unsigned(fellow, "Assistance")) == (
        "Assistance waits until Ana Ruiz has signed the service agreement."
    )
    signs(fellow)
    assert why_not_unsigned(fellow, "Assistance") is None
    assert services.move(now=NOW, **told).state == "graduated"


@pytest.mark.parametrize("published", [True, False])
def test_the_mail_of_a_selection_leads_to_the_agreement_once_there_is_one(published):
    AgreementVersionFactory(published=published)
    fellow = FellowFactory()
    services.move(pk=fellow.pk, action=Action.SELECT, by=manager(), now=NOW)
    body = Message.objects.get(template="fellows/moved").body
    assert (f"/fellows/{fellow.pk}/agreement/" in body) is published


def test_those_who_are_selected_and_have_not_signed_are_known_with_their_day(fellow):
    by, other = manager(), FellowFactory()
    services.move(pk=other.pk, action=Action.SELECT, by=by, now=NOW)
    FellowFactory(state="serving", graduated_on=TODAY, signed=True)
    FellowFactory(state="withdrawn")
    found = {row.pk: row.selected_at for row in unsigned(Fellow.objects.all())}
    assert found == {fellow.pk: None, other.pk: NOW}


def test_a_fellow_is_reminded_from_the_day_they_can_sign_until_they_do(fellow):
    ReminderRuleFactory(what="agreement", days_before=-3)
    fellow.events.create(action="select", at=NOW, from_state="nominated", to_state="selected")
    assert [owe(NOW + DAY * days) for days in (2, 3, 4)] == [0, 1, 0]
    assert Message.objects.get().subject == "[Action required] Sign your service agreement"
    other = FellowFactory(state="selected")
    other.events.create(action="select", at=NOW, from_state="nominated", to_state="selected")
    signs(other)
    assert owe(NOW + DAY * 3) == 0


# --- what was signed counts -------------------------------------------------------------------------
def test_a_later_version_changes_nothing_that_was_signed_and_counts_once_it_is_signed(fellow):
    signs(fellow)
    AgreementVersionFactory(published=True, required_years="2.0")
    assert terms_of(fellow).required_years == 4
    signs(fellow, NOW + DAY)
    assert (terms_of(fellow).required_years, fellow.agreements.count()) == (2, 2)
    assert differences() == []


def test_service_at_similar_schools_counts_as_the_signed_terms_say():
    calendar_of(ProgramYearFactory(first=2024))
    version = AgreementVersionFactory(published=True, similar_schools=False)
    services.decide_similarity(
        school_name="Elsewhere Academy", similar=True, reasons="The same students.", by=manager(), now=NOW
    )
    lines = []
    for before in (True, False):
        fellow = FellowFactory(serving=True, signed=before)
        if not before:
            signs(fellow)
        ServiceRecordFactory(fellow=fellow, school=None, site="Elsewhere Academy")
        [year, *_] = ledger(fellow, TODAY).years
        lines.append([(line.counts, line.reason) for line in year.lines])
    assert version.similar_schools is False
    assert lines == [
        [(True, "confirmed")],
        [(False, "not a network school on these days, and the agreement counts no other schools")],
    ]


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (0, "By the agreement this fellow signed, service cannot be suspended."),
        (2, "At most 2 months may be suspended; 2 are left. Choose fewer."),
        (3, ""),
    ],
)
def test_service_is_suspended_for_as_many_months_as_the_signed_terms_say(most, said):
    AgreementVersionFactory(published=True, most_suspended_months=most)
    fellow = FellowFactory(serving=True)
    signs(fellow)
    told = {"pk": fellow.pk, "category": "study", "starts": TODAY, "months": 3, "by": manager()}
    if said:
        assert refusal(services.suspend, **told) == said
    else:
        services.suspend(now=NOW, **told)
    assert Suspension.objects.count() == (0 if said else 1)


def test_terms_nobody_can_read_suspend_nothing():
    fellow = FellowFactory(serving=True, signed__granularity="week")
    with pytest.raises(DomainError, match=r"The terms of this agreement cannot be read"):
        services.suspend(pk=fellow.pk, category="study", starts=TODAY, months=3, by=manager(), now=NOW)


# --- evidence -------------------------------------------------------------------------------------
@pytest.fixture
def three(version):
    """Three agreements that were signed one after the other."""
    fellows = [FellowFactory(state="enrolled") for _ in range(3)]
    agreements = [signs(fellow, NOW + DAY * number) for number, fellow in enumerate(fellows)]
    assert differences() == []
    return agreements


def test_untouched_evidence_is_whole_and_so_is_what_was_signed_before_there_was_a_chain(three):
    FellowFactory(signed=True)
    out = io.StringIO()
    call_command("verify_signatures", stdout=out)
    assert out.getvalue() == (
        "0 signatures on 0 records: all as they were signed.\n"
        "3 signatures on service agreements: all as they were signed.\n"
    )


@pytest.mark.parametrize(
    "change",
    [{"intent": "I read it."}, {"ip": "198.51.100.1"}, {"proof": "code"}, {"proved_at": NOW + DAY * 9}],
)
def test_a_changed_field_of_a_signature_is_noticed(three, change):
    with past_the_guards():
        AgreementSignature.objects.filter(serial=2).update(**change)
    assert differences() == ["Service agreements: Signature 2 was changed after it was made."]
    [agreement] = ServiceAgreement.objects.filter(pk=three[1].pk)
    assert differences_of(agreement) == differences()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"terms": {}}, "Agreement {} says something else than the text that was signed."),
        ({"text": "Less."}, "Agreement {} says something else than the text that was signed."),
        ({"content": b"{}"}, "The text of agreement {} is not the text that was signed."),
        ({"signed_at": NOW}, "Agreement {} says something else than its signature."),
        ({"typed_name": "Somebody"}, "Agreement {} says something else than its signature."),
    ],
)
def test_a_changed_agreement_is_noticed_and_the_command_fails(three, change, said):
    with past_the_guards():
        ServiceAgreement.objects.filter(pk=three[1].pk).update(**change)
    assert differences() == [said.format(three[1].pk)]
    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_signatures", stdout=io.StringIO())


def test_a_moved_time_a_deleted_last_row_and_a_copied_one_are_noticed(three):
    with past_the_guards():
        AgreementSignature.objects.filter(serial=1).update(signed_at=NOW - DAY)
        last = AgreementSignature.objects.get(serial=3)
        last.delete()
    assert differences() == [
        "Service agreements: Signature 1 was changed after it was made.",
        "Service agreements: The chain should end with link 3, but it ends with 2.",
        f"Agreement {three[0].pk} says something else than its signature.",
        f"Agreement {three[2].pk} has no signature.",
    ]
    with past_the_guards():
        last.pk, last.mac = None, "f" * 64
        last.save(force_insert=True)
        AgreementChain.objects.update(count=4, head=last.mac)
    assert "Service agreements: The end of the chain was changed." in differences()


def test_the_text_of_before_that_was_changed_is_noticed():
    agreement = FellowFactory(signed=True).agreements.get()
    with past_the_guards():
        ServiceAgreement.objects.update(text="Other words")
    assert differences() == [f"The text of agreement {agreement.pk} is not the text that was signed."]


# --- past the application -------------------------------------------------------------------------
COPY = """
INSERT INTO fellows_serviceagreement
    (fellow_id, version, signed_version_id, terms, text, content, sha256, typed_name, signed_at)
SELECT fellow_id, version, {signed_version}, terms, text, {content}, '{sha256}', typed_name, signed_at
FROM fellows_serviceagreement
"""
SIGN = """
INSERT INTO fellows_agreementsignature (serial, previous_mac, mac, agreement_id, signer_id, typed_name, consent_version,
    intent, proof, proved_at, signed_at, ip, user_agent, sha256)
SELECT serial + 1, mac, 'x', agreement_id, signer_id, typed_name, consent_version, intent, proof, proved_at, signed_at,
    ip, user_agent, '{sha256}' FROM fellows_agreementsignature
"""
REFUSED = {
    "one_agreement_per_fellow_and_version": COPY.format(
        signed_version="signed_version_id", content="content", sha256="1" * 64
    ),
    "an_agreement_of_a_version_has_its_bytes": COPY.format(
        signed_version="NULL", content="content", sha256="1" * 64
    ),
    "a signature names the hash of its agreement": SIGN.format(sha256="1" * 64),
    "rows of this table stay as they are": "UPDATE fellows_agreementsignature SET ip = '192.0.2.8'",
    "the chain only grows": "UPDATE fellows_agreementchain SET count = 0",
}


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses_what_the_application_never_writes(fellow, name):
    signs(fellow)
    with (
        pytest.raises(DatabaseError, match=name),
        transaction.atomic(),
        owners_rights(),
        connection.cursor() as cursor,
    ):
        cursor.execute(REFUSED[name])


def test_what_is_signed_is_a_published_version_and_comes_with_its_signature(fellow, version):
    told = {"fellow": fellow, "terms": {}, "text": "", "content": b"", "typed_name": "x", "signed_at": NOW}
    draft = AgreementVersionFactory()
    with pytest.raises(DatabaseError, match="what is signed is a published version"), transaction.atomic():
        ServiceAgreement.objects.create(version=draft.number, signed_version=draft, sha256="1" * 64, **told)
    with pytest.raises(DatabaseError, match="is signed with it"):
        _unsigned(version=version.number, signed_version=version, sha256="1" * 64, **told)
    assert not ServiceAgreement.objects.exists()


@transaction.atomic
def _unsigned(**told):
    ServiceAgreement.objects.create(**told)
    connection.check_constraints()
