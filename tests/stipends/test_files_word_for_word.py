"""What the verbs on files of runs and their confirmation write and refuse, word for word and at their edges."""

import csv
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from common.errors import NotAllowed
from stipends.models import Export, ExportDownload, LineConfirmation
from stipends.rules.files import generic_book
from stipends.services import (
    confirm,
    download,
    export,
    void,
)
from stipends.services.confirmations import Confirmed
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import (
    NOW,
    StipendRunFactory,
    approver,
    coded,
)
from tests.stipends.test_reasons import PAID
from tests.stipends.test_runs import approved
from tests.verbs import history, refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
HALF = {"kind": "share_of_maximum", "share": "1/2"}


# --- files ----------------------------------------------------------------------------------------
def test_a_file_is_named_counted_hashed_and_on_record(year):
    run = approved(year)
    coded(year.year, year.role)
    file = export(pk=run.pk, layout="generic", by=run.prepared_by, now=LATER)
    assert (file.file_name, file.lines_count, file.total_cents, file.made_by, file.made_at) == (
        "stipends-2026-27-final-1-generic.csv",
        2,
        588_750,
        run.prepared_by,
        LATER,
    )
    assert file.sha256 == sha256(bytes(file.content)).hexdigest()
    second = export(pk=run.pk, layout="journal", by=run.prepared_by, now=LATER)
    assert second.file_name == "stipends-2026-27-final-1-journal.csv"
    assert bytes(second.content) != bytes(file.content)
    assert history(run)[-2:] == [
        ("export", "approved", "exported", run.prepared_by.pk, LATER, f"{file.file_name}, $5,887.50"),
        ("export", "exported", "exported", run.prepared_by.pk, LATER, f"{second.file_name}, $5,887.50"),
    ]


def test_the_workbook_has_the_rows_of_the_file_and_the_same_bytes_each_time(year):
    run = approved(year)
    coded(year.year, year.role)
    book, text = (export(pk=run.pk, layout=one, by=run.prepared_by) for one in ("workbook", "generic"))
    assert (book.file_name, book.total_cents) == ("stipends-2026-27-final-1-workbook.xlsx", 588_750)
    rows = [list(row) for row in load_workbook(BytesIO(bytes(book.content))).active.values]
    told = list(csv.reader(StringIO(bytes(text.content).decode("utf-8-sig"))))
    assert rows[0] == told[0]
    assert [[cell or "" for cell in row[:-1]] for row in rows] == [row[:-1] for row in told]
    assert [f"{row[-1]:.2f}" for row in rows[1:]] == [row[-1] for row in told[1:]]
    lines = [replace(PAID, line_id=number, account="1100.50") for number in range(3)]
    assert generic_book("Run", lines) == generic_book("Run", lines)
    cells = load_workbook(BytesIO(generic_book("Run", lines))).active["K2"]
    assert (cells.value, cells.data_type) == ("1100.50", "s")


def test_each_run_has_a_file_of_its_own_with_its_payable_lines_alone(open_year):
    open_year.leader(commitment_in_force=False)
    open_year.close()
    first = approved(open_year, kind="instalment", step=HALF)
    second = approved(open_year)
    files = [export(pk=run.pk, layout="generic", by=run.prepared_by) for run in (first, second)]
    assert [(file.run, file.lines_count, file.total_cents) for file in files] == [
        (first, 2, 300_000),
        (second, 2, 288_750),
    ]
    lines = [row.split(",")[0] for row in bytes(files[0].content).decode("utf-8-sig").splitlines()[1:]]
    payable = first.lines.filter(status="payable").order_by("pk")
    assert lines == [str(pk) for pk in payable.values_list("pk", flat=True)]


@pytest.mark.parametrize("stranger", [approver, manager, UserFactory])
def test_who_does_not_prepare_makes_no_file(year, stranger):
    run = approved(year)
    assert refusal(export, pk=run.pk, layout="generic", by=stranger(), refused_as=NotAllowed) == (
        "Only a finance preparer may export a stipend run."
    )
    assert not Export.objects.exists()


def test_a_file_nobody_knows_is_refused_with_those_there_are(year):
    run = approved(year)
    assert refusal(export, pk=run.pk, layout="xlsx", by=run.prepared_by) == (
        "Choose one of these files: file for payroll, one row a line, the same as a workbook for Excel,"
        " general-ledger journal for bookkeeping."
    )


@pytest.mark.parametrize("state", ["draft", "calculating", "calculated", "void"])
def test_a_run_that_is_not_approved_has_no_file_and_says_so(state):
    run = StipendRunFactory(state=state)
    assert refusal(export, pk=run.pk, layout="generic", by=run.prepared_by) == (
        "Only an approved run has a file. Have it approved first."
    )


