"""Layouts of payroll offices are drafted by one person and published by another; files are kept in them, and come
back."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.errors import DomainError, SomeoneElse
from stipends.imports import confirmations_of
from stipends.models import LayoutColumn, LineConfirmation, PayrollLayout
from stipends.queries import layouts_sent
from stipends.rules.layouts import Drawn, Fact
from stipends.services import (
    confirm,
    discard_layout,
    draft_layout,
    export,
    publish_layout,
    retire_layout,
)
from tests.factories.stipends import NOW, OFFICE_LAYOUT, Year, approver, layout_by_two, preparer
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    year = Year()
    year.leader()
    year.leader(missed={5})
    year.close()
    run = approved(year)
    for at, line in enumerate(run.lines.order_by("pk"), 1):
        line.person.external_id = f"00{at}"
        line.person.save(update_fields=["external_id"])
    return run


def _sql(words, values):
    with connection.cursor() as cursor:
        cursor.execute(words, values)


def test_two_people_put_a_layout_in_force():
    by = preparer()
    draft = draft_layout(name=" District payroll ", layout=OFFICE_LAYOUT, by=by)
    assert (str(draft), draft.state, draft.in_rules) == (
        "District payroll, version 1",
        "draft",
        OFFICE_LAYOUT,
    )
    with pytest.raises(SomeoneElse, match=r"^You drafted this, so someone else must publish it.$"):
        publish_layout(pk=draft.pk, by=by)
    with pytest.raises(IntegrityError, match="two_people_make_layouts"), transaction.atomic():
        _sql("UPDATE stipends_payrolllayout SET published_by_id = %s WHERE id = %s", [by.pk, draft.pk])
    assert publish_layout(pk=draft.pk, by=approver()).in_force


def test_a_new_version_takes_the_place_of_the_one_before():
    before = layout_by_two()
    now = layout_by_two("DISTRICT payroll", replace(OFFICE_LAYOUT, delimiter="tab"))
    before.refresh_from_db()
    assert (before.state, before.ended_because, now.version) == ("retired", "A new version was published.", 2)
    assert list(PayrollLayout.objects.published()) == [now]


@pytest.mark.parametrize(
    ("name", "columns", "words"),
    [
        (" ", OFFICE_LAYOUT.columns, "^Say how this layout is called.$"),
        ("Office", (), "^A file for payroll needs the gross amount. Give it a place.$"),
    ],
)
def test_a_layout_nobody_could_use_is_refused(name, columns, words):
    with pytest.raises(DomainError, match=words):
        draft_layout(name=name, layout=replace(OFFICE_LAYOUT, columns=columns), by=preparer())
    assert not PayrollLayout.objects.exists()


def test_a_layout_is_not_ended_without_a_reason():
    with pytest.raises(DomainError, match=r"^Say why. It stays on record.$"):
        retire_layout(pk=layout_by_two().pk, by=approver(), reason=" ")


def test_the_database_refuses_an_edit_of_a_layout():
    layout = layout_by_two()
    column = layout.columns.get(place=1)
    refused = {
        "another one is drafted": "UPDATE stipends_payrolllayout SET delimiter = 'comma' WHERE id = %s",
        "what was published is retired": "UPDATE stipends_payrolllayout SET state = 'draft' WHERE id = %s",
        "permission denied for table stipends_payrolllayout": "DELETE FROM stipends_payrolllayout WHERE id = %s",
        "a published layout gets no further column": (
            "INSERT INTO stipends_layoutcolumn (layout_id, place, fact, head, constant)"
            " VALUES (%s, 9, 'email', 'Mail', '')"
        ),
    }
    for words, statement in refused.items():
        with pytest.raises(DatabaseError, match=words), transaction.atomic():
            _sql(statement, [layout.pk])
    for statement in (
        "UPDATE stipends_layoutcolumn SET head = 'Firm' WHERE id = %s",
        "DELETE FROM stipends_layoutcolumn WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            _sql(statement, [column.pk])


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("one_column_per_place", {"place": 1}),
        ("places_count_from_1", {"place": 0}),
        ("columns_are_called_something", {"head": ""}),
        ("one_column_per_header", {"head": "EMPLOYEE"}),
        ("only_constants_are_always_the_same", {"constant": "x"}),
        ("only_constants_are_always_the_same", {"fact": "constant"}),
        ("one_column_per_fact", {"fact": "full_name"}),
    ],
)
def test_the_database_refuses_columns_that_make_no_file(name, fields):
    draft = draft_layout(name="Office", layout=OFFICE_LAYOUT, by=preparer())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LayoutColumn.objects.create(
            **{"layout": draft, "place": 20, "fact": "email", "head": "Mail", **fields}
        )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("one_layout_per_name_and_version", {"state": "draft"}),
        ("one_layout_of_a_name_in_force", {"version": 2}),
        ("layouts_count_from_1", {"version": 0}),
        ("layouts_published_by_someone", {"version": 2, "published_by": None, "published_at": None}),
        ("layouts_ended_by_someone", {"version": 2, "state": "retired"}),
    ],
)
def test_the_database_refuses_layouts_that_contradict(name, change):
    row = layout_by_two()
    row.pk, row.name = None, row.name.upper()
    for field, value in change.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save(force_insert=True)


# --- files -----------------------------------------------------------------------------------------
def test_a_file_is_kept_with_the_version_in_which_it_was_made(run):
    layout = layout_by_two()
    file = export(pk=run.pk, layout=str(layout.pk), by=run.prepared_by)
    assert (file.file_name, file.office_layout, file.lines_count, file.total_cents) == (
        "stipends-2026-27-final-1-district-payroll-1.csv",
        layout,
        2,
        588_750,
    )
    second = run.lines.order_by("pk")[1].person
    assert bytes(file.content).decode().splitlines()[2] == (
        f"0417;002;{second.family_name}, {second.given_name};$2,887.50;07/01/2026;06/30/2027;;"
    )
    assert export(pk=run.pk, layout=str(layout.pk), by=run.prepared_by) == file
    layout_by_two(layout=replace(OFFICE_LAYOUT, delimiter="tab"))
    file.refresh_from_db()
    assert (file.office_layout, file.is_whole) == (layout, True)


@pytest.mark.parametrize("end", [retire_layout, None])
def test_no_file_is_made_in_a_layout_that_is_not_in_force(run, end):
    layout = draft_layout(name="Draft", layout=OFFICE_LAYOUT, by=preparer())
    if end:
        layout = layout_by_two()
        end(pk=layout.pk, by=approver(), reason="Another office pays.")
    with pytest.raises(DomainError, match=r"^Choose one of these files: file for payroll"):
        export(pk=run.pk, layout=str(layout.pk), by=run.prepared_by)


def test_those_in_force_are_among_the_files_to_choose(run):
    layout_by_two()
    with pytest.raises(DomainError, match=r"for bookkeeping, “District payroll, version 1”\.$"):
        export(pk=run.pk, layout="other", by=run.prepared_by)


@pytest.mark.parametrize(("layout", "own"), [("office", False), ("generic", True)])
def test_the_database_wants_a_layout_for_each_file_of_an_office_and_for_no_other(run, layout, own):
    file = export(pk=run.pk, layout="generic", by=run.prepared_by)
    file.pk, file.layout = None, layout
    file.office_layout = layout_by_two() if own else None
    with pytest.raises(IntegrityError, match="office_files_name_their_layout"), transaction.atomic():
        file.save(force_insert=True)


def test_a_discarded_draft_stays_on_record():
    draft = draft_layout(name="Office", layout=OFFICE_LAYOUT, by=preparer())
    done = discard_layout(pk=draft.pk, by=approver(), reason="They take ours.")
    assert (done.state, done.ended_because) == ("discarded", "They take ours.")


# --- what comes back -------------------------------------------------------------------------------
def back(run, text):
    return confirmations_of(text.encode(), layouts_sent(run.pk))


def test_the_file_of_the_office_comes_back_under_its_own_names(run):
    """ "Pay date" is the first day paid for here, and is not taken for the date of payment."""
    export(pk=run.pk, layout=str(layout_by_two().pk), by=run.prepared_by)
    rows = [line.split(";") for line in bytes(run.exports.get().content).decode().splitlines()]
    rows = [rows[0], *([*row[:6], "06/25/2027", f"W-{at}"] for at, row in enumerate(rows[1:]))]
    told = back(run, "\n".join(";".join(row) for row in rows))
    assert (
        told.found == "read as UTF-8, separated by semicolons, with the names of its columns in row 1,"
        " “Pers No” taken as the payee’s number, “Earnings” taken as the amount,"
        " “Paid out” taken as the date of payment, “Warrant” taken as payroll’s number"
    )
    assert confirm(pk=run.pk, rows=told.rows, by=run.prepared_by, now=NOW).state == "confirmed"
    kept = LineConfirmation.objects.order_by("line").values_list("paid_on", "reference")
    assert list(kept) == [(date(2027, 6, 25), "W-0"), (date(2027, 6, 25), "W-1")]


def test_without_the_column_that_should_come_back_another_one_says_whose_money_it_is(run):
    layout = replace(OFFICE_LAYOUT, columns=(*OFFICE_LAYOUT.columns, Drawn(Fact.LINE, "Item")))
    export(pk=run.pk, layout=str(layout_by_two(layout=layout).pk), by=run.prepared_by)
    first = run.lines.order_by("pk").first()
    told = back(run, f"Item;Earnings\n{first.pk};3000,00\n")
    assert (told.rows[0].line_id, told.rows[0].amount_cents) == (first.pk, 300_000)


def test_who_has_two_lines_in_the_file_of_the_office_is_confirmed_on_both(run):
    """They have one payee number, and the file has a row a line."""
    export(pk=run.pk, layout=str(layout_by_two().pk), by=run.prepared_by)
    text = "Pers No;Earnings;Warrant\n001;$3,000.00;W-1\n002;$2,000.00;W-2\n002;$887.50;W-3\n"
    assert [(row.whose, row.amount_cents, row.reference) for row in back(run, text).rows] == [
        ("001", 300_000, "W-1"),
        ("002", 288_750, "W-2, W-3"),
    ]


def test_the_plain_file_of_the_same_run_comes_back_as_ever(run):
    export(pk=run.pk, layout=str(layout_by_two().pk), by=run.prepared_by)
    plain = export(pk=run.pk, layout="generic", by=run.prepared_by)
    told = back(run, bytes(plain.content).decode())
    assert [row.line_id for row in told.rows] == list(run.lines.order_by("pk").values_list("pk", flat=True))


def test_what_fits_neither_is_refused_by_our_own_names(run):
    export(pk=run.pk, layout=str(layout_by_two().pk), by=run.prepared_by)
    with pytest.raises(DomainError, match=r"“line” and “gross_amount” are missing"):
        back(run, "a,b\n1,2\n")
