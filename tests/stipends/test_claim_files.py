"""Approved claims go into one file of their year, once each: kept byte for byte, in three layouts."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from common.errors import LookFirst, NotAllowed
from stipends.models import ClaimBatch, ClaimExport, ClaimExportDownload, SubstituteClaim
from stipends.queries.batches import claim_differences, mark_of_claims
from stipends.services import Coded, download_claims, export_batch, export_claims, write_codes
from tests.factories.stipends import FundFactory, approver, preparer
from tests.owner import owners_rights
from tests.stipends.claims import School, exported
from tests.stipends.test_codes import rows_of
from tests.verbs import refusal

pytestmark = pytest.mark.django_db


def coded(year) -> None:
    """What the books call substitutes."""
    rows = [
        Coded("1102-01", substitutes="cost", fund=FundFactory(code="4210"), program="SUB"),
        Coded("9500-09", substitutes="owed"),
    ]
    write_codes(year=year, rows=rows, by=preparer())


def another(substitute: str) -> SubstituteClaim:
    """An approved claim of another school."""
    return School(terms=False).approved(substitute=substitute)


def seen_in(year) -> str:
    return mark_of_claims(SubstituteClaim.objects.to_export().filter(year=year))


def test_all_approved_claims_of_a_year_go_into_one_numbered_file():
    at = School(teachers=2)
    first, waits = at.approved(), School(terms=False).sent(substitute="K. Amari")
    second = another("M. Ortega")
    batch = exported(at.year)
    told = [(claim.pk, claim.state, claim.batch) for claim in SubstituteClaim.objects.order_by("pk")]
    assert told == [
        (first.pk, "exported", batch),
        (waits.pk, "submitted", None),
        (second.pk, "exported", batch),
    ]
    assert (str(batch), batch.claims_count, batch.total_cents) == (
        "Substitutes 2026-27, file 1",
        2,
        29_175,
    )
    event = first.events.order_by("pk").last()
    assert (event.action, event.from_state, event.to_state, event.about) == (
        "export",
        "approved",
        "exported",
        "$194.50",
    )
    another("P. Nunez")
    assert (exported(at.year).number, ClaimBatch.objects.count()) == (2, 2)


def test_the_file_has_a_row_for_each_claim_with_its_school_days_and_amount():
    at = School(teachers=2)
    coded(at.year)
    claim = at.approved()
    file = exported(at.year).exports.get()
    assert rows_of(file.content) == [
        {
            "claim": str(claim.pk),
            "file": "Substitutes 2026-27, file 1",
            "school": at.school.name,
            "cds_code": at.school.cds_code,
            "lines": "2",
            "days": "1",
            "account": "1102-01",
            "fund": "4210",
            "program": "SUB",
            "amount": "194.50",
        }
    ]
    assert (file.file_name, file.lines_count, file.total_cents) == (
        "substitutes-2026-27-file-1-generic.csv",
        1,
        19_450,
    )
    assert file.sha256 == sha256(bytes(file.content)).hexdigest()
    book = export_batch(pk=file.batch_id, layout="workbook", by=preparer())
    sheet = load_workbook(BytesIO(bytes(book.content))).active
    assert [cell.value for cell in sheet[2]][-1] == 194.5


def test_the_journal_of_claims_balances_and_waits_for_its_codes(signed_in):
    at = School()
    at.approved()
    batch = exported(at.year)
    assert refusal(export_batch, pk=batch.pk, layout="journal", by=preparer()) == (
        "A journal needs a code for each account, and these have none in 2026-27: substitutes, what schools are owed"
        " for substitutes. Write them first, under /stipends/codes/?year=2026-27."
    )
    pressed = signed_in(preparer()).post(
        f"/stipends/claims/files/{batch.pk}/export/", {"layout": "journal"}, follow=True
    )
    codes = "/stipends/codes/?year=2026-27"
    assert f'under <a class="usa-link" href="{codes}">{codes}</a>.' in pressed.content.decode()
    coded(at.year)
    rows = rows_of(export_batch(pk=batch.pk, layout="journal", by=preparer()).content)
    assert [tuple(row.values()) for row in rows] == [
        (
            "1102-01",
            "4210",
            "SUB",
            at.school.cds_code,
            "Substitutes",
            "",
            at.school.name,
            str(batch),
            "97.25",
            "",
        ),
        ("9500-09", "", "", "", "Substitutes payable: schools", "", "", str(batch), "", "97.25"),
    ]


def test_a_first_journal_without_codes_exports_nothing():
    at = School()
    at.approved()
    words = refusal(exported, at.year, "journal")
    assert words.startswith("A journal needs a code for each account")
    assert (ClaimBatch.objects.count(), SubstituteClaim.objects.get().state) == (0, "approved")


def test_pressed_again_it_is_the_same_file():
    at = School()
    at.approved()
    seen, by = seen_in(at.year), preparer()
    first = export_claims(year=at.year, layout="generic", by=by, seen=seen)
    another("M. Ortega")
    again = export_claims(year=at.year, layout="generic", by=preparer(), seen=seen)
    assert (again.pk, bytes(again.content), again.made_by) == (first.pk, bytes(first.content), by)
    assert export_batch(pk=first.batch_id, layout="generic", by=preparer()).pk == first.pk


def test_claims_nobody_saw_are_looked_at_first():
    at = School()
    at.approved()
    seen = seen_in(at.year)
    later = another("M. Ortega")
    with pytest.raises(LookFirst, match=r"^Other claims wait for a file by now\.") as look:
        export_claims(year=at.year, layout="generic", by=preparer(), seen=seen)
    assert look.value.lines[-1] == f"{later}: $97.25"
    assert export_claims(year=at.year, layout="generic", by=preparer(), seen=look.value.seen).lines_count == 2


def test_a_file_needs_a_claim_a_layout_and_a_preparer():
    at = School()
    told = {"year": at.year, "layout": "generic", "seen": ""}
    assert refusal(export_claims, **told, by=preparer()) == "No approved claim of 2026-27 waits for a file."
    at.approved()
    assert refusal(export_claims, **told, by=approver(), refused_as=NotAllowed) == (
        "Only a finance preparer makes the file of what schools are paid."
    )
    told |= {"layout": "xls", "seen": seen_in(at.year)}
    assert refusal(export_claims, **told, by=preparer()).startswith(
        "Choose one of these files: file for payroll"
    )


def test_lines_that_were_changed_behind_the_application_are_not_exported_and_are_named():
    at = School()
    claim = at.approved()
    seen = seen_in(at.year)
    assert list(claim_differences()) == []
    with owners_rights("replica"), connection.cursor() as cursor:
        cursor.execute("UPDATE stipends_claimline SET substitute = 'X' WHERE claim_id = %s", [claim.pk])
    assert refusal(export_claims, year=at.year, layout="generic", by=preparer(), seen=seen) == (
        f"The lines of {claim} are not those that were approved. Nothing was exported. Tell whoever runs the server:"
        " `manage.py verify_runs` names each."
    )
    assert list(claim_differences()) == [f"{claim}: its lines are not those that were approved."]


def test_each_download_is_on_record_and_an_altered_file_is_not_given_out():
    at = School()
    at.approved()
    file, by = exported(at.year).exports.get(), approver()
    assert bytes(download_claims(pk=file.pk, by=by).content) == bytes(file.content)
    assert list(ClaimExportDownload.objects.values_list("export", "by")) == [(file.pk, by.pk)]
    assert refusal(download_claims, pk=file.pk, by=at.clerk, refused_as=NotAllowed) == (
        "Only finance may take a file of claims."
    )
    with owners_rights("replica"):
        ClaimExport.objects.filter(pk=file.pk).update(content=b"other", total_cents=1)
    assert refusal(download_claims, pk=file.pk, by=by).startswith("This file is not the one that was made")
    assert list(claim_differences()) == [
        f"{file.file_name} (number {file.pk}): its bytes do not have their hash.",
        f"{file.file_name} (number {file.pk}): its total is not that of its claims.",
    ]


# --- what the database keeps ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE stipends_substituteclaim SET batch_id = NULL", "stays as it was said"),
        ("UPDATE stipends_substituteclaim SET lines_sha256 = repeat('0', 64)", "does not change"),
        ("UPDATE stipends_substituteclaim SET state = 'paid_back'", "paid once its payment is confirmed"),
        (
            "INSERT INTO stipends_claimbatch (year_id, number, claims_count, total_cents, claims_sha256, made_by_id,"
            " made_at) SELECT year_id, 2, 1, 5, claims_sha256, made_by_id, now() FROM stipends_claimbatch;"
            " SET CONSTRAINTS ALL IMMEDIATE",
            "a file of claims is the sum of its claims",
        ),
        (
            "INSERT INTO stipends_claimbatch (year_id, number, claims_count, total_cents, claims_sha256, made_by_id,"
            " made_at) SELECT year_id, 1, 1, 5, claims_sha256, made_by_id, now() FROM stipends_claimbatch",
            "one_batch_per_year_and_number",
        ),
        (
            "INSERT INTO stipends_claimbatch (year_id, number, claims_count, total_cents, claims_sha256, made_by_id,"
            " made_at) SELECT year_id, 3, 0, 0, claims_sha256, made_by_id, now() FROM stipends_claimbatch",
            "a_batch_pays_something",
        ),
        (
            "INSERT INTO stipends_claimbatch (year_id, number, claims_count, total_cents, claims_sha256, made_by_id,"
            " made_at) SELECT year_id, 3, 1, 1, 'x', made_by_id, now() FROM stipends_claimbatch",
            "batch_has_its_hash",
        ),
        (
            "INSERT INTO stipends_claimexport (batch_id, layout, file_name, content, sha256, lines_count, total_cents,"
            " made_by_id, made_at) SELECT batch_id, layout, 'x', content, sha256, 1, 1, made_by_id, now()"
            " FROM stipends_claimexport",
            "one_file_per_batch_and_layout",
        ),
    ],
)
def test_the_database_keeps_a_file_and_its_claims(change, words):
    at = School()
    at.approved()
    exported(at.year)
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def _put_into(claim, batch) -> None:
    SubstituteClaim.objects.filter(pk=claim.pk).update(state="exported", batch=batch)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_takes_no_claim_into_a_file_that_is_made():
    at = School()
    at.approved()
    batch, other = exported(at.year), another("M. Ortega")
    with pytest.raises(IntegrityError, match="is the sum of its claims"), transaction.atomic():
        _put_into(other, batch)
    for fields in ({"state": "exported"}, {"batch": batch}):
        with pytest.raises(IntegrityError, match="an_exported_claim_is_in_one_file"), transaction.atomic():
            SubstituteClaim.objects.filter(pk=other.pk).update(**fields)


def test_an_approved_claim_has_the_hash_of_its_lines():
    claim = School().sent()
    with (
        pytest.raises(IntegrityError, match="approved_claim_has_the_hash_of_its_lines"),
        transaction.atomic(),
    ):
        SubstituteClaim.objects.filter(pk=claim.pk).update(
            state="approved", approved_by=approver(), approved_at=claim.submitted_at
        )


# --- pages ----------------------------------------------------------------------------------------
def test_finance_makes_the_file_on_its_page_and_takes_it(client, settings):
    settings.DEMO = True
    at = School()
    at.approved()
    client.force_login(preparer(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("stipends:claim_files"))
    shown = page.content.decode()
    assert "2026-27: 1 approved claim, $97.25" in shown
    assert "Bookkeeping has no code for substitutes, what schools are owed for substitutes." in shown
    sent, address = {"seen": seen_in(at.year), "layout": "generic"}, "stipends:claim_file_new"
    made = client.post(reverse(address, args=["2026-27"]), sent, follow=True)
    assert "The file substitutes-2026-27-file-1-generic.csv is ready." in made.content.decode()
    file = ClaimExport.objects.get()
    assert client.post(reverse("stipends:claim_download", args=[file.pk])).content == bytes(file.content)
    none_left = client.post(reverse(address, args=["2026-27"]), sent | {"seen": "x"}, follow=True)
    assert "No approved claim of 2026-27 waits for a file." in none_left.content.decode()
