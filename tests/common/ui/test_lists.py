"""The one list: what is declared once gives the table, its sorting and its files."""

import csv
import io
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from lxml import html
from openpyxl import load_workbook

from common.ui.lists import Column, counted, file_of, listed, state, table, to
from people.models import School
from tests.factories.people import SchoolFactory

# How a workbook keeps a day.
DAY = datetime.combine(date(2026, 11, 3), datetime.min.time())
COLUMNS = (
    Column("School", lambda row: row.name, leads=to("pathways:school", "slug"), sort=("sort_name",)),
    Column("Community", lambda row: row.community, none="–", look="nowrap"),
    Column("Slug", lambda row: row.slug, on_page=False),
)


def asked(address="/"):
    return RequestFactory().get(address)


def cells(table):
    return [[cell.text_content() for cell in row] for row in html.fromstring(table).xpath("//tbody/tr")]


def row(**facts):
    return SimpleNamespace(pk=1, **facts)


def drawn(columns, *rows):
    return listed(asked(), list(rows), columns, thing="row").table


def test_a_table_has_the_columns_of_the_page_and_each_cell_names_its_column_for_phones():
    columns = (
        Column("Name", lambda row: row.name),
        Column("Day", lambda row: row.day, look="nowrap"),
        Column("Email", lambda row: row.email, on_page=False),
    )
    assert drawn(columns, row(name="Ana", day=date(2026, 11, 3), email="ana@example.org")) == (
        '<table class="usa-table usa-table--stacked"><caption>1 row</caption><thead><tr>'
        '<th scope="col">Name</th><th scope="col" class="nowrap">Day</th></tr></thead><tbody data-list>'
        '<tr><th scope="row" data-label="Name">Ana</th>'
        '<td data-label="Day" class="nowrap">Nov 3, 2026</td></tr>\n</tbody></table>'
    )


def test_what_a_cell_says_below_its_words_is_small_and_no_part_of_their_link():
    columns = (
        Column("Name", lambda row: row.name, leads=lambda row: "/ana/", below=lambda row: row.role),
        Column("Role", lambda row: row.role, on_page=False),
    )
    small = '<br><span class="quiet small text-normal">Team Lead &lt;b&gt;</span>'
    assert f'<a class="usa-link" href="/ana/">Ana</a>{small}</th>' in drawn(
        columns, row(name="Ana", role="Team Lead <b>")
    )
    assert '<a class="usa-link" href="/ana/">Ana</a></th>' in drawn(columns, row(name="Ana", role=""))


def test_a_part_of_a_list_is_a_table_of_the_same_columns_with_a_caption_that_is_only_read_aloud():
    part = table(
        [row(name="Ana")], (Column("Name", lambda row: row.name, sort=("name",)),), "At Lincoln", quiet=True
    )
    assert part == (
        '<table class="usa-table usa-table--stacked"><caption class="usa-sr-only">At Lincoln</caption>'
        '<thead><tr><th scope="col">Name</th></tr></thead><tbody data-list>'
        '<tr><th scope="row" data-label="Name">Ana</th></tr>\n</tbody></table>'
    )


def test_what_people_typed_is_text_in_a_table():
    columns = (Column("Name", lambda row: row.name, leads=lambda row: f"/?q={row.name}"),)
    assert "<b>" not in drawn(columns, row(name='<b>"Ana"</b>'))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "–"),
        ("", "–"),
        (0, "0"),
        (date(2026, 11, 3), "Nov 3, 2026"),
        (datetime(2026, 11, 3, 20, 5, tzinfo=UTC), "Nov 3, 2026, 12:05 p.m."),
    ],
)
def test_a_page_writes_days_moments_and_nothing_for_people(value, shown):
    [[cell]] = cells(drawn((Column("It", lambda row: row.it, none="–"),), row(it=value)))
    assert cell == shown


def test_a_state_is_a_badge_on_a_page_and_a_word_in_a_file():
    column = state("State", lambda row: row.state, {"open": "good"})
    assert column.says(row(state="not_supported")) == "Not supported"
    assert column.drawn(row(state="open")) == '<span class="badge badge--good">Open</span>'
    assert column.drawn(row(state="")) == ""


def test_a_caption_counts_its_rows():
    said = [counted(1, "policy", "policies"), counted(1200, "policy", "policies"), counted(0, "run")]
    assert said == ["1 policy", "1,200 policies", "0 runs"]


@pytest.fixture
def schools(db):
    for name in ("Birch", "Alder", "Cedar"):
        SchoolFactory(name=f"{name} School", community="" if name == "Alder" else "South")
    return School.objects.order_by("-pk")


def names(schools, address):
    return [
        one[0].split()[0] for one in cells(listed(asked(address), schools, COLUMNS, thing="school").table)
    ]


def test_a_list_is_sorted_as_the_address_says_and_an_unknown_word_changes_nothing(schools):
    assert names(schools, "/") == ["Cedar", "Alder", "Birch"]
    assert names(schools, "/?sort=school") == ["Alder", "Birch", "Cedar"]
    assert names(schools, "/?sort=-school") == ["Cedar", "Birch", "Alder"]
    for unknown in ("community", "--school", "password", "-", "%00"):
        assert names(schools, f"/?sort={unknown}") == ["Cedar", "Alder", "Birch"]


