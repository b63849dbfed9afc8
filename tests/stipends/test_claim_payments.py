"""The office that pays schools says what it paid, by a file or of all of it: all or nothing, once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from common.errors import DoneAlready, NotAllowed
from notifications.models import Message
from people.queries import today
from stipends.imports import OF_CLAIMS, confirmations_of
from stipends.models import ClaimConfirmation, SubstituteClaim
from stipends.services import look_at_payment, pay_batch, pay_claims
from tests.factories.people import principal_of
from tests.factories.stipends import approver, preparer
from tests.owner import past_the_guards
from tests.stipends.claims import School, exported
from tests.stipends.test_claim_files import another
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
BROWSER = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def at():
    return School()


@pytest.fixture
def batch(at):
    """Two claims, of two schools."""
    at.approved()
    another("M. Ortega")
    return exported(at.year)


def paid(batch, text, **told):
    rows = confirmations_of(text.encode(told.pop("coding", "utf-8")), keys=OF_CLAIMS).rows
    return pay_claims(pk=batch.pk, rows=rows, by=preparer(), **{"paid_on": today()} | told)


def states():
    return [claim.state for claim in SubstituteClaim.objects.order_by("pk")]


def test_the_file_itself_comes_back_and_all_its_claims_are_paid(batch):
    paid(batch, bytes(batch.exports.get().content).decode("utf-8-sig"))
    assert states() == ["paid_back", "paid_back"]
    kept = ClaimConfirmation.objects.values_list("claim", "amount_cents", "paid_on")
    assert list(kept) == [(claim.pk, 9_725, today()) for claim in SubstituteClaim.objects.order_by("pk")]
    event = SubstituteClaim.objects.first().events.order_by("pk").last()
    assert (event.action, event.from_state, event.to_state, event.about) == (
        "pay",
        "exported",
        "paid_back",
        "$97.25",
    )


def test_a_part_leaves_the_rest_exported(batch):
    first, second = batch.claims.order_by("pk")
    paid(batch, f"claim,amount,reference\n{first.pk},97.25,W-1\n")
    assert states() == ["paid_back", "exported"]
    rows = confirmations_of(f"claim,amount\n{second.pk},97.25\n".encode(), keys=OF_CLAIMS).rows
    found = look_at_payment(pk=batch.pk, rows=rows, by=preparer(), paid_on=today())
    assert (found.cents, found.missing) == (9_725, [])


def test_an_office_that_names_schools_by_their_code_may_lose_its_zero_write_one_decimal_and_titles(batch):
    first, second = batch.claims.order_by("pk")
    first.school.cds_code, second.school.cds_code = "01612590000001", "01612590000002"
    for school in (first.school, second.school):
        school.save()
    text = (
        "Zahlungen – São José\n\nCDS Number;Amount Paid;Payment Date\n1612590000001;97,25;\n"
        f"01-61259-0000002;97.25;{today():%m/%d/%Y}\n"
    )
    paid(batch, text, coding="cp1252")
    assert states() == ["paid_back", "paid_back"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (
            "{0},97.2",
            "Row 2: claim {0} is $97.25, not $97.20. Leave it out until the office has put it right.",
        ),
        ("{0},97.25\n{0},97.25", "Row 3: claim {0} is in the file twice."),
        ("999999,97.25", "Row 2: claim 999999 is not in this file."),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_recorded(batch, row, words):
    pk = batch.claims.order_by("pk")[0].pk
    said = refusal(paid, batch, f"claim,amount\n{row.format(pk)}\n")
    assert said == f"Nothing was recorded. {words.format(pk)}"
    assert (states(), ClaimConfirmation.objects.count()) == (["exported", "exported"], 0)


def test_a_school_that_is_not_in_the_file_and_one_that_was_paid_are_named(batch):
    first = batch.claims.order_by("pk")[0]
    paid(batch, f"claim,amount\n{first.pk},97.25\n")
    said = refusal(paid, batch, f"cds_code,amount\n77777777777777,1.00\n{first.school.cds_code},97.25\n")
    assert said == (
        "Nothing was recorded. Row 2: 77777777777777 is no school of this file. Row 3:"
        f" {first.school.cds_code} was confirmed already."
    )
    again = refusal(paid, batch, f"claim,amount\n{first.pk},97.25\n")
    assert again.endswith(
        "Take the row that was confirmed already out of the file and send the rest. $97.25 not paid yet, on 1 claim."
    )


def test_all_that_is_open_is_recorded_by_a_form(batch):
    first = batch.claims.order_by("pk")[0]
    paid(batch, f"claim,amount\n{first.pk},97.25\n")
    pay_batch(pk=batch.pk, by=preparer(), paid_on=today(), reference="W-2")
    assert states() == ["paid_back", "paid_back"]
    kept = ClaimConfirmation.objects.order_by("pk").values_list("reference", flat=True)
    assert list(kept) == ["", "W-2"]
    assert (
        refusal(pay_batch, pk=batch.pk, by=preparer(), paid_on=today(), refused_as=DoneAlready)
        == "All of this file is paid already."
    )


def test_nothing_was_paid_before_the_file_was_made_or_months_ahead(batch):
    early, late = today() - timedelta(days=1), today() + timedelta(days=32)
    assert "and the file was made on" in refusal(pay_batch, pk=batch.pk, by=preparer(), paid_on=early)
    assert "is more than a month ahead" in refusal(pay_batch, pk=batch.pk, by=preparer(), paid_on=late)
    assert refusal(pay_batch, pk=batch.pk, by=approver(), paid_on=early, refused_as=NotAllowed) == (
        "Only a finance preparer records what schools were paid."
    )


def test_whoever_sent_it_and_the_principal_are_told_once(at):
    principal = principal_of(at.school)
    claim = at.approved()
    batch = exported(at.year)
    pay_batch(pk=batch.pk, by=preparer(), paid_on=today())
    mails = Message.objects.filter(template="stipends/claim_paid")
    assert {mail.to_person for mail in mails} == {at.clerk, principal}
    assert mails[0].subject == f"{at.school.name} was paid for substitutes: $97.25"
    assert f"/stipends/claims/{claim.pk}/" in mails[0].body


# --- what the database keeps ----------------------------------------------------------------------
INSERT = (
    "INSERT INTO stipends_claimconfirmation (claim_id, amount_cents, reference, paid_on, by_id, at)"
    " SELECT id, {}, '', now(), approved_by_id, now() FROM stipends_substituteclaim WHERE state = '{}'"
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (INSERT.format("total_cents - 1", "exported"), "a confirmation is of a claim in a file"),
        (INSERT.format("total_cents", "approved"), "a confirmation is of a claim in a file"),
        (INSERT.format("total_cents", "paid_back"), "a confirmation is of a claim in a file"),
        ("UPDATE stipends_claimconfirmation SET amount_cents = 1", "permission denied"),
        ("DELETE FROM stipends_claimconfirmation", "permission denied"),
        ("UPDATE stipends_substituteclaim SET state = 'exported' WHERE state = 'paid_back'", "only goes on"),
    ],
)
def test_the_database_keeps_what_was_paid(at, change, words):
    at.approved()
    pay_batch(pk=exported(at.year).pk, by=preparer(), paid_on=today())
    another("M. Ortega")
    exported(at.year)
    another("P. Nunez")
    with pytest.raises(DatabaseError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_confirmation_is_above_nothing(at):
    claim = at.approved()
    exported(at.year)
    said = {"claim": claim, "paid_on": today(), "by": preparer(), "at": claim.approved_at}
    with pytest.raises(IntegrityError, match="paid_claim_is_above_0"), past_the_guards():
        ClaimConfirmation.objects.create(amount_cents=0, **said)


# --- pages ----------------------------------------------------------------------------------------
def test_a_file_is_shown_before_it_is_recorded(client, settings, batch):
    settings.DEMO = True
    by = preparer()
    client.force_login(by, backend=BROWSER)
    address = reverse("stipends:claim_file_confirm", args=[batch.pk])
    first = batch.claims.order_by("pk")[0]
    file = SimpleUploadedFile("paid.csv", f"claim,amount\n{first.pk},97.25\n".encode())
    page = client.post(address, {"file": file, "paid_on": today().isoformat()})
    shown = page.content.decode()
    assert "It confirms $97.25 on 1 claim of this file, row by row." in shown
    assert "Not in it, and open after it: $97.25 on 1 claim." in shown
    seen = page.context["form"]["seen"].value()
    done = client.post(address, {"seen": seen, "paid_on": today().isoformat()}, follow=True)
    assert "Schools are told by mail." in done.content.decode()
    assert states() == ["paid_back", "exported"]
