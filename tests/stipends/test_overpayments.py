"""What was paid too much is a row with an end: found by a run, changed by the next, settled, or waived by two."""

import pytest
from django.urls import reverse

from common.errors import DomainError, DoneAlready, NoSuchMove, NotAllowed, SomeoneElse
from notifications.models import Message
from people.models import Hat
from stipends.models import Overpayment
from stipends.queries.touched import beyond
from stipends.services import (
    agree_to_take,
    ask_waiver,
    record_paper,
    refuse_waiver,
    settle,
    take_back_agreement,
    void,
    waive,
)
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import NOW, approver, preparer
from tests.stipends.overpaid import HALF, Overpaid, again, approved_of, approving, keeps, run_of

pytestmark = pytest.mark.django_db
OVER = 67_500


@pytest.fixture
def told(clock):
    clock(NOW)
    return Overpaid()


@pytest.fixture
def row(told):
    return told.found()


def settled(row, by=None, **fields):
    given = {"cents": row.open_cents, "how": "check", "reference": "No. 117"} | fields
    return settle(pk=row.pk, by=by or preparer(), now=NOW, **given)


def asked(row, by=None, **fields):
    given = {"cents": row.open_cents, "reason": "It was our mistake."} | fields
    return ask_waiver(pk=row.pk, by=by or preparer(), now=NOW, **given)


def amounts(row) -> tuple[str, int, int]:
    row.refresh_from_db()
    return row.state, row.open_cents, row.ended_cents


def deeds(row) -> list[tuple[str, int | None, int]]:
    return list(row.events.order_by("pk").values_list("action", "cents", "open_cents"))


# --- runs -----------------------------------------------------------------------------------------
def test_the_run_that_finds_it_opens_it_to_the_cent_and_its_person_gets_a_mail(told, row):
    line = told.final.lines.get(placement=told.ana)
    assert (row.line, row.found_cents, row.open_cents, row.state) == (line, OVER, OVER, "open")
    assert deeds(row) == [("find", OVER, OVER)]
    mail = Message.objects.get(template="stipends/overpaid")
    assert (mail.to_person, "$675.00 more was paid to you" in mail.body) == (told.ana.person, True)


def test_a_run_that_is_only_calculated_opens_nothing(told):
    run_of(told.first.year)
    assert not Overpayment.objects.exists()


def test_a_line_that_waits_decides_nothing(told):
    told.first.sessions[3].__class__.objects.filter(pk=told.first.sessions[3].pk).update(
        state="held", closed_at=None
    )
    approved_of(told.first.year, "instalment", 2)
    assert not Overpayment.objects.exists()


def test_an_installment_finds_only_what_can_never_be_earned_any_more(clock):
    """Half of $3,000.00 is paid; $825.00 is earned so far and $1,200.00 may still be: $300.00 are too much."""
    clock(NOW)
    told = Overpaid()
    approved_of(told.first.year, "instalment", 2)
    assert Overpayment.objects.get().open_cents == 150_000 - (82_500 + 37_500)


def test_it_shrinks_when_more_is_earned_and_closes_by_itself_with_the_last_cent(told, row):
    told.earn(0, 1)
    approved_of(told.first.year, "supplementary", 1)
    assert amounts(row) == ("open", OVER - 45_000, 0)
    told.earn(2)
    approved_of(told.first.year, "supplementary", 2)
    assert amounts(row) == ("cleared", 0, 0)
    assert deeds(row)[1:] == [("change", None, OVER - 45_000), ("clear", OVER - 45_000, 0)]


def test_when_it_grows_nobody_has_agreed_to_that_and_its_person_is_told_again(told, row):
    agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER, now=NOW)
    record = told.ana.deliverable_records.get(state="accepted")
    type(record).objects.filter(pk=record.pk).update(state="open", decided_by=None)
    approved_of(told.first.year, "supplementary", 1)
    row.refresh_from_db()
    assert (row.open_cents, row.agreed_at) == (OVER + 37_500, None)
    assert Message.objects.filter(template="stipends/overpaid").count() == 2


def test_a_run_that_pays_nobody_and_finds_something_can_be_approved(told):
    told.first.year.placements.exclude(pk=told.ana.pk).get()
    approved_of(told.first.year)
    record = told.ana.deliverable_records.get(state="accepted")
    type(record).objects.filter(pk=record.pk).update(state="open", decided_by=None)
    run = approved_of(told.first.year, "supplementary", 1)
    assert (run.total_cents, Overpayment.objects.get().open_cents) == (0, OVER + 37_500)


def test_made_void_a_run_found_nothing(told, row):
    void(pk=told.final.pk, by=preparer(), reason="A wrong calendar.", now=NOW)
    assert amounts(row) == ("cleared", 0, 0)
    assert deeds(row)[-1] == ("undo", OVER, 0)


