"""Funds and the codes of the books: written by finance, kept as history, in the files of runs."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.errors import LookFirst, NotAllowed
from stipends.models import AccountCode, Fund
from stipends.queries import codes_of, lacking_codes
from stipends.rules.files import Paid, generic, journal
from stipends.services import Coded, add_fund, export, rename_fund, write_codes
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import NOW, FundFactory, approver, coded, preparer
from tests.stipends.test_runs import approved
from tests.verbs import refusal

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(bytes(content).decode("utf-8-sig"))))


# --- writing --------------------------------------------------------------------------------------
def test_another_code_is_another_row_and_the_newest_one_counts():
    year, role, fund, by = ProgramYearFactory(), RoleFactory(), FundFactory(), preparer()
    first = Coded("1100", role=role, fund=fund, program="TL")
    write_codes(year=year, rows=[first, Coded("9500", channel="district")], by=by, now=NOW)
    # The same once more is no change.
    again = write_codes(year=year, rows=[first, Coded("9501", channel="district")], by=by, now=LATER)
    assert [(row.channel, row.account, row.by, row.at) for row in again] == [("district", "9501", by, LATER)]
    found = codes_of(year.pk)
    assert (found.roles[role.pk].account, found.channels["district"].account) == ("1100", "9501")
    assert AccountCode.objects.count() == 3
    assert codes_of(ProgramYearFactory(first=2031).pk).all == []


def test_what_another_window_wrote_meanwhile_is_looked_at_first():
    year, by = ProgramYearFactory(), preparer()
    write_codes(year=year, rows=[Coded("9500", channel="district")], by=by)
    with pytest.raises(LookFirst) as look:
        write_codes(year=year, rows=[Coded("9501", channel="district")], by=by, seen="0")
    assert look.value.lines == ("Owed through district payroll: 9500",)
    write_codes(year=year, rows=[Coded("9501", channel="district")], by=by, seen=look.value.seen)
    assert codes_of(year.pk).channels["district"].account == "9501"


def test_a_role_needs_its_fund():
    role = RoleFactory(name="Team Lead")
    rows = [Coded("1100", role=role)]
    words = refusal(write_codes, year=ProgramYearFactory(), rows=rows, by=preparer())
    assert words == "Choose the fund that pays Team Lead."


def test_what_substitutes_cost_needs_its_fund():
    rows = [Coded("1102", substitutes="cost")]
    words = refusal(write_codes, year=ProgramYearFactory(), rows=rows, by=preparer())
    assert words == "Choose the fund that pays substitutes."


@pytest.mark.parametrize("stranger", [manager, UserFactory])
def test_funds_and_codes_are_written_by_finance_alone(stranger):
    said, by, fund = "Only finance may write funds and account codes.", stranger(), FundFactory()
    for verb, told in (
        (add_fund, {"code": "1", "name": "One"}),
        (rename_fund, {"pk": fund.pk, "name": "One"}),
        (write_codes, {"year": ProgramYearFactory(), "rows": []}),
    ):
        assert refusal(verb, **told, by=by, refused_as=NotAllowed) == said


def test_a_fund_keeps_its_code_and_each_name_it_had():
    by = approver()
    fund = add_fund(code=" 4210 ", name="Foundation", by=by, now=NOW)
    rename_fund(pk=fund.pk, name="Foundation grant", by=by, now=LATER)
    rename_fund(pk=fund.pk, name="Foundation grant", by=by)
    fund.refresh_from_db()
    assert str(fund) == "Foundation grant (4210)"
    kept = [(event.action, event.about, event.by, event.at) for event in fund.events.all()]
    assert kept == [("add", "Foundation", by, NOW), ("rename", "Foundation grant", by, LATER)]
    assert refusal(rename_fund, pk=fund.pk, name=" ", by=by) == "Write what the fund is called."
    assert refusal(add_fund, code="4210", name="Other", by=by) == (
        "There is a fund of this code already: Foundation grant (4210)."
    )
    assert refusal(add_fund, code="=1", name="Other", by=by) == "Write a code and a name."


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE stipends_fund SET code = '1'",
        "DELETE FROM stipends_fund",
        "UPDATE stipends_accountcode SET account = '1'",
        "DELETE FROM stipends_accountcode",
        "INSERT INTO stipends_fund (code, name) VALUES ('=1+1', 'x')",
        "INSERT INTO stipends_fund (code, name) VALUES ('7', '')",
        "INSERT INTO stipends_fund (code, name) SELECT lower(code), name FROM stipends_fund",
        "INSERT INTO stipends_accountcode (year_id, role_id, channel, account, program, by_id, at)"
        " SELECT year_id, role_id, '', '1', '', by_id, at FROM stipends_accountcode WHERE role_id IS NOT NULL",
        "INSERT INTO stipends_accountcode (year_id, channel, account, program, by_id, at)"
        " SELECT year_id, channel, '=1', '', by_id, at FROM stipends_accountcode WHERE role_id IS NULL",
    ],
)
def test_the_database_keeps_codes_as_they_were_written(sql):
    coded(ProgramYearFactory(), RoleFactory())
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# --- the files ------------------------------------------------------------------------------------
def test_the_files_of_a_run_bear_the_codes_of_its_year(year):
    run = approved(year)
    fund = coded(year.year, year.role)
    files = [export(pk=run.pk, layout=layout, by=run.prepared_by) for layout in ("generic", "journal")]
    paid, booked = (rows_of(file.content) for file in files)
    written = ("1100-01", fund.code, "TL")
    assert {(row["account"], row["fund"], row["program"]) for row in paid} == {written}
    debits = [row for row in booked if row["debit"]]
    assert {(row["account"], row["fund"], row["program"]) for row in debits} == {written}
    assert {row["school_code"] for row in debits} == {line.school.cds_code for line in run.lines.all()}
    assert [(row["account"], row["credit"]) for row in booked if row["credit"]] == [("9500-01", "5887.50")]


def test_a_file_keeps_the_codes_of_when_it_was_made(year):
    run = approved(year)
    fund = coded(year.year, year.role)
    file = export(pk=run.pk, layout="journal", by=run.prepared_by)
    before = bytes(file.content)
    write_codes(year=year.year, rows=[Coded("2200", role=year.role, fund=fund)], by=preparer())
    assert bytes(export(pk=run.pk, layout="journal", by=run.prepared_by).content) == before


def test_a_journal_waits_for_its_codes_and_says_which(year, signed_in):
    run = approved(year)
    role = year.role.name
    assert lacking_codes(run) == [role, "what is owed through district payroll"]
    assert refusal(export, pk=run.pk, layout="journal", by=run.prepared_by) == (
        f"A journal needs a code for each account, and these have none in 2026-27: {role}, what is owed through"
        " district payroll. Write them first, under /stipends/codes/?year=2026-27."
    )
    client, address = signed_in(run.prepared_by), f"/stipends/runs/{run.pk}/"
    said, leads = "Bookkeeping has no code for", "/stipends/codes/?year=2026-27"
    page = client.get(address).content.decode()
    assert (said in page, leads in page) == (True, True)
    # Payroll waits for nobody.
    assert export(pk=run.pk, layout="generic", by=run.prepared_by).total_cents == 588_750
    coded(year.year, year.role)
    assert said not in client.get(address).content.decode()


TEXT = st.sampled_from(["", "1100", "2200", "TL"])
LINES = st.lists(
    st.builds(
        Paid,
        line_id=st.integers(1, 999),
        external_id=TEXT,
        family_name=TEXT,
        given_name=TEXT,
        email=TEXT,
        school=st.sampled_from(["A", "B"]),
        cds_code=st.sampled_from(["", "01"]),
        pathway=st.sampled_from(["P", "Q"]),
        role=TEXT,
        channel=st.sampled_from(["district", "own", "vendor"]),
        amount_cents=st.integers(1, 10**7),
        account=TEXT,
        fund=TEXT,
        program=TEXT,
        payable=TEXT,
    ),
    max_size=12,
)


def cents(rows: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column].replace(".", "")) for row in rows if row[column])


@given(LINES)
def test_debits_equal_credits_equal_the_lines_whatever_the_codes(lines):
    booked, paid = rows_of(journal("Run", lines)), rows_of(generic("Run", lines))
    total = sum(line.amount_cents for line in lines)
    assert (cents(booked, "debit"), cents(booked, "credit"), cents(paid, "gross_amount")) == (total,) * 3
    assert all(bool(row["debit"]) != bool(row["credit"]) for row in booked)


# --- the pages ------------------------------------------------------------------------------------
def test_a_year_without_codes_begins_with_those_of_the_year_before_and_saves_what_is_pressed(signed_in):
    before, role = ProgramYearFactory(first=2025), RoleFactory()
    year = ProgramYearFactory(first=2026)
    fund = coded(before, role)
    client, address = signed_in(preparer()), reverse("stipends:codes") + "?year=2026-27"
    page = client.get(address)
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form}
    assert (shown[f"account-{role.pk}"], shown[f"fund-{role.pk}"]) == ("1100-01", str(fund.pk))
    assert page.context["taken_over"] == before
    assert client.post(address, {**shown, f"program-{role.pk}": "TL-27"}).status_code == 302
    found = codes_of(year.pk)
    assert found.roles[role.pk].program == "TL-27"
    assert {row.account for row in found.channels.values()} == {"9500-01", "9500-02", "9500-03"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"account": "1100", "fund": ""}, "Choose the fund that pays Team Lead."),
        ({"account": "", "program": "TL"}, "Write the account code too."),
        ({"account": "=1+1"}, "Write a code of letters, digits, spaces, dots, slashes, colons and hyphens."),
    ],
)
def test_half_a_code_comes_back_with_a_word_at_its_field(signed_in, typed, words):
    ProgramYearFactory()
    role = RoleFactory(name="Team Lead")
    sent = {f"{name}-{role.pk}": value for name, value in typed.items()}
    answer = signed_in(preparer()).post("/stipends/codes/?year=2026-27", {**sent, "seen": "0"})
    assert answer.status_code == 422
    assert [error for errors in answer.context["form"].errors.values() for error in errors] == [words]
    assert not AccountCode.objects.exists()


def test_a_code_that_was_written_is_not_taken_out(signed_in):
    year, role = ProgramYearFactory(), RoleFactory()
    coded(year, role)
    client = signed_in(preparer())
    shown = {f.html_name: f.value() for f in client.get("/stipends/codes/?year=2026-27").context["form"]}
    answer = client.post("/stipends/codes/?year=2026-27", {**shown, "payable-own": ""})
    assert answer.context["form"].errors == {
        "payable-own": ["What was written once is not taken out. Write another code."]
    }


def test_the_page_of_codes_asks_the_same_queries_however_many_roles(signed_in, count_queries):
    year, client = ProgramYearFactory(), signed_in(preparer())
    for roles in (3, 30):
        coded(year, *(RoleFactory() for _ in range(roles)))
        with count_queries(at_most=10):
            client.get("/stipends/codes/?year=2026-27")


def test_a_fund_is_added_and_called_otherwise_on_its_pages(signed_in):
    client = signed_in(approver())
    assert client.post("/stipends/funds/new/", {"code": "4210", "name": "Grant"}).status_code == 302
    fund = Fund.objects.get()
    again = client.post("/stipends/funds/new/", {"code": "4210", "name": "Other"})
    assert again.context["form"].errors == {"code": ["There is a fund of this code already: Grant (4210)."]}
    client.post(f"/stipends/funds/{fund.pk}/", {"name": "Foundation grant"})
    page = client.get(f"/stipends/funds/{fund.pk}/").content.decode()
    assert "Foundation grant" in page
    assert [row.name for row in client.get("/stipends/funds/").context["page"]] == ["Foundation grant"]
    reader = signed_in(manager())
    assert reader.get(f"/stipends/funds/{fund.pk}/").context["form"] is None
    assert reader.post(f"/stipends/funds/{fund.pk}/", {"name": "Mine"}).status_code == 403


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_of_funds_asks_the_same_queries_however_long(signed_in, count_queries, rows):
    for _ in range(rows):
        FundFactory()
    client = signed_in(preparer())
    with count_queries(7):
        client.get("/stipends/funds/")


def test_both_sides_of_substitutes_are_written_on_the_page_of_codes(signed_in):
    year, fund = ProgramYearFactory(), FundFactory(code="4210")
    client, address = signed_in(preparer()), f"/stipends/codes/?year={year.label}"
    seen = client.get(address).context["form"]["seen"].value()
    half = {"seen": seen, "account-cost": "1102-01", "program-cost": "SUB", "payable-owed": "9500-09"}
    form = client.post(address, half).context["form"]
    assert form.errors == {"fund-cost": ["Choose the fund that pays substitutes."]}
    done = client.post(address, half | {"fund-cost": str(fund.pk)}, follow=True)
    assert "2 rows are written." in done.content.decode()
    found = codes_of(year.pk)
    assert (found.cost.account, found.cost.fund, found.cost.program) == ("1102-01", fund, "SUB")
    assert found.owed.account == "9500-09"
    assert [row.of for row in found.all] == ["Substitutes", "Owed to schools for substitutes"]


@pytest.mark.parametrize(
    "said",
    [
        {"substitutes": "cost", "fund": None},
        {"substitutes": "owed", "channel": "own"},
        {"substitutes": ""},
    ],
)
def test_the_database_takes_a_code_of_one_thing_only(said):
    year, by = ProgramYearFactory(), preparer()
    words = "code_is_of_a_role_of_a_channel_or_of_substitutes"
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        AccountCode.objects.create(year=year, account="1", by=by, at=NOW, **said)
