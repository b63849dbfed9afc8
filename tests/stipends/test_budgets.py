"""The budget of a year: two people make a version; every number of its page opens exactly its rows."""

import csv
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import DoneAlready, NotAllowed, SomeoneElse
from fellows.rules.assistance import Part
from pathways.models import ProgramYear
from stipends.models import Budget
from stipends.queries import CUTS, Amount, money_of
from stipends.queries.assisted import all_of, assisted_in
from stipends.services import Planned, confirm, export, publish_budget, write_budget
from stipends.services.confirmations import Confirmed
from stipends.tables.assistance import assisted_cells_of
from stipends.tables.budgets import differences_of, said_of_year
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.people import SchoolFactory, manager
from tests.factories.stipends import (
    NOW,
    FundFactory,
    Year,
    approved_line,
    approver,
    coded,
    preparer,
    published_budget,
)
from tests.fellows.assistance import Assisted, paid
from tests.stipends.test_runs import approved, calculated
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_maximum", "share": "1/2"}


# --- two people -----------------------------------------------------------------------------------
def test_one_person_writes_a_version_and_another_publishes_it():
    year, role, by, other = ProgramYearFactory(), RoleFactory(), preparer(), approver()
    first = write_budget(year=year, rows=[Planned(role, 500_000)], by=by, now=NOW)
    assert refusal(publish_budget, pk=first.pk, by=by, refused_as=SomeoneElse) == (
        "You wrote this budget, so someone else must publish it."
    )
    assert not Budget.objects.published().exists()
    publish_budget(pk=first.pk, by=other, now=NOW)
    assert refusal(publish_budget, pk=first.pk, by=other, refused_as=DoneAlready) == (
        "This budget is published already."
    )
    second = write_budget(year=year, rows=[Planned(role, 600_000)], by=by)
    third = write_budget(year=year, rows=[Planned(role, 700_000)], by=by)
    publish_budget(pk=third.pk, by=other)
    assert refusal(publish_budget, pk=second.pk, by=other) == (
        "A later version is published already. Write a new one after it."
    )
    assert [row.version for row in (first, second, third)] == [1, 2, 3]


def test_who_is_not_finance_neither_writes_nor_publishes():
    year, role = ProgramYearFactory(), RoleFactory()
    for stranger in (manager(), approver()):
        words = refusal(write_budget, year=year, rows=[Planned(role, 1)], by=stranger, refused_as=NotAllowed)
        assert words == "Only a finance preparer may write a budget."
    made = write_budget(year=year, rows=[Planned(role, 1)], by=preparer())
    said = refusal(publish_budget, pk=made.pk, by=manager(), refused_as=NotAllowed)
    assert said == "Only finance may publish a budget."


def test_a_budget_without_a_row_or_with_one_twice_is_refused():
    year, role, school, by = ProgramYearFactory(), RoleFactory(name="Arts Lead"), SchoolFactory(), preparer()
    assert refusal(write_budget, year=year, rows=[], by=by) == "Write at least one amount."
    twice = [Planned(role, 1, school=school), Planned(role, 2, school=school)]
    assert refusal(write_budget, year=year, rows=twice, by=by) == (
        f"Arts Lead at {school} is there twice for the same fund. Write one sum."
    )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stipends_budgetrow SET cents = 1",
        "DELETE FROM stipends_budgetrow",
        "DELETE FROM stipends_budget",
        "UPDATE stipends_budget SET version = 9",
        "UPDATE stipends_budget SET published_by_id = NULL, published_at = NULL",
        "INSERT INTO stipends_budgetrow (budget_id, role_id, cents)"
        " SELECT budget_id, role_id, 5 FROM stipends_budgetrow",
        "INSERT INTO stipends_budget (year_id, version, written_by_id, written_at, published_by_id, published_at)"
        " SELECT year_id, 9, written_by_id, now(), written_by_id, now() FROM stipends_budget",
        "INSERT INTO stipends_budget (year_id, version, written_by_id, written_at, published_by_id)"
        " SELECT year_id, 9, written_by_id, now(), published_by_id FROM stipends_budget",
        "INSERT INTO stipends_budget (year_id, version, written_by_id, written_at)"
        " SELECT year_id, version, written_by_id, now() FROM stipends_budget",
    ],
)
def test_the_database_keeps_a_budget_as_it_was_published(sql):
    published_budget(ProgramYearFactory(), RoleFactory())
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- the page -------------------------------------------------------------------------------------
@pytest.fixture
def money(clock):
    """Two leaders, a budget of $5,000, a projection, and an approved installment of half of each: one line of it is
    confirmed."""
    clock(NOW)
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    coded(year.year, year.role)
    published_budget(year.year, year.role)
    calculated(year, kind="projection")
    run = approved(year, kind="instalment", step=HALF)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    line = run.lines.order_by("pk").first()
    confirm(pk=run.pk, rows=[Confirmed(2, line.pk, line.amount_cents)], by=run.prepared_by, now=NOW)
    return year