def test_the_head_of_a_column_turns_its_order_and_keeps_the_filters_but_not_the_page(schools):
    found = {}
    for sort in ("", "&sort=school", "&sort=-school"):
        page = html.fromstring(listed(asked(f"/?q=s&page=1{sort}"), schools, COLUMNS, thing="school").table)
        [link] = page.xpath("//thead//a")
        found[sort] = (link.get("href"), link.getparent().get("aria-sort"))
    assert found == {
        "": ("?q=s&sort=school", None),
        "&sort=school": ("?q=s&sort=-school", "ascending"),
        "&sort=-school": ("?q=s&sort=school", "descending"),
    }


def test_phones_choose_by_name_what_the_heads_sort_by_and_keep_the_filters_but_not_the_page(schools):
    drawn = listed(asked("/?q=a%26b&state=&page=2&sort=-school"), schools, COLUMNS, thing="school").sorting
    [form] = html.fromstring(f"<div>{drawn}</div>").xpath("//form[@method='get']")
    assert [(one.get("name"), one.get("value")) for one in form.xpath(".//input[@type='hidden']")] == [
        ("q", "a&b"),
        ("state", ""),
    ]
    assert form.xpath("string(.//label[.//select[@name='sort']]/text())").strip() == "Sort by"
    assert [(one.get("value"), one.text, one.get("selected")) for one in form.xpath(".//option")] == [
        ("", "The usual order", None),
        ("school", "School", None),
        ("-school", "School, reversed", "selected"),
    ]


def test_each_list_of_a_page_has_its_own_page_and_order_and_leads_back_to_itself(schools):
    address = "/?q=s&sort-south=-school&page-south=2&sort=school&page=7&page-north=3"
    south = listed(asked(address), schools, COLUMNS, thing="school", of="south")
    north = listed(asked(address), schools, COLUMNS, thing="school", of="north")
    assert [south.turned_by, south.sorted_by, north.sorted_by] == ["page-south", "-school", ""]
    assert [one[0].split()[0] for one in cells(south.table)] == ["Cedar", "Birch", "Alder"]
    [link] = html.fromstring(south.table).xpath("//thead//a/@href")
    assert link == "?q=s&sort=school&page=7&page-north=3&sort-south=school#south"
    form = html.fromstring(south.sorting)
    assert (form.get("action"), form.xpath("string(.//select/@name)")) == ("#south", "sort-south")
    answer = file_of(asked(f"{address}&save=south"), "schools", schools, COLUMNS, "south")
    rows = b"".join(answer.streaming_content).decode().split("\r\n")[1:-1]
    assert [one.split()[0] for one in rows] == ["Cedar", "Birch", "Alder"]


def test_the_links_of_a_list_below_other_things_lead_to_it(schools):
    shown = listed(asked(), schools, COLUMNS, thing="school", at="lines")
    [link] = html.fromstring(shown.table).xpath("//thead//a/@href")
    assert (link, shown.turned_by) == ("?sort=school#lines", "page")


def test_what_the_phone_sends_orders_the_list_as_the_heads_do(schools):
    assert names(schools, "/?sort=") == ["Cedar", "Alder", "Birch"]
    ways = html.fromstring(listed(asked(), schools, COLUMNS, thing="school").sorting).xpath("//option/@value")
    heads = [
        html.fromstring(listed(asked(f"/?sort={way}"), schools, COLUMNS, thing="school").table)
        for way in ways
    ]
    assert [head.xpath("//thead//th[a]/@aria-sort") for head in heads] == [[], ["ascending"], ["descending"]]


def test_where_there_is_nothing_to_sort_phones_are_not_asked(schools):
    plain = (Column("Name", lambda row: row.name),)
    assert listed(asked(), schools, plain, thing="school").sorting == ""
    assert listed(asked(), schools[:1], COLUMNS, thing="school").sorting == ""


def test_a_file_has_all_rows_in_the_order_of_the_page(schools):
    answer = file_of(asked("/?sort=school&save=csv"), "schools", schools, COLUMNS)
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["School", "Community", "Slug"]
    assert [one[:2] for one in rows[1:]] == [
        ["Alder School", ""],
        ["Birch School", "South"],
        ["Cedar School", "South"],
    ]


@pytest.mark.django_db
def test_a_workbook_holds_the_same_rows_with_days_as_days_and_amounts_as_numbers():
    columns = (
        Column("Name", lambda row: row.name),
        Column("Day", lambda row: row.day),
        Column("Amount", lambda row: row.amount),
        Column("Lines", lambda row: row.lines),
    )
    rows = [
        row(name='=HYPERLINK("http://bad.example")', day=date(2026, 11, 3), amount="1234.50", lines=3),
        row(name="\x01Bel", day=None, amount=None, lines=0),
    ]
    answer = file_of(asked("/?save=csv&as=excel"), "rows", rows, columns)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rows.xlsx"'
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    answer.close()
    assert [[cell.value for cell in one] for one in sheet.iter_rows()] == [
        ["Name", "Day", "Amount", "Lines"],
        ['\'=HYPERLINK("http://bad.example")', DAY, 1234.5, 3],
        ["Bel", None, None, 0],
    ]
    assert sheet["A2"].data_type == "s"


def test_fifty_rows_make_a_page_and_only_they_are_widened():
    widened = []
    rows = [row(name=str(number)) for number in range(60)]
    columns = (Column("Name", lambda row: row.name),)
    second = listed(asked("/?page=2"), rows, columns, thing="school", widen=widened.extend)
    assert [one.name for one in widened] == [str(number) for number in range(50, 60)]
    assert second.page.paginator.count == 60
    assert len(cells(second.table)) == 10


def test_a_count_that_is_known_is_not_asked_again(schools, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = listed(asked(), schools, COLUMNS, thing="school", count=3)
        assert len(cells(found.table)) == 3
