"""Assistance as payroll pays it: due parts of awards go into one file, once; payroll says what became of them."""

from csv import DictReader
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.db.utils import InternalError
from django.utils import timezone

from common.errors import DomainError, DoneAlready, LookFirst, NotAllowed
from dashboard.queries import waiting_for
from fellows import services as fellows
from fellows.models import Disbursement
from fellows.queries.assistance import money_of
from fellows.rules.assistance import Money, Part
from fellows.states import Action
from notifications.models import Message
from people.models import User
from people.queries import today
from stipends.imports import OF_LINES, confirmations_of
from stipends.models import AssistanceBatch, AssistanceConfirmation, AssistanceExport, AssistanceLine
from stipends.policies import why_not_assistance
from stipends.queries.assistance import DAYS_AHEAD, assistance_differences, open_lines_of, waiting_for_payroll
from stipends.services import (
    download_assistance,
    export_assistance,
    export_assistance_again,
    look_at_assistance,
    pay_all_assistance,
    pay_assistance,
)
from stipends.states import AssistanceAction
from tests.factories.pathways import RoleFactory
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import approver, coded, layout_by_two, preparer
from tests.fellows.assistance import BUDGET, NOW, approved, hold_promises
from tests.owner import past_the_guards
from tests.stipends.assistance import Due, came_back, exported, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Due:
    return Due()


def rows_of(file: AssistanceExport) -> list[dict[str, str]]:
    return list(DictReader(StringIO(bytes(file.content).decode("utf-8-sig"))))


def kinds(person: User) -> list[str]:
    found = waiting_for(User.objects.get(pk=person.pk), day=today(), now=timezone.now())
    return [one.kind for one in found if "assistance" in one.kind or "award" in one.kind]


# --- the file -------------------------------------------------------------------------------------
def test_what_is_due_goes_into_one_file_with_the_columns_of_payroll(at: Due) -> None:
    award = at.approved(150_000, 100_000)
    file = exported()
    hold_promises()
    assert (states(award), file.lines_count, file.total_cents) == (["exported", "exported"], 2, 250_000)
    (first, second) = rows_of(file)
    person, school = at.fellow.person, at.post.school
    assert (first["gross_amount"], second["gross_amount"]) == ("1500.00", "1000.00")
    assert {name: first[name] for name in ("run", "email", "school", "cds_code", "role", "channel")} == {
        "run": "Assistance 2026-27, file 1",
        "email": person.email,
        "school": school.name,
        "cds_code": school.cds_code,
        "role": "Assistance: tuition",
        "channel": at.post.channel,
    }
    assert str(file) == "assistance-2026-27-file-1-generic.csv"
    assert (file.is_whole, list(assistance_differences())) == (True, [])
    last = award.events.latest("pk")
    assert (last.action, last.about) == ("export", "$1,000.00 on Nov 14, 2023")


def test_only_what_is_due_within_two_weeks_is_in_it(at: Due) -> None:
    later = today() + DAYS_AHEAD + timedelta(days=1)
    parts = (Part(today() + DAYS_AHEAD, 100), Part(later, 200))
    award = at.approved(parts=parts)
    assert [row.cents for row in waiting_for_payroll(today())] == [100]
    exported()
    assert states(award) == ["exported", "approved"]
    with pytest.raises(DomainError, match="No part of an award waits for a file"):
        exported()


def test_a_file_is_of_what_was_looked_at_and_pressed_twice_it_is_one(at: Due) -> None:
    first = at.approved(100)
    with pytest.raises(LookFirst) as looked:
        exported(seen="another")
    assert looked.value.lines == (f"{at.fellow.person.name}: $1.00",)
    made, again = exported(seen=looked.value.seen), exported(seen=looked.value.seen)
    other = exported("workbook", seen=looked.value.seen)
    assert (made.pk, made.batch, other.layout) == (again.pk, other.batch, "workbook")
    assert (AssistanceBatch.objects.count(), AssistanceLine.objects.get().disbursement.award) == (1, first)