def test_the_money_of_a_year_adds_up_to_the_cent(money):
    found = money_of(preparer(), money.year, "pathway", NOW)
    whole = found.whole
    assert (whole.budget, whole.forecast) == (Amount(500_000, 1), Amount(588_750, 2))
    assert (whole.approved, whole.exported, whole.confirmed) == (
        Amount(300_000, 2),
        Amount(300_000, 2),
        Amount(150_000, 1),
    )
    assert (whole.left_cents, [row.label for row in found.over]) == (-88_750, [money.role.pathway.name])
    assert (found.to_export, found.late) == (Amount(), Amount())
    later = money_of(preparer(), money.year, "pathway", NOW + timedelta(days=31))
    assert later.late == Amount(150_000, 1)


def test_money_that_is_approved_and_not_sent_is_named(money):
    run = approved(money)
    found = money_of(preparer(), money.year, "run", NOW)
    assert found.to_export == Amount(run.total_cents, 2)
    # Of a run nobody plans; the sums below are those of the year.
    assert {row.budget for row in found.rows} == {None}
    assert (found.whole.budget, found.whole.forecast) == (Amount(500_000, 1), Amount(588_750, 2))


def test_a_school_is_held_against_a_budget_only_where_the_budget_is_cut_by_school(money):
    found = money_of(preparer(), money.year, "school", NOW)
    assert {row.label: (row.budget, row.left_cents) for row in found.rows} == {
        "All schools": (Amount(500_000, 1), None),
        **{row.school.name: (None, None) for row in money.year.placements.select_related("school")},
    }
    assert ([row.label for row in found.over], found.whole.left_cents) == ([], -88_750)


def test_in_the_file_of_a_budget_a_row_without_a_budget_of_its_own_has_an_empty_cell(money, signed_in):
    answer = signed_in(preparer()).get(f"/stipends/budget/?year={money.year.label}&by=school&save=csv")
    head, *rows = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert head[1] == "Budget"
    assert [row[1] for row in rows] == ["5000.00", "", ""]


def test_a_fund_is_not_over_because_the_budget_takes_a_role_out_of_another_one(money):
    other = FundFactory()
    row = Planned(role=money.role, school=None, fund=other, cents=500_000)
    again = write_budget(year=money.year, rows=[row], by=preparer())
    publish_budget(pk=again.pk, by=approver())
    found = money_of(preparer(), money.year, "fund", NOW)
    assert sorted((row.budget.cents if row.budget else 0, row.left_cents) for row in found.rows) == [
        (0, None),
        (500_000, None),
    ]
    assert (found.over, found.whole.left_cents) == ([], -88_750)


def numbers(page):
    """Each number that opens its rows: the address, and how many it promises."""
    text = unescape(page.content.decode())
    return re.findall(r'href="([^"]+)" data-rows="(\d+)"', text)


@pytest.mark.parametrize("cut", CUTS)
def test_every_number_opens_exactly_its_rows(money, signed_in, cut):
    client = signed_in(preparer())
    page = client.get(f"/stipends/budget/?year=2026-27&by={cut}")
    found = numbers(page)
    assert len(found) >= 5
    for address, rows in found:
        behind = client.get(address.partition("#")[0])
        assert (behind.status_code, address, behind.context["page"].paginator.count) == (
            200,
            address,
            int(rows),
        )


def test_what_is_late_or_waits_is_a_link_to_its_lines(money, signed_in, clock):
    approved(money)
    clock(NOW + timedelta(days=40))
    client = signed_in(preparer())
    page = client.get("/stipends/budget/?year=2026-27")
    shown = {cell.name: cell for cell in page.context["differences"]}
    assert [cell.text for cell in shown.values()] == ["$887.50", "$2,887.50", "$1,500.00"]
    late = shown["Sent 30 days ago or more, and not confirmed:"]
    assert client.get(late.url).context["page"].paginator.count == late.rows == 1


