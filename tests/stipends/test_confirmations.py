"""What payroll says it paid comes back as a file: all of it counts, or nothing."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from common.errors import DomainError
from stipends.imports import confirmations_of, table_of
from stipends.models import LineConfirmation
from stipends.services import confirm, export
from tests.factories.stipends import Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


def read_confirmations(content):
    return confirmations_of(table_of(content))


@pytest.fixture
def run():
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    run = approved(year)
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    return run


def told(run, text):
    return confirm(pk=run.pk, rows=read_confirmations(text.encode()), by=run.prepared_by)


def test_the_exported_file_itself_confirms_the_run(run):
    content = bytes(run.exports.get().content)
    done = confirm(pk=run.pk, rows=read_confirmations(content), by=run.prepared_by)
    assert (done.state, LineConfirmation.objects.count()) == ("confirmed", 2)


def test_a_part_leaves_the_run_exported_and_the_rest_confirms_it(run):
    first, second = run.lines.order_by("pk")
    assert told(run, f"line,gross_amount\n{first.pk},3000.00\n").state == "exported"
    assert told(run, f'Line,Gross_Amount,reference\n{second.pk},"$2,887.50",A-1\n').state == "confirmed"
    assert second.confirmation.reference == "A-1"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("{0},3000.00\n{0},3000.00", "Row 3: line {0} is in the file twice"),
        ("{0},3000.01", "Row 2: line {0} is $3,000.00, not $3,000.01"),
        ("999999,1.00", "Row 2: line 999999 is not paid by this run"),
        ("{0},3000.00\n=1+1,1", "Row 3: the column “line” must hold"),
        ("{0},many", "Row 2: the amount must be written like"),
        ("", "confirms no line"),
    ],
)
def test_one_bad_row_records_nothing_and_is_named(run, rows, words):
    first = run.lines.order_by("pk").first()
    with pytest.raises(DomainError) as refusal:
        told(run, "line,gross_amount\n" + rows.format(first.pk))
    assert words.format(first.pk) in str(refusal.value)
    assert LineConfirmation.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2", b"line\x00,gross_amount"])
def test_a_file_that_is_none_is_refused_in_words(content):
    with pytest.raises(DomainError):
        read_confirmations(content)


def test_a_file_of_semicolons_says_how_to_save_it():
    with pytest.raises(DomainError, match=r"Save it with commas, and amounts like 1234\.50"):
        read_confirmations(b"line;gross_amount\n1;1234,50\n")


def test_the_same_file_again_changes_nothing(run):
    first = run.lines.order_by("pk").first()
    text = f"line,gross_amount\n{first.pk},3000.00\n"
    told(run, text)
    with pytest.raises(DomainError, match="already"):
        told(run, text)
    assert LineConfirmation.objects.count() == 1


def test_a_run_says_how_much_is_not_confirmed_yet_and_a_file_that_came_before_how_to_go_on(run, signed_in):
    first, second = run.lines.order_by("pk")
    told(run, f"line,gross_amount\n{first.pk},3000.00\n")
    client = signed_in(run.prepared_by)
    words = "$2,887.50 not confirmed by payroll yet, on 1 line"
    page = client.get(f"/stipends/runs/{run.pk}/", {"show": "unconfirmed"})
    assert list(page.context["page"]) == [second]
    assert str(page.context["unconfirmed"]) == words
    assert client.get(f"/stipends/runs/{run.pk}/confirm/").context["lead"] == f"{words}."
    content = bytes(run.exports.get().content)
    with pytest.raises(DomainError) as refusal:
        confirm(pk=run.pk, rows=read_confirmations(content), by=run.prepared_by)
    assert str(refusal.value) == (
        f"Nothing was recorded. Row 2: line {first.pk} was confirmed already."
        f" Take the row that was confirmed already out of the file and send the rest. {words}."
    )


def test_a_confirmation_stays(run):
    told(run, f"line,gross_amount\n{run.lines.order_by('pk').first().pk},3000.00\n")
    with pytest.raises(DatabaseError), transaction.atomic():
        LineConfirmation.objects.update(amount_cents=1)


def test_the_file_is_taken_on_its_page(run, signed_in):
    file = SimpleUploadedFile("paid.csv", bytes(run.exports.get().content))
    client = signed_in(run.prepared_by)
    address = reverse("stipends:run_confirm", args=[run.pk])
    assert client.post(address, {"file": SimpleUploadedFile("x.csv", b"a,b\n")}).status_code == 422
    assert client.post(address, {"file": file}).status_code == 302
    run.refresh_from_db()
    assert run.state == "confirmed"


SAVED = sorted((Path(__file__).parent / "files").glob("*.csv"))


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.stem)
def test_the_exported_file_is_taken_back_as_peoples_programs_save_it(file):
    """Excel drops zeros, writes Windows-1252, tabs and rows of commas, and people put titles above."""
    rows = read_confirmations(file.read_bytes())
    assert {row.line_id: row.amount_cents for row in rows} == {
        "ansi-with-n-tilde": {2: 300_000},
        "blank-rows-of-commas": {10: 232_500},
        "resaved-in-excel": {1: 288_750, 7: 288_750},
        "tabs": {9: 250_000},
        "title-rows-above": {3: 650_000},
    }[file.stem]


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("2887.5", 288_750),
        ("2887.50", 288_750),
        ("2887", 288_700),
        ("0.05", 5),
        ("$1,234.5", 123_450),
        ("$ 1,234,567.00", 123_456_700),
        (" 1234.50 ", 123_450),
    ],
)
def test_an_amount_is_read_as_spreadsheets_write_it(text, cents):
    assert read_confirmations(f'line,gross_amount\n1,"{text}"\n'.encode())[0].amount_cents == cents


@pytest.mark.parametrize(
    "text", ["", "2887,5", "1,23", "12,34.50", "1.234,50", "1.", ".5", "-1.00", "1.505", "1e3"]
)
def test_an_amount_that_could_mean_another_is_refused(text):
    with pytest.raises(DomainError, match=r"Row 2: the amount must be written like 1234\.50\."):
        read_confirmations(f'line,gross_amount\n1,"{text}"\n'.encode())


def test_a_reference_is_kept_whole_or_refused(run):
    first = run.lines.order_by("pk").first()
    told(run, f"line,gross_amount,reference\n{first.pk},3000.00,{'x' * 100}\n")
    assert first.confirmation.reference == "x" * 100
    with pytest.raises(DomainError, match="the reference has 101 characters; write at most 100"):
        read_confirmations(f"line,gross_amount,reference\n1,1.00,{'x' * 101}\n".encode())


def test_how_the_file_was_read_is_said_on_its_page(run, signed_in):
    first = run.lines.order_by("pk").first()
    text = f"Register\n\nline\tfamily_name\tgross_amount\n{first.pk}\tMuñoz\t3000\n"
    client = signed_in(run.prepared_by)
    address = reverse("stipends:run_confirm", args=[run.pk])
    file = SimpleUploadedFile("paid.csv", text.encode("cp1252"))
    said = [str(words) for words in client.post(address, {"file": file}, follow=True).context["messages"]]
    assert said == [
        "Recorded. The file was read as Windows-1252, separated by tabs, with the names of its columns in row 3.",
    ]
