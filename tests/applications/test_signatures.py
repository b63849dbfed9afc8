"""The chain of evidence: what the verifier notices, and what the database refuses."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction

from applications.models import CommitmentRecord, Signature, SignatureChain, SignatureVoid
from applications.queries.evidence import differences, differences_of
from applications.services.signatures import chain
from pathways.services import begin_placement
from tests.factories.applications import NOW, ApplicationFactory, freeze, signature
from tests.owner import past_the_guards

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


def test_a_deleted_row_is_noticed_also_the_last(three):
    with past_the_guards():
        three[2].delete()
    assert differences() == ["The chain should end with signature 3, but it ends with 2."]
    with past_the_guards():
        three[0].delete()
    assert "Between signatures 0 and 2 something is missing or copied." in differences()


def test_deleting_all_is_noticed(three):
    with past_the_guards():
        Signature.objects.all().delete()
    assert differences() == ["The chain should end with signature 3, but it ends with 0."]


def test_a_row_copied_to_the_end_is_noticed(three):
    copied = Signature.objects.get(pk=three[2].pk)
    copied.pk, copied.party, copied.serial, copied.mac = None, "principal", 4, "f" * 64
    copied.save(force_insert=True)
    SignatureChain.objects.update(count=4, head="f" * 64)
    assert differences() == [
        "Signature 4 does not follow the one before it.",
        "Signature 4 was changed after it was made.",
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
    assert differences() == [f"Signature {n} was changed after it was made." for n in (1, 2, 3)]


def test_a_signature_on_an_older_text_must_be_void(three):
    application = three[2].record.application
    freeze(application, NOW)
    assert differences() == ["Signature 3 is on an older text and should be void."]
    SignatureVoid.objects.create(signature=three[2], reason="The text changed.", at=NOW, by=None)
    assert differences() == []


@pytest.mark.parametrize("model", [Signature, CommitmentRecord])
def test_the_database_refuses_to_change_or_delete_evidence(three, model):
    row = model.objects.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).delete()


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