def test_each_layout_of_payrolls_own_writes_these_lines_too(at: Due) -> None:
    at.approved(100)
    batch, own = exported().batch, layout_by_two("County")
    made = export_assistance_again(pk=batch.pk, layout=str(own.pk), by=preparer())
    again = export_assistance_again(pk=batch.pk, layout=str(own.pk), by=preparer())
    assert (made.pk, made.office_layout, made.total_cents) == (again.pk, own, 100)
    with pytest.raises(DomainError, match="Choose one of these files"):
        export_assistance_again(pk=batch.pk, layout="papyrus", by=preparer())


def test_a_journal_waits_for_the_codes_of_the_fellowship_and_books_by_them(at: Due) -> None:
    at.approved(100, 50)
    batch = exported().batch
    with pytest.raises(DomainError, match="A journal needs a code for each account"):
        export_assistance_again(pk=batch.pk, layout="journal", by=preparer())
    _codes(at)
    lines = bytes(export_assistance_again(pk=batch.pk, layout="journal", by=preparer()).content).decode()
    assert "Assistance of fellows" in lines
    assert "Assistance payable: district payroll" in lines
    assert lines.count("1.50") == 2


def _codes(at: Due) -> None:
    coded(at.year, RoleFactory(pathway__kind="fellowship", name="Leadership Fellow"))


def test_a_file_that_is_not_what_was_made_is_not_given_out_and_is_named(at: Due) -> None:
    at.approved(100, 50)
    file = exported()
    assert download_assistance(pk=file.pk, by=preparer()).downloads.count() == 1
    with pytest.raises(NotAllowed):
        download_assistance(pk=file.pk, by=UserFactory())
    with past_the_guards():
        AssistanceExport.objects.filter(pk=file.pk).update(content=b"other", total_cents=1)
        AssistanceLine.objects.update(amount_cents=150 - F("amount_cents"))
    said = "\n".join(assistance_differences())
    assert "its lines are not those its hash and total were taken of" in said
    assert "its bytes do not have their hash" in said
    assert "its total is not that of its lines" in said
    with pytest.raises(DomainError, match="not the one that was made"):
        download_assistance(pk=file.pk, by=preparer())
    with pytest.raises(DomainError, match="not those it was made of"):
        export_assistance_again(pk=file.batch_id, layout="workbook", by=preparer())
    with pytest.raises(CommandError):
        call_command("verify_runs", stdout=StringIO())


def test_without_a_program_year_nothing_is_exported() -> None:
    at = Due()
    at.approved(100)
    at.year.delete()
    with pytest.raises(DomainError, match="There is no program year yet"):
        exported()


# --- what payroll says ----------------------------------------------------------------------------
def told(batch: AssistanceBatch, text: str, **more: Any) -> AssistanceBatch:
    rows = confirmations_of(text.encode(), keys=OF_LINES).rows
    return pay_assistance(pk=batch.pk, rows=rows, by=preparer(), **{"paid_on": today(), **more})


def test_the_file_itself_comes_back_and_each_fellow_is_told(at: Due) -> None:
    award = at.approved(150_000, 100_000)
    file = exported()
    told(file.batch, bytes(file.content).decode("utf-8-sig"))
    hold_promises()
    assert (states(award), AssistanceConfirmation.objects.count()) == (["paid_out", "paid_out"], 2)
    assert set(award.disbursements.values_list("paid_on", flat=True)) == {today()}
    assert Message.objects.filter(template="fellows/assistance_paid").count() == 2
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 250_000, 250_000, 250_000)
    with pytest.raises(DoneAlready, match="All of this file is paid, or came back"):
        told(file.batch, "line,gross_amount\n1,1.00\n")


