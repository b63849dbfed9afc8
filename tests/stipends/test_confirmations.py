"""What payroll says it paid comes back as a file: all of it counts, or nothing."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import Workbook

from common.errors import DomainError
from common.money import dollars
from stipends.imports import confirmations_of
from stipends.models import LineConfirmation
from stipends.services import confirm, export
from tests.factories.people import UserFactory
from tests.factories.stipends import (
    NOW,
    StipendLineFactory,
    StipendRunFactory,
    Year,
    approver,
    preparer,
)
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


def read_confirmations(content):
    return confirmations_of(content).rows


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


@pytest.mark.parametrize("text", ["1,234", "1.234", "1.234.567"])
def test_an_amount_that_may_mean_two_between_semicolons_says_how_to_save_it(text):
    with pytest.raises(DomainError, match=r"Row 2: .*Save the file with commas, and amounts like 1234\.50"):
        read_confirmations(f"line;gross_amount\n1;{text}\n".encode())


@pytest.mark.parametrize(
    ("text", "cents"), [("1234,50", 123_450), ("1.234,5", 123_450), ("1234.50", 123_450), ("12", 1200)]
)
def test_an_amount_that_means_one_thing_between_semicolons_is_taken(text, cents):
    assert read_confirmations(f"line;gross_amount\n1;{text}\n".encode())[0].amount_cents == cents


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


def uploaded(content, name="paid.csv"):
    return SimpleUploadedFile(name, content)


def test_the_file_is_shown_on_its_page_and_recorded_by_the_second_press(run, signed_in):
    content, client = bytes(run.exports.get().content), signed_in(run.prepared_by)
    address = reverse("stipends:run_confirm", args=[run.pk])
    paid = {"paid_on": "2027-06-25"}
    assert client.post(address, {**paid, "file": uploaded(b"a,b\n")}).status_code == 422
    page = client.post(address, {**paid, "file": uploaded(content)})
    assert (page.status_code, LineConfirmation.objects.count()) == (422, 0)
    assert page.context["form"].first_look.lines == (
        "The file was read as UTF-8, separated by commas, with the names of its columns in row 1.",
        "It confirms $5,887.50 on 2 lines of this run, row by row.",
        "Paid on Jun 25, 2027: $5,887.50.",
        "With it all of the run is confirmed.",
    )
    seen = page.context["form"]["seen"].value()
    assert client.post(address, {**paid, "seen": seen}).status_code == 302
    run.refresh_from_db()
    assert (run.state, {row.paid_on for row in LineConfirmation.objects.all()}) == (
        "confirmed",
        {date(2027, 6, 25)},
    )


def test_what_was_looked_at_is_of_this_run_and_this_person_and_not_old(run, signed_in, clock):
    clock(NOW)
    client, address = signed_in(run.prepared_by), reverse("stipends:run_confirm", args=[run.pk])
    paid = {"paid_on": "2027-06-25"}
    page = client.post(address, {**paid, "file": uploaded(bytes(run.exports.get().content))})
    seen = page.context["form"]["seen"].value()
    words = "What you looked at is too old. Choose the file again."
    another = signed_in(preparer()).post(address, {**paid, "seen": seen})
    assert another.context["form"].errors["file"] == [words]
    assert client.post(address, {**paid, "seen": seen + "x"}).context["form"].errors["file"] == [words]
    clock(NOW + timedelta(hours=11))
    client = signed_in(run.prepared_by)
    assert client.post(address, {**paid, "seen": seen}).context["form"].errors["file"] == [words]
    assert client.post(address, paid).context["form"].errors["file"] == ["Choose the file payroll sent back."]
    assert not LineConfirmation.objects.exists()


# --- whose money it is ----------------------------------------------------------------------------
@pytest.mark.parametrize(("column", "field"), [("Payee number", "external_id"), ("E-mail", "email")])
def test_a_person_is_known_by_number_or_address_where_no_line_stands(run, column, field):
    first, second = run.lines.order_by("pk")
    for number, line in enumerate((first, second)):
        line.person.external_id = f"E-{number}"
        line.person.save()
    rows = "\n".join(
        f"{getattr(line.person, field).upper()},{amount}"
        for line, amount in ((first, "3000"), (second, "2887.5"))
    )
    assert told(run, f"{column},Gross\n{rows}\n").state == "confirmed"
    assert {row.line_id: row.amount_cents for row in LineConfirmation.objects.all()} == {
        first.pk: 300_000,
        second.pk: 288_750,
    }


@pytest.fixture
def one_person():
    """A run that was sent: one person in two roles, another once for $3,000."""
    person, other = UserFactory(external_id="E-1"), UserFactory(external_id="E-2")
    run = StipendRunFactory()
    for whose, cents in ((person, 300_000), (person, 125_050), (other, 300_000)):
        about = {"placement__person": whose, "placement__year": run.year}
        StipendLineFactory(run=run, amount_cents=cents, earned_cents=cents, **about)
    run.approved_by, run.approved_at, run.snapshot_sha256 = approver(), NOW, "0" * 64
    for state in ("approved", "exported"):
        run.state = state
        run.save()
    return run


def owed(run, number):
    lines = run.lines.filter(person__external_id=number, status="payable").order_by("pk")
    return list(lines), sum(line.amount_cents for line in lines)


def test_one_row_confirms_all_lines_of_a_person_with_their_sum(one_person):
    lines, cents = owed(one_person, "E-1")
    assert len(lines) == 2
    text = f"external_id,gross_amount,reference\nE-1,{cents / 100:.2f},A-7\n"
    assert told(one_person, text).state == "exported"
    kept = LineConfirmation.objects.order_by("line").values_list("line", "amount_cents", "reference")
    assert list(kept) == [(line.pk, line.amount_cents, "A-7") for line in lines]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("E-9,1.00", "Row 2: E-9 is nobody this run pays."),
        (
            "E-1,1.00",
            "Row 2: E-1 is paid {sum} on 2 lines, not $1.00. Leave them out until payroll has put it right.",
        ),
        (
            "E-2,1.00",
            "Row 2: E-2 is paid $3,000.00, not $1.00. Leave them out until payroll has put it right.",
        ),
        ("E-2,3000\ne-2,3000", "Row 3: e-2 is in the file twice. Add what they were paid into one row."),
        (",3000", "Row 2: the column “external_id” must hold the payee’s number."),
    ],
)
def test_a_row_of_a_person_that_does_not_fit_records_nothing_and_is_named(one_person, rows, words):
    with pytest.raises(DomainError) as refusal:
        told(one_person, f"external_id,gross_amount\n{rows}\n")
    assert words.format(sum=dollars(owed(one_person, "E-1")[1])) in str(refusal.value)
    assert not LineConfirmation.objects.exists()


def test_a_person_who_was_confirmed_already_is_named(one_person):
    told(one_person, "external_id,gross_amount\nE-2,3000\n")
    with pytest.raises(DomainError, match="Row 2: E-2 was confirmed already"):
        told(one_person, "external_id,gross_amount\nE-2,3000\n")


def test_a_file_that_names_nobody_says_what_would_do():
    with pytest.raises(DomainError, match="In place of “line” a file may have “external_id” or “email”"):
        read_confirmations(b"name,gross_amount\nAna,1\n")


# --- what is found --------------------------------------------------------------------------------
def test_what_was_found_is_named_with_the_columns_that_go_by_other_names():
    content = "Payroll register\n\nEmp ID\tGross\tCheck date\tMuñoz\n7\t1.00\t2/12/2027\tx\n"
    found = confirmations_of(content.encode("cp1252")).found
    assert found == (
        "read as Windows-1252, separated by tabs, with the names of its columns in row 3,"
        " “Emp ID” taken as the payee’s number, “Gross” taken as the amount,"
        " “Check date” taken as the date of payment"
    )


def test_our_name_of_a_column_goes_before_another_that_may_mean_it():
    rows = read_confirmations(b"line,gross_amount,Amount\n1,3000.00,2100.00\n")
    assert rows[0].amount_cents == 300_000


def test_a_workbook_is_read_as_its_cells_show(run):
    first, second = run.lines.order_by("pk")
    book = Workbook()
    book.active.append(["Payroll register"])
    book.active.append([])
    book.active.append(["Line", "Gross amount", "Pay date"])
    book.active.append([first.pk, 3000, date(2027, 6, 25)])
    book.active.append([second.pk, 2887.5, date(2027, 6, 26)])
    file = BytesIO()
    book.save(file)
    told_by = confirmations_of(file.getvalue())
    assert told_by.found.startswith(
        "read as the sheet “Sheet” of a workbook, with the names of its columns in row 3"
    )
    confirm(pk=run.pk, rows=told_by.rows, by=run.prepared_by)
    assert list(LineConfirmation.objects.order_by("line").values_list("line", "amount_cents", "paid_on")) == [
        (first.pk, 300_000, date(2027, 6, 25)),
        (second.pk, 288_750, date(2027, 6, 26)),
    ]


# --- the day of payment ---------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "day"), [("2027-02-12", date(2027, 2, 12)), ("2/3/2027", date(2027, 2, 3))])
def test_a_date_of_payment_is_read_as_it_is_written(text, day):
    assert read_confirmations(f"line,gross_amount,paid_on\n1,1,{text}\n".encode())[0].paid_on == day


@pytest.mark.parametrize("text", ["12.2.2027", "2027-02-30", "13/13/2027", "1999-01-01", "Friday"])
def test_a_date_of_payment_that_is_none_is_refused(text):
    with pytest.raises(DomainError, match="Row 2: the date of payment must be written like 2027-02-12"):
        read_confirmations(f"line,gross_amount,paid_on\n1,1,{text}\n".encode())


def test_what_is_wrong_with_many_rows_is_said_once_with_their_numbers():
    days = ["Friday", "2027-02-12", "Friday", "Friday"] + ["Friday"] * 9
    text = "line,gross_amount,paid_on\n" + "".join(f"{n},1,{day}\n" for n, day in enumerate(days, 1))
    words = (
        r"^Rows 2, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more: the date of payment must be written like 2027-02-12 or"
        r" 2/12/2027\. The file was"
    )
    with pytest.raises(DomainError, match=words):
        read_confirmations(text.encode())


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-06-19", "Row 2: paid on Jun 19, 2027, and the run was approved on Jun 20, 2027."),
        ("2027-07-25", "Row 2: Jul 25, 2027 is more than a month ahead. Correct the date of payment."),
    ],
)
def test_money_leaves_after_its_approval_and_within_a_month(run, day, words):
    rows = read_confirmations(f"line,gross_amount,paid_on\n{run.lines.first().pk},3000.00,{day}\n".encode())
    with pytest.raises(DomainError) as refusal:
        confirm(pk=run.pk, rows=rows, by=run.prepared_by, now=NOW)
    assert words in str(refusal.value)


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
    paid = {"paid_on": "2027-06-25"}
    seen = client.post(address, {**paid, "file": file}).context["form"]["seen"].value()
    page = client.post(address, {**paid, "seen": seen}, follow=True)
    assert [str(words) for words in page.context["messages"]] == [
        "Recorded. The file was read as Windows-1252, separated by tabs, with the names of its columns in row 3.",
    ]