def test_made_void_a_run_leaves_what_the_run_before_it_found(told, row):
    told.earn(0, 1)
    run = approved_of(told.first.year, "supplementary", 1)
    void(pk=run.pk, by=preparer(), reason="A slip.", now=NOW)
    assert amounts(row) == ("open", OVER, 0)


# --- settled --------------------------------------------------------------------------------------
def test_settled_it_says_how_by_whom_and_under_which_reference(told, row):
    by = preparer()
    settled(row, by)
    assert amounts(row) == ("settled", 0, OVER)
    assert (row.how, row.reference, row.settled_by, keeps(told.ana)) == ("check", "No. 117", by, 82_500)
    event = row.events.last()
    assert event.about == "$675.00, paid back by check, No. 117, $0.00 open after it"
    body = Message.objects.get(template="stipends/overpayment_ended").body
    assert "is settled: paid back by check, No. 117." in body


def test_what_is_earned_after_it_was_settled_is_paid(told, row):
    settled(row)
    told.earn(0, 1)
    run = approved_of(told.first.year, "supplementary", 1)
    line = run.lines.get(placement=told.ana)
    assert (line.already_paid_cents, line.amount_cents, keeps(told.ana)) == (82_500, 45_000, 127_500)


def test_a_run_that_was_calculated_before_it_was_settled_is_calculated_again(told, row):
    run = run_of(told.first.year, "supplementary", 1)
    settled(row)
    with pytest.raises(DomainError, match=r"Something changed since this run was calculated: 1 line has"):
        approving(run)
    assert again(run).lines.get(placement=told.ana).overpaid_cents == 0


@pytest.mark.parametrize("reference", ["", "  "])
def test_without_a_reference_nothing_is_settled(row, reference):
    with pytest.raises(DomainError, match=r"Give the reference: the number of the check or of the booking."):
        settled(row, reference=reference)
    assert amounts(row) == ("open", OVER, 0)


# --- waived ---------------------------------------------------------------------------------------
def test_a_second_person_waives_and_the_person_keeps_it(told, row):
    first, second = preparer(), approver()
    asked(row, first)
    waive(pk=row.pk, by=second, cents=OVER, now=NOW)
    assert amounts(row) == ("waived", 0, OVER)
    assert (row.waiver_by, row.waived_by, row.waiver_reason) == (first, second, "It was our mistake.")
    assert keeps(told.ana) == 150_000
    assert "You keep it" in Message.objects.get(template="stipends/overpayment_ended").body


def test_what_was_waived_is_not_found_again_and_nobody_is_paid_twice(told, row):
    """What is earned afterwards was paid already."""
    asked(row)
    waive(pk=row.pk, by=approver(), cents=OVER, now=NOW)
    told.earn(0, 1)
    line = run_of(told.first.year, "supplementary", 1).lines.get(placement=told.ana)
    assert (line.amount_cents, line.overpaid_cents, Overpayment.objects.count()) == (0, 0, 1)
    assert line.reasons[1] == "$225.00 was paid above what was earned, and waived."
    told.earn(*range(11))
    line = approved_of(told.first.year, "supplementary", 2).lines.get(placement=told.ana)
    assert (line.earned_cents, line.amount_cents) == (262_500, 112_500)


def test_whoever_asked_does_not_agree_to_it(row):
    both = preparer()
    asked(row, both)
    with pytest.raises(SomeoneElse, match=r"You asked to let it go, so someone else must agree."):
        waive(pk=row.pk, by=both, cents=OVER, now=NOW)


def test_nobody_waives_what_nobody_asked_to_let_go(row):
    with pytest.raises(DomainError, match=r"Nobody asks to let it go. Ask for that first."):
        waive(pk=row.pk, by=approver(), cents=OVER, now=NOW)


def test_a_waiver_is_asked_for_once_with_a_reason(row):
    with pytest.raises(DomainError, match=r"Say why it should be let go. A second person reads it."):
        asked(row, reason=" ")
    asked(row)
    with pytest.raises(DoneAlready, match=r"Somebody asked to let it go already. A second person answers."):
        asked(row)


def test_a_waiver_that_is_refused_leaves_it_open_with_the_words(row):
    asked(row)
    with pytest.raises(DomainError, match=r"Say why it is not let go."):
        refuse_waiver(pk=row.pk, by=approver(), words="", now=NOW)
    refuse_waiver(pk=row.pk, by=approver(), words="She can pay it back.", now=NOW)
    assert amounts(row) == ("open", OVER, 0)
    assert (row.waiver_by, row.events.last().note) == (None, "She can pay it back.")