def test_a_part_of_a_file_leaves_the_rest_open_and_what_is_wrong_records_nothing(at: Due) -> None:
    award = at.approved(150_000, 100_000)
    batch = exported().batch
    first, second = batch.lines.order_by("pk")
    for text, words in (
        (f"line,gross_amount\n{first.pk},1500.01\n", "is \\$1,500.00, not \\$1,500.01"),
        ("line,gross_amount\n999999,5.00\n", "is not in this file"),
        ("email,gross_amount\nnobody@example.org,5.00\n", "is nobody this file pays"),
        (f"line,gross_amount,paid_on\n{first.pk},1500.00,2020-01-01\n", "and the file was made on"),
    ):
        with pytest.raises(DomainError, match=words):
            told(batch, text)
    assert states(award) == ["exported", "exported"]
    rows = confirmations_of(f"line,gross_amount,reference\n{first.pk},1500,C-1\n".encode()).rows
    look = look_at_assistance(pk=batch.pk, rows=rows, by=preparer(), paid_on=today())
    assert [one.line_id for one in look.missing] == [second.pk]
    told(batch, f"line,gross_amount,reference\n{first.pk},1500,C-1\n")
    assert (states(award), str(open_lines_of(batch.pk))) == (
        ["paid_out", "exported"],
        "$1,000.00 not paid yet, on 1 line",
    )
    assert AssistanceConfirmation.objects.get().reference == "C-1"
    pay_all_assistance(pk=batch.pk, by=preparer(), paid_on=today(), reference="C-2")
    assert states(award) == ["paid_out", "paid_out"]


def test_a_payment_that_came_back_frees_the_budget_and_nobody_owes_anything(at: Due) -> None:
    award = at.approved(150_000, 100_000)
    batch = exported().batch
    pay_all_assistance(pk=batch.pk, by=preparer(), paid_on=today())
    with pytest.raises(DomainError, match="a day from the making of the file until today") as refused:
        came_back(batch, on=today() + timedelta(days=1))
    assert refused.value.at == "on"
    with pytest.raises(DomainError, match="Choose a payment of this file") as refused:
        came_back(batch, line=999_999)
    assert refused.value.at == "line"
    with pytest.raises(DomainError, match="Say why it came back"):
        came_back(batch, reason=" ")
    came_back(batch)
    hold_promises()
    assert states(award) == ["came_back", "paid_out"]
    assert money_of(at.cohort.pk) == Money(BUDGET, 0, 100_000, 100_000, 100_000)
    assert Message.objects.filter(template="fellows/assistance_came_back").count() == 2
    with pytest.raises(DomainError, match="Choose a payment of this file"):
        came_back(batch)
    came_back(batch, line=batch.lines.latest("pk").pk)
    with pytest.raises(DoneAlready, match="All of this file came back"):
        came_back(batch)


def test_a_row_of_what_came_back_is_refused_as_that(at: Due) -> None:
    at.approved(150_000, 100_000)
    batch = exported().batch
    line, other = batch.lines.order_by("pk")
    came_back(batch, line=line.pk)
    with pytest.raises(DomainError) as refused:
        told(batch, f"line,gross_amount\n{line.pk},1500.00\n{other.pk},1000.00\n")
    assert str(refused.value) == (
        f"Nothing was recorded. Row 2: line {line.pk} came back, so this file does not pay it. Take the row that came "
        "back out of the file and send the rest. $1,000.00 not paid yet, on 1 line."
    )


def test_only_a_preparer_pays_and_says_what_became_of_it(at: Due) -> None:
    at.approved(100)
    batch = exported().batch
    for somebody in (approver(), at.by, at.fellow.person):
        assert all(
            isinstance(why_not_assistance(somebody, action, batch), NotAllowed) for action in AssistanceAction
        )
    with pytest.raises(NotAllowed):
        export_assistance(layout="generic", by=at.by, seen="")


def test_what_was_sent_is_paid_still_when_its_fellow_has_left(at: Due) -> None:
    award = at.approved(100)
    batch = exported().batch
    fellows.move(pk=at.fellow.pk, action=Action.WITHDRAW, by=at.by, note="She moved.", now=NOW)
    pay_all_assistance(pk=batch.pk, by=preparer(), paid_on=today())
    hold_promises()
    assert states(award) == ["paid_out"]


def test_who_has_no_post_is_paid_through_the_district() -> None:
    at = Due()
    at.post.delete()
    at.approved(100)
    (row,) = rows_of(exported())
    assert (row["school"], row["channel"]) == ("", "district")