def test_a_file_is_taken_by_finance_alone_and_each_time_on_record(year):
    run, by = approved(year), approver()
    file = export(pk=run.pk, layout="generic", by=run.prepared_by)
    for stranger in (manager(), UserFactory()):
        assert refusal(download, pk=file.pk, by=stranger, refused_as=NotAllowed) == (
            "Only finance may take the file of a run."
        )
    assert download(pk=file.pk, by=by, now=LATER) == file
    download(pk=file.pk, by=run.prepared_by, now=LATER)
    assert list(ExportDownload.objects.order_by("pk").values_list("export", "by", "at")) == [
        (file.pk, by.pk, LATER),
        (file.pk, run.prepared_by.pk, LATER),
    ]
    with pytest.raises(Export.DoesNotExist):
        download(pk=0, by=by)


# --- confirming -----------------------------------------------------------------------------------
def paid(run, **changes):
    """Every payable line as payroll paid it."""
    lines = run.lines.filter(status="payable").order_by("pk").values_list("pk", "amount_cents")
    return [Confirmed(row, pk, cents, **changes) for row, (pk, cents) in enumerate(lines, 2)]


@pytest.fixture
def sent(open_year):
    open_year.leader(commitment_in_force=False)
    open_year.close()
    run = approved(open_year)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    return run


def test_what_payroll_paid_is_kept_line_by_line_with_who_and_when(sent):
    first, second = paid(sent, reference="A-1")
    part = confirm(pk=sent.pk, rows=[first], by=sent.prepared_by, now=LATER)
    assert part.state == "exported"
    done = confirm(pk=sent.pk, rows=[second], by=sent.prepared_by, now=LATER)
    assert done.state == "confirmed"
    kept = LineConfirmation.objects.order_by("line").values_list(
        "line", "amount_cents", "reference", "by", "at"
    )
    assert list(kept) == [
        (row.line_id, row.amount_cents, "A-1", sent.prepared_by.pk, LATER) for row in (first, second)
    ]
    assert history(sent)[-2:] == [
        ("confirm_part", "exported", "exported", sent.prepared_by.pk, LATER, "1 line, $3,000.00"),
        ("confirm", "exported", "confirmed", sent.prepared_by.pk, LATER, "1 line, $2,887.50"),
    ]


def test_a_line_that_pays_nothing_or_is_of_another_run_is_not_confirmed(sent):
    nothing = sent.lines.get(status="excluded")
    assert refusal(confirm, pk=sent.pk, rows=[Confirmed(2, nothing.pk, 0)], by=sent.prepared_by) == (
        f"Nothing was recorded. Row 2: line {nothing.pk} is not paid by this run."
    )
    assert refusal(confirm, pk=sent.pk, rows=[], by=sent.prepared_by) == (
        "This file confirms no line. Choose the one payroll sent back."
    )


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, " And 1 more."), (45, " And 25 more.")])
def test_twenty_wrong_rows_are_named_and_the_rest_counted(sent, count, more):
    rows = [Confirmed(row, 10**9 + row, 1) for row in range(2, 2 + count)]
    named = " ".join(f"Row {row}: line {10**9 + row} is not paid by this run." for row in range(2, 22))
    assert (
        refusal(confirm, pk=sent.pk, rows=rows, by=sent.prepared_by) == f"Nothing was recorded. {named}{more}"
    )


def test_rows_that_were_confirmed_before_are_counted_with_how_to_go_on(open_year):
    open_year.leader()
    open_year.close()
    run = approved(open_year)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    first, second, third = paid(run)
    confirm(pk=run.pk, rows=[first, second], by=run.prepared_by)
    assert refusal(confirm, pk=run.pk, rows=[first, second, third], by=run.prepared_by) == (
        f"Nothing was recorded. Row 2: line {first.line_id} was confirmed already. Row 3: line {second.line_id} was"
        " confirmed already. Take the 2 rows that were confirmed already out of the file and send the rest."
        " $3,000.00 not confirmed by payroll yet, on 1 line."
    )


def test_an_amount_that_is_not_the_lines_is_refused_with_both(sent):
    first, _ = paid(sent)
    wrong = Confirmed(2, first.line_id, first.amount_cents - 1)
    assert refusal(confirm, pk=sent.pk, rows=[wrong], by=sent.prepared_by) == (
        f"Nothing was recorded. Row 2: line {first.line_id} is $3,000.00, not $2,999.99."
        " Leave it out until payroll has put it right."
    )


def test_a_run_whose_file_was_made_stays_and_says_how_to_go_on(year):
    run = approved(year)
    said = "A file of this run was made for payroll, so it stays. Pay a correction with a supplementary run."
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert refusal(void, pk=run.pk, by=approver(), reason="No.") == said
    confirm(pk=run.pk, rows=paid(run), by=run.prepared_by)
    assert refusal(void, pk=run.pk, by=approver(), reason="No.") == said
