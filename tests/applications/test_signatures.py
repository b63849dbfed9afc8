"""The chain of evidence: what the verifier notices, and what the database refuses."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from applications.models import Application, CommitmentRecord, Signature, SignatureChain, SignatureVoid
from applications.queries.evidence import differences, differences_of
from applications.services import send_back
from applications.services.signatures import chain, void
from applications.states import BOTH, SIGNED_BY, State
from common.canonical import fingerprint
from pathways.models import Placement
from pathways.services import begin_placement
from tests.factories.applications import NOW, ApplicationFactory, freeze, signature
from tests.factories.pathways import ProgramYearFactory
from tests.owner import owners_rights, past_the_guards

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """Three signatures on two records."""
    ApplicationFactory(cosigned=True)
    ApplicationFactory(submitted=True)
    assert differences() == []
    return list(Signature.objects.order_by("serial"))


def test_untouched_evidence_is_whole(three):
    out = io.StringIO()
    call_command("verify_signatures", stdout=out)
    assert out.getvalue() == "3 signatures on 2 records: all as they were signed.\n"


@pytest.mark.parametrize(
    "change",
    [
        {"typed_name": "Somebody Else"},
        {"capacity": "Director"},
        {"intent": "I read it."},
        {"ip": "198.51.100.1"},
        {"user_agent": "another"},
        {"proof": "code"},
        {"consent_version": "0"},
        {"proved_at": NOW},
        {"signed_at": NOW - timedelta(microseconds=1)},
    ],
)
def test_a_changed_field_is_noticed(three, change):
    with past_the_guards():
        Signature.objects.filter(pk=three[1].pk).update(**change)
    assert differences() == ["Signature 2 was changed after it was made."]
    assert differences_of(three[1].record) == differences()


def test_another_text_under_signatures_is_noticed_though_it_has_its_own_hash(three):
    record = three[1].record
    content = bytes(record.content) + b" "
    with past_the_guards():
        CommitmentRecord.objects.filter(pk=record.pk).update(content=content, sha256=fingerprint(content))
    record.refresh_from_db()
    theirs = record.signatures.order_by("serial").values_list("serial", flat=True)
    said = [f"Signature {serial} names another text than its record." for serial in theirs]
    assert said
    assert differences() == said
    assert differences_of(record) == said


def test_a_deleted_row_is_noticed_also_the_last(three):
    with past_the_guards():
        three[2].delete()
    assert "The chain should end with link 3, but it ends with 2." in differences()
    with past_the_guards():
        three[0].delete()
    assert "Between links 0 and 2 something is missing or copied." in differences()


def test_deleting_all_is_noticed(three):
    cosigned, submitted = Application.objects.order_by("pk")
    states = [
        f"Application {cosigned.pk} is cosigned, and the signatures that stand are of nobody.",
        f"Application {submitted.pk} is submitted, and the signatures that stand are of nobody.",
    ]
    with past_the_guards():
        Signature.objects.all()._raw_delete("default")
    assert differences() == ["The chain should end with link 3, but it ends with 0.", *states]
    with past_the_guards():
        SignatureChain.objects.all().delete()
    assert differences() == states


def test_moving_the_end_back_to_an_earlier_link_is_noticed(three):
    with past_the_guards():
        three[2].delete()
        SignatureChain.objects.update(count=2, head=three[1].mac)
    assert differences() == [
        "The end of the chain was changed.",
        f"Application {three[2].record.application_id} is submitted, and the signatures that stand are of nobody.",
    ]


@pytest.mark.parametrize(
    ("state", "whose"),
    [
        ("draft", "principal and teacher"),
        ("returned", "principal and teacher"),
        ("not_supported", "principal and teacher"),
        ("submitted", "principal and teacher"),
        ("declined", ""),
        ("withdrawn", ""),
    ],
)
def test_an_application_is_in_a_state_its_signatures_bear_out(three, state, whose):
    application = three[0].record.application
    with past_the_guards():
        Application.objects.filter(pk=application.pk).update(state=state)
    said = f"Application {application.pk} is {state}, and the signatures that stand are of {whose}."
    assert differences() == ([said] if whose else [])


def test_every_state_says_whose_signatures_stand():
    assert {*SIGNED_BY, State.WITHDRAWN} == {*State}
    assert {*Signature.Party.values} == BOTH


def test_a_row_copied_to_the_end_is_noticed(three):
    copied = Signature.objects.get(pk=three[2].pk)
    copied.pk, copied.party, copied.serial, copied.mac = None, "principal", 4, "f" * 64
    copied.save(force_insert=True)
    SignatureChain.objects.update(count=4, head="f" * 64)
    assert differences() == [
        "Signature 4 does not follow the link before it.",
        "Signature 4 was changed after it was made.",
        "The end of the chain was changed.",
        f"Application {three[2].record.application_id} is submitted, and the signatures that stand are of"
        " principal and teacher.",
    ]


def test_changed_text_is_noticed_and_the_command_fails(three):
    record = three[0].record
    with past_the_guards():
        CommitmentRecord.objects.filter(pk=record.pk).update(content=bytes(record.content) + b" ")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 differences"):
        call_command("verify_signatures", stdout=out)
    assert out.getvalue() == f"The text of record {record.pk} is not the text that was signed.\n"


def test_another_key_fits_nothing(three, settings):
    settings.SIGNATURE_KEY = "another"
    assert differences() == [
        *[f"Signature {n} was changed after it was made." for n in (1, 2, 3)],
        "The end of the chain was changed.",
    ]


def test_a_signature_on_an_older_text_must_be_void(three):
    application = three[2].record.application
    newest = freeze(application, NOW)
    assert differences() == ["Signature 3 is on an older text and should be void."]
    void(record=three[2].record, reason="The text changed.", by=None, now=NOW)
    chain([signature(newest, Signature.Party.TEACHER, application.person, NOW)])
    assert differences() == []


def test_a_signature_says_what_came_before_it(three):
    with past_the_guards():
        Signature.objects.filter(pk=three[1].pk).update(previous_mac="")
    assert differences() == [
        "Signature 2 does not follow the link before it.",
        "Signature 2 was changed after it was made.",
    ]


def test_closing_the_gap_of_a_removed_signature_is_noticed(three):
    with past_the_guards():
        three[1].delete()
        Signature.objects.filter(pk=three[2].pk).update(serial=2, previous_mac=three[0].mac)
        SignatureChain.objects.update(count=2)
    assert "Signature 2 was changed after it was made." in differences()


@pytest.fixture
def voids(three):
    """Two of the three are void, and a fourth signature follows."""
    void(record=three[0].record, reason="reopened", by=three[0].signer, now=NOW)
    Application.objects.filter(records=three[0].record).update(state="draft")
    ApplicationFactory(submitted=True)
    assert differences() == []
    return list(SignatureVoid.objects.order_by("serial"))


def test_voids_stand_in_the_chain_of_signatures(voids):
    rows = [*Signature.objects.all(), *voids]
    assert [type(row) for row in sorted(rows, key=lambda row: row.serial)] == [
        *[Signature] * 3,
        *[SignatureVoid] * 2,
        Signature,
    ]
    chained = SignatureChain.objects.get()
    assert (chained.count, sorted(row.serial for row in rows)) == (6, [1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "another"},
        {"at": NOW + timedelta(microseconds=1)},
        {"by": None},
        {"mac": "f" * 64},
    ],
)
def test_a_changed_void_is_noticed(voids, change):
    with past_the_guards():
        SignatureVoid.objects.filter(pk=voids[0].pk).update(**change)
    assert "Void 4 was changed after it was made." in differences()
    assert "Void 4 was changed after it was made." in differences_of(voids[0].signature.record)


def test_a_void_moved_to_another_signature_is_noticed(voids, three):
    with past_the_guards():
        SignatureVoid.objects.filter(pk=voids[0].pk).update(signature=three[2])
    assert "Void 4 was changed after it was made." in differences()


def test_a_removed_void_is_noticed(voids):
    with past_the_guards():
        voids[1].delete()
    assert "Between links 4 and 6 something is missing or copied." in differences()


def test_a_removed_last_void_is_noticed(three):
    returned = three[2].record.application
    send_back(pk=returned.pk, by=returned.signer, words="Name your free period.")
    assert differences() == []
    with past_the_guards():
        SignatureVoid.objects.all().delete()
        Application.objects.filter(pk=returned.pk).update(state="submitted")
    assert differences() == ["The chain should end with link 4, but it ends with 3."]
    with past_the_guards():
        SignatureChain.objects.update(count=3, head=three[2].mac)
    assert differences() == ["The end of the chain was changed."]


def test_a_forged_void_is_noticed(three):
    application = three[2].record.application
    SignatureVoid.objects.create(
        signature=three[2], reason="forged", at=NOW, serial=4, previous_mac=three[2].mac, mac="f" * 64
    )
    SignatureChain.objects.update(count=4, head="f" * 64)
    assert differences() == [
        "Void 4 was changed after it was made.",
        "The end of the chain was changed.",
        f"Application {application.pk} is submitted, and the signatures that stand are of nobody.",
    ]


def test_a_text_filed_under_another_application_is_noticed(three):
    record, other = three[2].record, ApplicationFactory()
    with past_the_guards():
        CommitmentRecord.objects.filter(pk=record.pk).update(application=other)
    assert differences() == [
        f"Record {record.pk} is filed under another application or number than its text says.",
        f"Application {record.application_id} is submitted, and the signatures that stand are of nobody.",
        f"Application {other.pk} is draft, and the signatures that stand are of teacher.",
    ]


def test_a_text_filed_as_an_older_one_is_noticed(three):
    record = three[2].record
    with past_the_guards():
        CommitmentRecord.objects.filter(pk=record.pk).update(number=7)
    assert differences() == [
        f"Record {record.pk} is filed under another application or number than its text says."
    ]


def another_person(placement, text):
    placement.commitment_sha256 = text.sha256


def another_role(placement, text):
    placement.role = text.application.offering.role


def another_year(placement, text):
    placement.year = ProgramYearFactory(first=2031)


@pytest.mark.parametrize("change", [another_person, another_role, another_year])
def test_a_placement_that_rests_on_a_text_about_something_else_is_noticed(three, change):
    ApplicationFactory(accepted=True)
    placement = Placement.objects.get()
    assert differences() == []
    change(placement, three[0].record)
    with past_the_guards():
        placement.save()
    assert differences() == [f"Placement {placement.pk} rests on a text of another person, role or year."]


@pytest.mark.parametrize("model", [Signature, SignatureVoid, CommitmentRecord])
def test_the_database_refuses_to_change_or_delete_evidence(three, model):
    void(record=three[2].record, reason="sent back", by=None, now=NOW)
    rows = model.objects.filter(pk=model.objects.first().pk)
    for rights in (transaction.atomic, owners_rights):
        with pytest.raises(DatabaseError), rights():
            rows.update(id=rows.get().pk)
        with pytest.raises(DatabaseError), rights():
            rows._raw_delete("default")
    assert rows.count() == 1


def test_a_signature_names_the_hash_of_its_record():
    record = freeze(ApplicationFactory(), NOW)
    row = signature(record, "teacher", record.application.person, NOW)
    row.sha256 = "0" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        chain([row])


def test_each_party_signs_a_record_once(three):
    again = signature(three[0].record, "teacher", three[0].signer, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        chain([again])


@pytest.mark.django_db(transaction=True)
def test_no_placement_without_two_valid_signatures():
    application = ApplicationFactory(submitted=True)
    record = application.records.get()
    with pytest.raises(DatabaseError, match="a placement needs two valid signatures on one hash"):
        begin_placement(
            person=application.person,
            role=application.offering.role,
            year=application.offering.year,
            cohort=None,
            school=application.school,
            starts=NOW.date(),
            commitment_sha256=record.sha256,
            by=None,
            now=NOW,
        )


def test_thousands_are_signed_in_a_few_statements(django_assert_max_num_queries):
    application = ApplicationFactory()
    records = CommitmentRecord.objects.bulk_create(
        CommitmentRecord(
            application=application, number=n, content=b"%d" % n, sha256=f"{n:064x}", frozen_at=NOW
        )
        for n in range(1, 1001)
    )
    rows = [signature(record, "teacher", application.person, NOW) for record in records]
    with django_assert_max_num_queries(8):
        chain(rows)
    assert SignatureChain.objects.get().count == 1000