# --- what waits -----------------------------------------------------------------------------------
def test_what_is_proposed_due_and_sent_waits_for_those_whose_it_is(at: Due) -> None:
    award, by, second = at.proposed(100), preparer(), approver()
    assert [kinds(who) for who in (at.by, at.second, second, by)] == [
        [],
        ["award_proposed"],
        ["award_proposed"],
        [],
    ]
    fellows.send_back_award(pk=award.pk, note="Less.", by=second, now=NOW)
    assert [kinds(who) for who in (at.by, at.second)] == [["award_back"], []]
    fellows.propose_award(pk=award.pk, by=at.by, now=NOW)
    approved(award, at.second)
    assert [kinds(who) for who in (second, by)] == [[], ["assistance_due"]]
    batch = exported().batch
    assert kinds(by) == ["assistance_exported"]
    pay_all_assistance(pk=batch.pk, by=by, paid_on=today())
    assert kinds(by) == []


def test_what_came_back_waits_for_those_who_may_propose_it_again_until_they_did(at: Due) -> None:
    award = at.approved(100, 200)
    batch = exported().batch
    for line in batch.lines.order_by("pk"):
        came_back(batch, line=line.pk)
    page = f"/fellows/assistance/{award.pk}/"
    for who in (at.by, at.second):
        (one,) = [one for one in waiting_for(who, day=today(), now=timezone.now()) if "assist" in one.kind]
        assert (one.kind, one.what, one.count, one.since, one.url) == (
            "assistance_back",
            f"Propose again what came back: {at.fellow.person.name}",
            2,
            today(),
            page,
        )
    HatFactory(person=at.fellow.person)
    assert [kinds(who) for who in (approver(), preparer(), at.fellow.person)] == [[], [], []]
    first, second = award.disbursements.order_by("due")
    told = {"due": today(), "reason": "The right account.", "by": at.by}
    anew = fellows.pay_again(pk=award.pk, part=first.pk, **told)
    assert (kinds(at.by), kinds(at.second)) == (["assistance_back"], ["assistance_back", "award_proposed"])
    fellows.pay_again(pk=award.pk, part=second.pk, **told)
    assert kinds(at.by) == []
    fellows.cancel_award(pk=anew.pk, note="Another way.", by=at.by)
    assert kinds(at.by) == ["assistance_back"]
    fellows.move(pk=at.fellow.pk, action=Action.WITHDRAW, by=at.by, note="She moved.")
    assert kinds(at.by) == []


# --- what the database keeps ----------------------------------------------------------------------
def refused(promise: str, statement: str, *values: Any, later: bool = False) -> None:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        if later:
            hold_promises()

    with pytest.raises((IntegrityError, InternalError, DatabaseError), match=promise), transaction.atomic():
        act()


def test_the_database_sends_and_pays_a_part_once_and_all_of_it(at: Due) -> None:
    award = at.approved(100, 200)
    batch = exported().batch
    more = at.approved(300)
    hold_promises()
    line = (
        "INSERT INTO stipends_assistanceline (batch_id, disbursement_id, amount_cents, channel)"
        " VALUES (%s, %s, %s, 'district')"
    )
    sent, waits = award.disbursements.earliest("due").pk, more.disbursements.get().pk
    refused("unique|already exists", line, batch.pk, sent, 100)
    refused("an approved part of an award, and all of it", line, batch.pk, waits, 299)
    refused("is the sum of its lines", line, batch.pk, waits, 300, later=True)
    refused(
        "stands as its line in a file does",
        "UPDATE fellows_disbursement SET state = 'exported' WHERE id = %s",
        waits,
        later=True,
    )
    refused(
        "stands as its line in a file does",
        "UPDATE fellows_disbursement SET state = 'paid_out', paid_on = now() WHERE id = %s",
        sent,
        later=True,
    )
    refused(
        "stands as its line in a file does",
        "UPDATE fellows_disbursement SET state = 'came_back', came_back_on = now() WHERE id = %s",
        sent,
        later=True,
    )
    refused(
        "of its whole amount",
        "INSERT INTO stipends_assistanceconfirmation (line_id, amount_cents, reference, by_id, at)"
        " SELECT id, 1, '', %s, now() FROM stipends_assistanceline",
        at.by.pk,
    )
    assert Disbursement.objects.to_pay().count() == 2
