"""What a cell of the scope and sequence said before is kept: typed, pasted, or copied from the year before."""

from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client

from common.edits import ChangedElsewhere, mark_of
from common.errors import DomainError
from pathways.models import ProgramYear, Role, ScopeEvent, ScopeItem
from pathways.queries import scope_of
from pathways.queries.scope import scope_history
from pathways.services import copy_scope, paste_cells, type_block, type_cell
from pathways.services.scope import Pasted
from people.models import User
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.people import manager
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
NOW = datetime(2026, 9, 1, 18, tzinfo=UTC)
PAGE = "/years/2026-27/scope/"


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    # Staff of the demo need no second factor.
    settings.DEMO = True


@pytest.fixture
def year() -> ProgramYear:
    found: ProgramYear = ProgramYearFactory()
    return found


@pytest.fixture
def role() -> Role:
    found: Role = RoleFactory(name="Arts Lead")
    return found


@pytest.fixture
def by() -> User:
    return manager()


def lines() -> list[tuple[Any, ...]]:
    """Of each line: what was done, of which cell, what it was and is."""
    return list(ScopeEvent.objects.values_list("action", "month", "role", "was", "says"))


def test_a_typed_cell_leaves_who_when_and_both_of_what_it_said(
    year: ProgramYear, role: Role, by: User
) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading\nEvidence: in talk", now=NOW)
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Close reading", now=NOW)
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="", now=NOW)
    assert lines() == [
        ("type", OCTOBER, role.pk, "", "Evidence: in talk\nReading"),
        ("type", OCTOBER, role.pk, "Evidence: in talk\nReading", "Close reading"),
        ("type", OCTOBER, role.pk, "Close reading", ""),
    ]
    assert set(ScopeEvent.objects.values_list("year", "by", "at")) == {(year.pk, by.pk, NOW)}


def test_the_same_again_and_another_order_leave_no_line(year: ProgramYear, role: Role, by: User) -> None:
    for typed in ("Evidence\nReading", "Evidence\nReading", "Reading\n\nEvidence: "):
        type_cell(year=year, month=OCTOBER, role=role, by=by, typed=typed)
    assert lines() == [("type", OCTOBER, role.pk, "", "Evidence\nReading")]


def test_what_is_refused_leaves_no_line(year: ProgramYear, role: Role, by: User) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Theirs")
    with pytest.raises(ChangedElsewhere):
        type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Mine", seen=mark_of(""))
    with pytest.raises(DomainError):
        type_cell(year=year, month=OCTOBER, role=role, by=by, typed="One\nOne")
    assert len(lines()) == 1


def test_a_pasted_block_leaves_a_line_for_each_cell_it_changes(
    year: ProgramYear, role: Role, by: User
) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading", now=NOW)
    cells = [Pasted(OCTOBER, role, "Reading", "Data"), Pasted(NOVEMBER, None, "", "Goals")]
    for _ in range(2):
        paste_cells(year=year, cells=cells, by=by, now=NOW)
    assert lines()[1:] == [
        ("paste", OCTOBER, role.pk, "Reading", "Data"),
        ("paste", NOVEMBER, None, "", "Goals"),
    ]


def test_a_cell_copied_from_the_year_before_says_from_which(year: ProgramYear, role: Role, by: User) -> None:
    before = ProgramYearFactory(first=2025)
    for focus, text in (("Reading", "aloud"), ("Evidence", "")):
        ScopeItem.objects.create(year=before, month=date(2025, 10, 1), focus=focus, role=role, text=text)
    ScopeItem.objects.create(year=before, month=date(2025, 11, 1), focus="Goals", text="")
    for _ in range(2):
        copy_scope(year=year, before=before, by=by, now=NOW)
    assert lines() == [
        ("copy", OCTOBER, role.pk, "", "Evidence\nReading: aloud"),
        ("copy", NOVEMBER, None, "", "Goals"),
    ]
    assert set(ScopeEvent.objects.values_list("copied_from", "by", "at")) == {(before.pk, by.pk, NOW)}


def test_a_line_tells_its_cell_and_both_of_what_it_said(year: ProgramYear, role: Role, by: User) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading: aloud\nEvidence")
    type_cell(year=year, month=OCTOBER, role=None, by=by, typed="Goals")
    before = ProgramYearFactory(first=2025)
    ScopeItem.objects.create(year=before, month=date(2025, 11, 1), focus="Data", text="")
    copy_scope(year=year, before=before, by=by)
    assert [line.about for line in ScopeEvent.objects.all()] == [
        "Arts Lead, October 2026: “Evidence; Reading: aloud”, before nothing",
        "School leaders, October 2026: “Goals”, before nothing",
        "School leaders, November 2026, from 2025-26: “Data”, before nothing",
    ]