def test_the_page_says_the_year_in_a_sentence_and_draws_it_to_its_whole(money, signed_in):
    page = signed_in(preparer()).get("/stipends/budget/?year=2026-27")
    assert page.context["said"] == "$5,887.50 forecast of $5,000.00 budget; $887.50 is missing."
    assert [(part.name, part.cents) for part in page.context["parts"]] == [
        ("Confirmed", 150_000),
        ("Sent, not confirmed", 150_000),
        ("Approved, not sent", 0),
        ("Forecast for the rest of the year", 288_750),
        ("Left", 0),
    ]


def test_what_is_approved_above_the_forecast_is_said_and_to_be_looked_at(money):
    found = money_of(preparer(), money.year, "pathway", NOW)
    above = replace(found, whole=replace(found.whole, approved=Amount(600_000, 4)), over=[])
    assert said_of_year(above, "2026-27") == (
        "$6,000.00 approved of $5,000.00 budget, above the forecast of $5,887.50; $1,000.00 is missing."
    )
    assert [(cell.name, cell.text) for cell in differences_of(above, "2026-27")] == [
        ("More is approved than the forecast says may be earned, by", "$112.50")
    ]


def test_a_year_without_budget_and_projection_says_so(signed_in):
    ProgramYearFactory()
    page = signed_in(preparer()).get("/stipends/budget/?year=2026-27")
    assert page.context["said"] == (
        "Nothing is forecast, $0.00 is approved; no budget of 2026-27 is published."
    )
    assert "Prepare a projection" in page.content.decode()


@pytest.mark.parametrize("cut", CUTS)
def test_the_page_asks_the_same_queries_however_much_there_is(money, signed_in, count_queries, cut):
    client = signed_in(preparer())
    address = f"/stipends/budget/?year=2026-27&by={cut}"
    client.get(address)
    # By fund, the codes of the year say which fund pays a role.
    with count_queries(15 + (cut == "fund")) as few:
        client.get(address)
    other = RoleFactory()
    for number in range(2, 5):
        approved_line(run__year=money.year, run__number=number, placement__year=money.year)
    published_budget(money.year, money.role, other)
    with count_queries(len(few.captured_queries)):
        client.get(address)


def test_assistance_stands_beside_by_cohort_and_each_number_opens_its_rows(signed_in):
    year = ProgramYearFactory()
    at = Assisted()
    parts = (
        Part(date(2026, 10, 15), 100_000),
        Part(date(2027, 2, 15), 50_000),
        Part(date(2027, 9, 1), 30_000),
    )
    award = at.approved(parts=parts)
    paid(award, at.by, on=date(2026, 10, 20))
    client = signed_in(preparer())
    page = client.get("/stipends/budget/?year=2026-27")
    (row,) = page.context["assisted"]
    assert (row.label, row.left, row.whole_cents) == (at.cohort.name, "$8,200.00", 1_000_000)
    assert [(cell.name, cell.text) for cell in row.cells] == [
        ("Budget of the cohort", "$10,000.00"),
        ("Due in the year", "$1,500.00"),
        ("Exported", "$1,000.00"),
        ("Confirmed", "$1,000.00"),
    ]
    assert [part.cents for part in row.parts] == [100_000, 0, 50_000, 30_000, 820_000]
    found = numbers(page)
    assert [rows for _, rows in found] == ["2", "1", "1"] * 2
    for address, rows in found:
        assert client.get(address).context["page"].paginator.count == int(rows)
    assert page.context["assisted_sums"].left == "$8,200.00"
    # A cohort that was not there yet, with nothing due in the year, is no row of it.
    assert assisted_in(preparer(), ProgramYearFactory(first=year.starts.year - 15)) == []


