"""What was paid in a calendar year, by the date of payment: sums, people, and the lines behind them."""

from datetime import UTC, date, datetime

import pytest

from stipends.imports import confirmations_of
from stipends.models import LineConfirmation
from stipends.queries.payments import Paid
from stipends.services import confirm, export
from tests.factories.stipends import NOW, approved_line, preparer
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_a_calendar_year_asks_the_same_queries_however_long(signed_in, count_queries, rows):
    for number in range(rows):
        line = approved_line(run__number=number + 1)
        LineConfirmation.objects.create(
            line=line, amount_cents=100, paid_on=date(2027, 6, 25), by=line.run.prepared_by, at=NOW
        )
    client = signed_in(preparer())
    with count_queries(8):
        client.get("/stipends/payments/?year=2027")