def test_cells_copied_or_pasted_at_once_are_one_line_of_the_year_and_one_each_of_their_cell(
    year: ProgramYear, role: Role, by: User
) -> None:
    before = ProgramYearFactory(first=2025)
    for month in (10, 11, 12):
        ScopeItem.objects.create(year=before, month=date(2025, month, 1), focus="Data", role=role, text="")
    copy_scope(year=year, before=before, by=by, now=NOW)
    pasted = [Pasted(month, role, "Data", "Talk") for month in (OCTOBER, NOVEMBER)]
    paste_cells(year=year, cells=pasted, by=by, now=NOW + timedelta(hours=1))
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Goals", now=NOW + timedelta(hours=2))
    assert [(line.action, line.about) for line in scope_history(year)] == [
        ("type", "Arts Lead, October 2026: “Goals”, before “Talk”"),
        ("paste", "2 cells"),
        ("copy", "3 cells, from 2025-26"),
    ]
    audience = next(one for one in scope_of(year).audiences if one.role == role)
    assert [line.about for line in scope_history(year, NOVEMBER, audience)] == [
        "Arts Lead, November 2026: “Talk”, before “Data”",
        "Arts Lead, November 2026, from 2025-26: “Data”, before nothing",
    ]


def test_a_session_stays_with_its_reworded_item(year: ProgramYear, role: Role, by: User) -> None:
    (item,) = type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")
    session = SessionFactory(scope_item=item)
    cell = Pasted(OCTOBER, role, "Reading", "Close reading")
    paste_cells(year=year, cells=[cell], by=by)
    session.refresh_from_db()
    assert (session.scope_item_id, session.scope_item.focus) == (item.pk, "Close reading")


@pytest.mark.parametrize("column", [{"was": "Reading"}, {"month": date(2026, 10, 2)}])
def test_a_line_that_tells_no_change_or_no_month_is_refused_by_the_database(
    year: ProgramYear, role: Role, by: User, column: dict[str, Any]
) -> None:
    row = {"month": OCTOBER, "says": "Reading", **column}
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeEvent.objects.create(year=year, role=role, by=by, at=NOW, action="type", **row)


def test_a_line_is_neither_changed_nor_deleted(year: ProgramYear, role: Role, by: User) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")
    for write in (lambda: ScopeEvent.objects.update(was="x"), lambda: ScopeEvent.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            write()


def test_the_page_shows_the_lines_of_the_open_cell_and_without_one_those_of_the_year(
    client: Client, year: ProgramYear, role: Role, by: User
) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")
    type_cell(year=year, month=NOVEMBER, role=role, by=by, typed="Goals")
    client.force_login(by)
    cell = client.get(f"{PAGE}?cell=2026-10.{role.pk}")
    assert [line.says for line in cell.context["events"]] == ["Reading"]
    assert "Arts Lead, October 2026: “Reading”, before nothing" in unescape(cell.content.decode())
    assert [line.says for line in client.get(PAGE).context["events"]] == ["Goals", "Reading"]


@pytest.mark.parametrize("rows", [3, 60])
def test_the_history_is_one_query_however_long(
    rows: int, year: ProgramYear, by: User, count_queries: Any
) -> None:
    roles = [RoleFactory() for _ in range(rows)]
    for one in roles:
        type_cell(year=year, month=OCTOBER, role=one, by=by, typed="Reading")
    audience = next(one for one in scope_of(year).audiences if one.role == roles[0])
    with count_queries(2):
        told = [[line.about, str(line.by)] for line in scope_history(year)]
        cell = [line.about for line in scope_history(year, OCTOBER, audience)]
    assert (len(told), len(cell)) == (min(rows, 30), 1)


def test_a_block_is_changed_as_one_or_one_cell_of_it(
    year: ProgramYear, role: Role, by: User, client: Client
) -> None:
    for month in (OCTOBER, NOVEMBER):
        type_cell(year=year, month=month, role=role, by=by, typed="Reading")
    client.force_login(by)
    address = f"{PAGE}?cell=2026-10.{role.pk}"
    page = client.get(address)
    assert [label for _, label in page.context["form"].fields["of"].choices] == [
        "The whole block: Oct, Nov",
        "This cell only: Arts Lead, October 2026",
    ]
    assert page.context["form"]["of"].value() == "block"
    sent = {"cells": page.context["around"], "seen_cell": page.context["form"]["seen_cell"].value()}
    saved: Any = client.post(address, {**sent, "cell": "Evidence", "of": "block", "verb": "next"})
    assert saved.url == f"{PAGE}?cell=2026-12.{role.pk}#cell"
    done = [("type", month, role.pk, "Reading", "Evidence") for month in (OCTOBER, NOVEMBER)]
    assert [line for line in sorted(lines()) if line[3]] == done
    again = client.get(address).context["form"]["seen_cell"].value()
    only = {"cell": "Talk", "of": "one", "cells": sent["cells"], "seen_cell": again, "verb": "save"}
    client.post(address, only)
    assert [item.focus for item in ScopeItem.objects.order_by("month")] == ["Talk", "Evidence"]


def test_a_block_of_which_another_cell_was_changed_meanwhile_stays_as_it_is(
    year: ProgramYear, role: Role, by: User
) -> None:
    for month in (OCTOBER, NOVEMBER):
        type_cell(year=year, month=month, role=role, by=by, typed="Reading")
    type_cell(year=year, month=NOVEMBER, role=role, by=by, typed="Theirs")
    cells = [(OCTOBER, role), (NOVEMBER, role)]
    with pytest.raises(DomainError, match=r"^Somebody changed another cell of this block meanwhile\."):
        type_block(year=year, cells=cells, by=by, typed="Mine", seen=mark_of("Reading"))
    assert [item.focus for item in ScopeItem.objects.order_by("month")] == ["Reading", "Theirs"]
