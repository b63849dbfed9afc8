"""What was paid in a calendar year, by the date of payment: sums, people, and the lines behind them."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest

from stipends.imports import confirmations_of
from stipends.models import LineConfirmation, Overpayment
from stipends.queries.payments import Paid
from stipends.services import confirm, export, pay_all_assistance, settle, settle_part
from tests.factories.stipends import NOW, OverpaymentFactory, approved_line, preparer
from tests.stipends.assistance import Due, came_back, exported
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
LATER = datetime(2028, 1, 3, 18, tzinfo=UTC)


def test_sums_of_a_calendar_year_count_by_the_date_of_payment(year, signed_in):
    run = approved(year)
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    first, second = run.lines.order_by("pk")
    text = "line,gross_amount,paid_on\n{},3000.00,2027-12-31\n{},2887.50,2028-01-03\n"
    rows = confirmations_of(text.format(first.pk, second.pk).encode()).rows
    confirm(pk=run.pk, rows=rows, by=run.prepared_by, now=datetime(2027, 12, 30, 18, tzinfo=UTC))
    client = signed_in(run.prepared_by)
    page = client.get("/stipends/payments/?year=2027")
    assert [(row.pk, row.cents, row.lines) for row in page.context["page"]] == [(first.person_id, 300_000, 1)]
    assert page.context["years"] == [2028, 2027]
    assert page.context["sums"] == Paid(300_000, 1, 1)
    behind = client.get(f"/stipends/lines/?paid=2027&person={first.person_id}").context
    assert (list(behind["page"]), behind["only"]) == ([first], [str(first.person), "paid in 2027"])
    saved = client.get("/stipends/payments/?year=2028&save=csv")
    assert b"2887.50" in b"".join(saved.streaming_content)
    assert client.get("/stipends/payments/?year=2031").context["sums"] == Paid(0, 0, 0)


def test_what_came_back_stands_in_the_year_of_its_day_and_the_sums_add_up(signed_in, clock):
    clock(LATER)
    by = preparer()
    rows = [OverpaymentFactory() for _ in range(3)]
    for row in rows[:2]:
        LineConfirmation.objects.create(
            line=row.line, amount_cents=100_000, paid_on=date(2027, 6, 25), by=by, at=NOW
        )
    said = {"by": by, "how": "check", "reference": "No. 5"}
    for part, day in ((20_000, date(2027, 12, 31)), (10_000, date(2028, 1, 1))):
        cents = Overpayment.objects.get(pk=rows[0].pk).open_cents
        settle_part(pk=rows[0].pk, cents=cents, part_cents=part, came_on=day, now=LATER, **said)
    # The last moment of 2027 in Los Angeles is in 2028 elsewhere.
    settle(pk=rows[1].pk, cents=67_500, now=datetime(2028, 1, 1, 7, 59, tzinfo=UTC), **said)
    settle(pk=rows[2].pk, cents=67_500, now=LATER, **said)
    client = signed_in(by)
    page = client.get("/stipends/payments/?year=2027")
    kept = {row.pk: (row.cents, row.back, row.kept) for row in page.context["page"]}
    people = [row.placement.person_id for row in rows]
    assert kept == {people[0]: (100_000, 20_000, 80_000), people[1]: (100_000, 67_500, 32_500)}
    assert page.context["sums"] == Paid(200_000, 2, 2, 87_500, 2)
    assert "$875.00" in page.content.decode()
    again = client.get("/stipends/payments/?year=2028")
    assert [(row.cents, row.lines, row.last, row.back, row.kept) for row in again.context["page"]] == [
        (0, 0, None, 10_000, -10_000),
        (0, 0, None, 67_500, -67_500),
    ]
    assert (again.context["years"], again.context["sums"]) == ([2028, 2027], Paid(0, 0, 2, 77_500, 2))
    behind = client.get("/stipends/overpayments/?came=2027").context["page"]
    assert {row.pk for row in behind} == {row.pk for row in rows[:2]}
    saved = list(
        csv.DictReader(
            StringIO(
                b"".join(client.get("/stipends/payments/?year=2028&save=csv").streaming_content).decode(
                    "utf-8-sig"
                )
            )
        )
    )
    assert sorted((row["Came back in 2028"], row["Paid less what came back"]) for row in saved) == [
        ("100.00", "-100.00"),
        ("675.00", "-675.00"),
    ]


def test_assistance_counts_by_its_day_of_payment_and_what_came_back_in_its_own_year(year, signed_in):
    at = Due()
    award = at.approved(150_000, 100_000)
    made, later = datetime(2026, 12, 1, 18, tzinfo=UTC), datetime(2027, 2, 1, 18, tzinfo=UTC)
    batch = exported(now=made).batch
    pay_all_assistance(pk=batch.pk, by=preparer(), paid_on=date(2026, 12, 4), now=later)
    came_back(batch, on=date(2027, 1, 8), now=later)
    # Never arrived: in no year it was paid, and in none it came back.
    lost = exported(now=later).batch if at.approved(70_000) else batch
    came_back(lost, on=date(2027, 2, 1), now=later)
    client, person = signed_in(preparer()), award.fellow.person
    page = client.get("/stipends/payments/?year=2026")
    (row,) = page.context["page"]
    assert (row.pk, row.cents, row.assisted, row.lines, row.parts, row.back, row.kept, row.last) == (
        person.pk,
        250_000,
        250_000,
        0,
        2,
        0,
        250_000,
        date(2026, 12, 4),
    )
    assert page.context["years"] == [2027, 2026]
    assert page.context["sums"] == Paid(250_000, 0, 1, assisted_cents=250_000, parts=2)
    behind = client.get(f"/stipends/assistance/payments/?paid=2026&person={person.pk}")
    assert [(part.cents, part.award) for part in behind.context["page"]] == [
        (150_000, award),
        (100_000, award),
    ]
    assert behind.context["only"] == ["paid in 2026", f"of {person}"]
    again = client.get("/stipends/payments/?year=2027")
    assert again.context["sums"] == Paid(0, 0, 1, 150_000, assisted_back_cents=150_000, parts_back=1)
    assert [
        part.cents for part in client.get("/stipends/assistance/payments/?came=2027").context["page"]
    ] == [150_000]
    saved = b"".join(client.get("/stipends/payments/?year=2026&save=csv").streaming_content)
    (told,) = csv.DictReader(StringIO(saved.decode("utf-8-sig")))
    assert (told["Paid in 2026"], told["Of it assistance"]) == ("2500.00", "2500.00")


def test_who_has_a_stipend_and_assistance_is_one_person_with_both(year, signed_in):
    line = approved_line()
    at = Due()
    at.fellow.person = line.person
    at.fellow.save()
    at.approved(40_000)
    made = datetime(2026, 12, 1, 18, tzinfo=UTC)
    pay_all_assistance(pk=exported(now=made).batch_id, by=preparer(), paid_on=date(2026, 12, 4), now=LATER)
    LineConfirmation.objects.create(
        line=line, amount_cents=100_000, paid_on=date(2026, 12, 18), by=preparer(), at=NOW
    )
    page = signed_in(preparer()).get("/stipends/payments/?year=2026")
    (row,) = page.context["page"]
    assert (row.cents, row.assisted, row.lines, row.parts, row.last) == (
        140_000,
        40_000,
        1,
        1,
        date(2026, 12, 18),
    )
    assert page.context["sums"] == Paid(140_000, 1, 1, assisted_cents=40_000, parts=1)
    assert "$1,000.00</b> is stipends" in page.content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_a_calendar_year_asks_the_same_queries_however_long(signed_in, count_queries, rows):
    for number in range(rows):
        line = approved_line(run__number=number + 1)
        LineConfirmation.objects.create(
            line=line, amount_cents=100, paid_on=date(2027, 6, 25), by=line.run.prepared_by, at=NOW
        )
    client = signed_in(preparer())
    with count_queries(14):
        client.get("/stipends/payments/?year=2027")
