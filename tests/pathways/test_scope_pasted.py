"""A block from a spreadsheet in the scope and sequence: shown before it is saved, all of it or none."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from pathways.models import PathwayManager, ProgramYear, Role, ScopeItem
from pathways.rules.pasting import table_of
from pathways.services import paste_cells, type_cell
from pathways.services.scope import Pasted
from tests.factories.pathways import PathwayFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import HatFactory, manager

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
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
    found: Role = RoleFactory(name="Arts Lead", pathway=PathwayFactory(position=1))
    return found


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(manager())
    return client


def send(client: Client, role: Role, block: str, **more: str) -> Any:
    return client.post(f"{PAGE}?cell=2026-08.{role.pk}", {"cell": "", "block": block, **more})


def said() -> list[tuple[Any, ...]]:
    return list(
        ScopeItem.objects.order_by("role", "month", "focus").values_list("month", "role", "focus", "text")
    )


def test_tabs_are_columns_lines_are_rows_and_a_quoted_cell_has_lines() -> None:
    assert table_of('Data: read it\tGoals\r\n"One: a\nTwo"\t\r\n') == [
        ["Data: read it", "Goals"],
        ["One: a\nTwo", ""],
    ]


CELLS = st.text(alphabet=st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=9)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_table_is_read_as_it_was_copied(table: list[list[str]]) -> None:
    assert table_of("\r\n".join("\t".join(row) for row in table)) == table


def test_what_changes_is_shown_and_nothing_written_before(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    page = send(inside, role, "Data: read it\tGoals", verb="look")
    text = unescape(page.content.decode())
    assert page.status_code == 200
    assert "<b>Arts Lead, August 2026</b>" in text
    assert "Write 2 cells" in text
    assert said() == []


def test_what_was_shown_is_written_and_again_changes_nothing(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    block = "Data: read it\tGoals"
    shown = send(inside, role, block, verb="look").context["pasted"].mark
    assert send(inside, role, block, verb="paste", shown=shown).status_code == 302
    written = [(AUGUST, role.pk, "Data", "read it"), (SEPTEMBER, role.pk, "Goals", "")]
    assert said() == written
    assert "Nothing would change." in send(inside, role, block, verb="look").content.decode()


def test_another_block_than_the_one_that_was_shown_is_looked_at_first(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    shown = send(inside, role, "Data", verb="look").context["pasted"].mark
    answer = send(inside, role, "Goals", verb="paste", shown=shown)
    assert answer.status_code == 422
    assert "Look at what changes first, then write it." in answer.content.decode()
    assert said() == []


def test_an_empty_cell_leaves_what_stands_and_what_has_no_place_is_counted(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    type_cell(year=year, month=AUGUST, role=role, by=manager(), typed="Stays")
    block = send(inside, role, "\tGoals\n\n\nBeyond", verb="look").context["pasted"]
    assert [one.name for one in block.changes] == ["Arts Lead, September 2026"]
    assert block.outside == 1


def test_the_row_of_another_manager_is_left_out(client: Client, year: ProgramYear, role: Role) -> None:
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=role.pathway)
    RoleFactory(name="Team Lead", pathway=PathwayFactory(position=2))
    client.force_login(hat.person)
    block = send(client, role, "Mine\nTheirs", verb="look").context["pasted"]
    assert ([one.name for one in block.changes], block.outside) == (["Arts Lead, August 2026"], 1)


def test_what_changed_since_it_was_shown_refuses_all(year: ProgramYear, role: Role) -> None:
    by = manager()
    type_cell(year=year, month=SEPTEMBER, role=role, by=by, typed="Meanwhile")
    cells = [Pasted(AUGUST, role, "", "Data"), Pasted(SEPTEMBER, role, "", "Goals")]
    with pytest.raises(DomainError, match="Somebody changed one of these cells meanwhile"):
        paste_cells(year=year, cells=cells, by=by)
    assert said() == [(SEPTEMBER, role.pk, "Meanwhile", "")]


def test_a_cell_that_cannot_be_is_refused_and_nothing_lost(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    block = "x" * 300
    shown = send(inside, role, block, verb="look").context["pasted"].mark
    answer = send(inside, role, block, verb="paste", shown=shown)
    assert answer.status_code == 422
    assert "is too long" in answer.content.decode()
    assert block in answer.content.decode()
    assert said() == []