def test_a_cohort_without_a_budget_has_none_and_what_is_asked_wrongly_narrows_nothing(signed_in):
    ProgramYearFactory()
    at = Assisted()
    at.approved(parts=(Part(date(2026, 10, 15), 100_000),))
    (row,) = assisted_in(preparer(), ProgramYear.objects.get())
    none = assisted_cells_of(replace(row, held=replace(row.held, budget=None)), "2026-27")
    assert (none.left, none.cells[0].text) == ("–", "None")
    assert all_of([]).held.budget is None
    page = signed_in(preparer()).get("/stipends/assistance/payments/?year=x&cohort=y&person=0&stage=z&paid=q")
    assert (page.context["page"].paginator.count, page.context["only"]) == (1, [])
    empty = signed_in(preparer()).get(f"/stipends/assistance/payments/?cohort={at.cohort.pk}&stage=confirmed")
    assert "No payments here" in empty.content.decode()


# --- writing it -----------------------------------------------------------------------------------
def test_a_budget_is_written_by_role_and_for_single_schools_and_the_next_begins_as_it(signed_in):
    year, role, school, fund = (
        ProgramYearFactory(),
        RoleFactory(name="Arts Lead"),
        SchoolFactory(),
        FundFactory(),
    )
    client, other = signed_in(preparer()), signed_in(approver())
    lines = f"Arts Lead; {school.name}; {fund.code}; 3,000\narts lead\t\t{fund.code}\t$1000.5"
    sent = {f"role-{role.pk}": "5000", "lines": lines}
    page = client.post("/stipends/budget/new/?year=2026-27", sent)
    budget = Budget.objects.get()
    assert page["Location"] == f"/stipends/budget/versions/{budget.pk}/"
    kept = [(row.role, row.school, row.fund, row.cents) for row in budget.rows.order_by("pk")]
    assert kept == [
        (role, None, None, 500_000),
        (role, school, fund, 300_000),
        (role, None, fund, 100_050),
    ]
    assert client.get(page["Location"]).context["refusal"] == (
        "You wrote this budget, so someone else must publish it."
    )
    assert client.post(f"{page['Location']}publish/").status_code == 403
    other.post(f"{page['Location']}publish/")
    budget.refresh_from_db()
    assert budget.published_by is not None
    form = client.get("/stipends/budget/new/?year=2026-27").context["form"]
    again = {field.html_name: field.value() for field in form}
    assert again[f"role-{role.pk}"] == "5000.00"
    client.post("/stipends/budget/new/?year=2026-27", again)
    assert [
        (row.role, row.school, row.fund, row.cents) for row in Budget.objects.get(version=2).rows.all()
    ] == kept
    assert year.budgets.count() == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Arts Lead; 3000", "Line 1: write four things, separated by semicolons; here are 2."),
        ("Nobody;;;1", "Line 1: there is no role “Nobody”. Write it as its page does."),
        ("Arts Lead;Nowhere;;1", "Line 1: there is no school “Nowhere”. Write it as its page does."),
        ("Arts Lead;;99;1", "Line 1: there is no fund “99”. Write it as its page does."),
        ("Arts Lead;;;many", "Line 1: write a number like 3000 or 3000.50."),
        ("Arts Lead; ; ; 3000,50", "Line 1: a comma stands only between thousands. Write 3000.50."),
        ("Arts Lead;;;999999999", "Line 1: write an amount of at most $100,000,000.00."),
        (
            "Arts Lead;;;many\nArts Lead;;;1\nArts Lead;;;x",
            "Lines 1 and 3: write a number like 3000 or 3000.50.",
        ),
        ("Arts Lead;;;0", "Line 1: write an amount above $0.00."),
    ],
)
def test_a_line_that_cannot_be_read_is_named(signed_in, line, words):
    ProgramYearFactory()
    RoleFactory(name="Arts Lead")
    page = signed_in(preparer()).post("/stipends/budget/new/?year=2026-27", {"lines": line})
    assert page.context["form"].errors == {"lines": [words]}
    assert not Budget.objects.exists()


def test_each_row_has_a_bar_that_is_drawn_to_its_own_budget_and_says_so(money, signed_in):
    page = signed_in(preparer()).get("/stipends/budget/?year=2026-27&by=pathway").content.decode()
    bars = re.findall(r'<svg class="bar" [^>]*aria-label="([^"]*)"', page)
    name = money.role.pathway.name
    assert [unescape(said) for said in bars] == [
        f"{name}: of $5,887.50, $1,500.00 confirmed, $1,500.00 sent, not confirmed,"
        " $2,887.50 forecast for the rest of the year"
    ]
