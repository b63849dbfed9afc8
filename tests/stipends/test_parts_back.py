"""A part of an overpayment came back: it counts as not paid, and the rest stays open."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from common.errors import DomainError, SomeoneElse
from notifications.models import Message
from stipends.models import CameBack, Overpayment
from stipends.queries.verify import differences
from stipends.services import agree_to_take, ask_waiver, settle, settle_part, void
from tests.factories.people import HatFactory
from tests.factories.stipends import NOW, OverpaymentFactory, preparer
from tests.stipends.overpaid import Overpaid, again, approved_of, approving, keeps, run_of
from tests.verbs import refusal
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
OVER, PART = 67_500, 20_000


@pytest.fixture
def told(clock):
    clock(NOW)
    return Overpaid()


@pytest.fixture
def row(told):
    return told.found()


def came(row, by=None, **fields):
    given = {"cents": row.open_cents, "part_cents": PART, "came_on": NOW.date(), "how": "check"}
    return settle_part(pk=row.pk, by=by or preparer(), now=NOW, **given | {"reference": "No. 5"} | fields)


def test_a_part_counts_as_not_paid_and_the_rest_stays_open(told, row):
    row = came(row)
    assert (row.state, row.open_cents, row.ended_cents) == ("open", OVER - PART, 0)
    assert keeps(told.ana) == 150_000 - PART
    assert [str(part) for part in row.parts.all()] == [f"$200.00 on {NOW:%b} {NOW.day}, {NOW.year}"]
    assert row.events.last().about == "$200.00, paid back by check, No. 5, $475.00 open after it"
    body = Message.objects.get(template="stipends/overpayment_part").body
    assert "$475.00 is still open." in body


def test_after_parts_the_rest_is_settled_and_all_of_it_is_not_paid(told, row):
    row = came(came(row), part_cents=1)
    row = settle(pk=row.pk, by=preparer(), cents=row.open_cents, how="cash", reference="K 9", now=NOW)
    assert (row.state, row.ended_cents, keeps(told.ana)) == ("settled", OVER - PART - 1, 82_500)


def test_what_is_earned_later_takes_off_the_rest_and_then_is_paid(told, row):
    came(row)
    told.earn(0)
    approved_of(told.first.year, "supplementary", 1)
    row.refresh_from_db()
    assert row.open_cents == OVER - PART - 22_500
    told.earn(1, 2, 3)
    line = approved_of(told.first.year, "supplementary", 2).lines.get(placement=told.ana)
    row.refresh_from_db()
    assert (row.state, row.open_cents) == ("cleared", 0)
    assert (line.already_paid_cents, line.amount_cents) == (150_000 - PART, 4 * 22_500 - (OVER - PART))
    assert list(differences()) == []


def test_a_run_that_is_made_void_leaves_what_came_back(told, row):
    came(row)
    void(pk=told.final.pk, by=preparer(), reason="A wrong calendar.", now=NOW)
    row.refresh_from_db()
    assert (row.state, keeps(told.ana)) == ("cleared", 150_000 - PART)
    line = approved_of(told.first.year).lines.get(placement=told.ana)
    assert (line.overpaid_cents, Overpayment.objects.waiting().get().open_cents) == (OVER - PART,) * 2


def test_the_word_for_the_next_payment_holds_for_the_rest_and_a_waiver_is_asked_for_anew(told, row):
    agree_to_take(pk=row.pk, by=told.ana.person, cents=OVER, now=NOW)
    ask_waiver(pk=row.pk, by=preparer(), cents=OVER, reason="Ours.", now=NOW)
    row = came(row)
    assert (row.agreed, row.waiver_by) == (True, None)
    later = told.next_year()
    approved = approved_of(later.year, "instalment", 1, {"kind": "share_of_maximum", "share": "1/2"})
    line = approved.lines.get(placement=later)
    row.refresh_from_db()
    assert (line.taken_cents, row.state) == (OVER - PART, "set_against")


def test_a_run_that_was_calculated_before_a_part_came_back_is_calculated_again(told, row):
    told.earn(0, 1, 2, 3)
    run = run_of(told.first.year, "supplementary", 1)
    came(row)
    with pytest.raises(DomainError, match="changed"):
        approving(run)
    assert approving(again(run)).lines.get(placement=told.ana).amount_cents == 4 * 22_500 - (OVER - PART)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"part_cents": 0}, "A part is above $0.00 and less than the $675.00 that is open."),
        ({"part_cents": OVER}, "A part is above $0.00 and less than the $675.00 that is open."),
        ({"came_on": NOW.date() + timedelta(days=1)}, "is still ahead. Record it once it came back."),
        (
            {"came_on": date(2010, 1, 1)},
            "Nothing was paid before Jun 20, 2027, so nothing came back before that day.",
        ),
        ({"reference": " "}, "Give the reference: the number of the check or of the booking."),
        ({"cents": 1}, "It is $675.00 now, another amount than you saw."),
    ],
)
def test_what_is_no_part_is_refused_in_words(row, typed, words):
    assert words in refusal(came, row, **typed)
    assert not CameBack.objects.exists()


def test_nobody_records_what_they_paid_back_themselves(told, row):
    own = told.ana.person
    HatFactory(person=own, kind="preparer")
    refusal(came, row, by=type(own).objects.get(pk=own.pk), refused_as=SomeoneElse)


@pytest.mark.django_db(transaction=True)
def test_of_two_parts_at_once_the_second_finds_what_the_first_left(clock):
    clock(NOW)
    row, by = OverpaymentFactory(), preparer()

    def press():
        return came(row, by=by, part_cents=40_000)

    assert "It is $275.00 now" in str(second_after(press, press))
    assert CameBack.objects.get().cents == 40_000


# --- the database ---------------------------------------------------------------------------------
PARTS = (
    "INSERT INTO stipends_cameback (overpayment_id, cents, came_on, how, reference, by_id, at)"
    " SELECT o.id, {cents}, '{on}', '{how}', 'No. 5', {by}, now() FROM stipends_overpayment o"
    " JOIN pathways_placement p ON p.id = o.placement_id JOIN stipends_stipendline l ON l.id = o.line_id"
    " JOIN stipends_stipendrun r ON r.id = l.run_id"
)


def part(cents: int, by: str = "r.prepared_by_id", how: str = "check", on: str = "2027-06-20") -> str:
    return PARTS.format(cents=cents, by=by, how=how, on=on)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        (part(27_500), "a part is less than what is open"),
        (part(5, by="p.person_id"), "recorded by somebody else"),
        (part(5, on="2027-06-19"), "nothing comes back before it was paid"),
        (part(0), "what_came_back_is_above_0"),
        (part(5, how=""), "what_came_back_says_how"),
        ("UPDATE stipends_cameback SET cents = 1", "permission denied"),
        ("DELETE FROM stipends_cameback", "permission denied"),
        (
            "UPDATE stipends_overpayment SET state = 'cleared', open_cents = 0, ended_at = now(); " + part(1),
            "a part is less than what is open",
        ),
    ],
)
def test_past_the_application_no_more_comes_back_than_is_open(sql, words):
    OverpaymentFactory()
    with connection.cursor() as cursor:
        cursor.execute(part(40_000))
        assert Overpayment.objects.get().open_cents == 27_500
        with pytest.raises(DatabaseError, match=words), transaction.atomic():
            cursor.execute(sql)


# --- its page -------------------------------------------------------------------------------------
def test_finance_records_a_part_on_its_page_and_its_person_reads_it(clock, signed_in):
    clock(NOW)
    row = OverpaymentFactory()
    client, page = signed_in(preparer()), f"/stipends/overpayments/{row.pk}/"
    typed = {"cents": OVER, "part": "200", "came_on": f"{NOW:%Y-%m-%d}", "how": "check", "reference": "No. 5"}
    refused = client.post(reverse("stipends:overpayment_settle_part", args=[row.pk]), typed | {"part": "675"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["part"])
    client.post(reverse("stipends:overpayment_settle_part", args=[row.pk]), typed)
    own = unescape(signed_in(row.placement.person).get(page).content.decode())
    assert ("$475.00</span> more than you can earn was paid" in own, "paid back by check, No. 5" in own) == (
        True,
        True,
    )