def test_a_waiver_of_another_amount_is_asked_for_again(told, row):
    asked(row)
    told.earn(0)
    approved_of(told.first.year, "supplementary", 1)
    row.refresh_from_db()
    assert (row.waiver_by, row.waiver_cents) == (None, None)


# --- who ------------------------------------------------------------------------------------------
WORDS = "Only finance may say what becomes of an overpayment."


def test_teachers_decide_nothing_about_it(row):
    someone = UserFactory()
    for press in (settled, asked):
        with pytest.raises(NotAllowed, match=WORDS):
            press(row, someone)
    with pytest.raises(NotAllowed, match=r"Only the person who was paid too much may say this."):
        agree_to_take(pk=row.pk, by=someone, cents=OVER, now=NOW)


def test_nobody_of_finance_decides_about_their_own(told, row):
    for kind in (Hat.Kind.PREPARER, Hat.Kind.APPROVER):
        HatFactory(person=told.ana.person, kind=kind)
    own = type(told.ana.person).objects.get(pk=told.ana.person.pk)
    for press in (settled, asked):
        with pytest.raises(SomeoneElse, match=r"This is about what you are paid yourself"):
            press(row, own)


def test_finance_does_not_agree_in_the_place_of_its_person(row):
    with pytest.raises(NotAllowed, match=r"Only the person who was paid too much may say this."):
        agree_to_take(pk=row.pk, by=preparer(), cents=OVER, now=NOW)


def test_what_has_ended_is_not_ended_again(told, row):
    settled(row)
    with pytest.raises(NoSuchMove, match=r"This was done already."):
        settled(row, cents=0)
    with pytest.raises(NoSuchMove, match=r"This is settled now, so it is not the time to agree."):
        agree_to_take(pk=row.pk, by=told.ana.person, cents=0, now=NOW)


# --- agreed ---------------------------------------------------------------------------------------
def test_its_person_agrees_and_takes_that_back(told, row):
    agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER, now=NOW)
    row.refresh_from_db()
    assert (row.agreed_by, row.agreed_at, row.paper) == (told.ana.person, NOW, "")
    with pytest.raises(DoneAlready, match=r"It is to be taken off the next payment already."):
        agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER, now=NOW)
    take_back_agreement(pk=row.pk, by=told.ana.person, now=NOW)
    row.refresh_from_db()
    assert (row.agreed_by, row.agreed_at) == (None, None)
    with pytest.raises(DoneAlready, match=r"Nothing is taken off: nobody agreed to it."):
        take_back_agreement(pk=row.pk, by=told.ana.person, now=NOW)


def test_finance_records_the_paper_they_signed(row):
    by = preparer()
    with pytest.raises(DomainError, match=r"Say where the signed paper is kept."):
        record_paper(pk=row.pk, by=by, cents=OVER, paper=" ", now=NOW)
    record_paper(pk=row.pk, by=by, cents=OVER, paper="Personnel file, p. 12", now=NOW)
    row.refresh_from_db()
    assert (row.agreed_by, row.paper, row.agreed) == (by, "Personnel file, p. 12", True)


def test_nobody_agrees_to_an_amount_they_did_not_see(told, row):
    with pytest.raises(
        DomainError, match=r"It is \$675.00 now, another amount than you saw. Look at it first."
    ):
        agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER - 1, now=NOW)


def test_half_in_advance_is_no_overpayment_while_it_can_still_be_earned(clock):
    clock(NOW)
    told = Overpaid(advance=False)
    told.earn(*range(11))
    approved_of(told.first.year, "instalment", 1, HALF)
    assert not Overpayment.objects.exists()


def test_a_share_that_pays_above_all_that_can_still_be_earned_opens_it_when_it_is_approved(told):
    """$1,500.00 was paid and the second half pays as much again; $1,200.00 may still be earned."""
    run = run_of(told.first.year, "instalment", 2, HALF)
    assert beyond(run, NOW) == {told.ana.pk: 300_000 - 120_000}
    approving(run)
    row = Overpayment.objects.get()
    assert (row.placement, row.open_cents) == (told.ana, 300_000 - 120_000)
    assert told.ana.pk in {line.placement_id for line in run.lines.filter(overpaid_cents=0)}


def test_the_share_that_found_it_made_void_takes_it_back(told):
    run = approved_of(told.first.year, "instalment", 2, HALF)
    void(pk=run.pk, by=approver(), reason="Paid too early.", now=NOW)
    assert not Overpayment.objects.waiting().exists()


def test_whoever_approves_reads_what_is_paid_above_all_that_can_still_be_earned(told, client, settings):
    settings.DEMO = True
    run = run_of(told.first.year, "instalment", 2, HALF)
    client.force_login(approver())
    html = client.get(reverse("stipends:run_approve", args=[run.pk])).content.decode()
    assert "1 person gets more than can still be earned" in html
    assert "$1,800.00" in html
