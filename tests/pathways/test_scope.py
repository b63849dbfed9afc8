"""The scope and sequence: typed cell by cell, drawn with equal cells as one, copied from the year before."""

from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from common.edits import ChangedElsewhere, mark_of
from common.errors import DomainError, NotAllowed
from pathways.models import ProgramYear, Role, ScopeItem
from pathways.queries import scope_of
from pathways.services import copy_scope, to_copy, type_cell
from people.models import Hat
from tests.factories.pathways import PathwayFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
PAGE = "/years/2026-27/scope/"


@pytest.fixture
def year() -> ProgramYear:
    found: ProgramYear = ProgramYearFactory()
    return found


@pytest.fixture
def role() -> Role:
    found: Role = RoleFactory(name="Arts Lead")
    return found


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(manager())
    return client


def said(year: ProgramYear) -> list[tuple[Any, ...]]:
    return list(
        ScopeItem.objects.filter(year=year)
        .order_by("month", "focus")
        .values_list("month", "role", "focus", "text")
    )


def test_a_line_is_an_item_its_focus_before_the_colon(year: ProgramYear, role: Role) -> None:
    type_cell(
        year=year, month=OCTOBER, role=role, by=manager(), typed="Reading: art as text: close\n\nEvidence"
    )
    assert said(year) == [
        (OCTOBER, role.pk, "Evidence", ""),
        (OCTOBER, role.pk, "Reading", "art as text: close"),
    ]


def test_a_reworded_line_stays_the_item_its_sessions_point_at(year: ProgramYear, role: Role) -> None:
    by = manager()
    (item,) = type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")
    session = SessionFactory(scope_item=item)
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Close reading: of art")
    session.refresh_from_db()
    assert (session.scope_item_id, session.scope_item.focus) == (item.pk, "Close reading")
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="")
    session.refresh_from_db()
    assert (session.scope_item_id, said(year)) == (None, [])


def test_the_same_again_writes_nothing(year: ProgramYear, role: Role, count_queries: Any) -> None:
    by = manager()
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")
    with count_queries(2):  # the year, the cell
        type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Reading")


def test_what_somebody_else_typed_meanwhile_is_not_lost(year: ProgramYear, role: Role) -> None:
    by, empty = manager(), mark_of("")
    type_cell(year=year, month=OCTOBER, role=role, by=manager(), typed="Theirs", seen=empty)
    with pytest.raises(ChangedElsewhere) as refusal:
        type_cell(year=year, month=OCTOBER, role=role, by=by, typed="Mine", seen=empty)
    assert refusal.value.texts == {"cell": "Theirs"}
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="", seen=empty)
    assert [row[2] for row in said(year)] == ["Theirs"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Reading\nReading: again", "“Reading” stands there twice. Write it once."),
        ("x" * 201, f"“{'x' * 40}…” is too long. Write at most 200 characters before the colon."),
    ],
)
def test_a_cell_that_cannot_be_is_refused(year: ProgramYear, role: Role, typed: str, words: str) -> None:
    with pytest.raises(DomainError) as refusal:
        type_cell(year=year, month=OCTOBER, role=role, by=manager(), typed=typed)
    assert str(refusal.value) == words


@pytest.mark.parametrize("month", [date(2026, 6, 1), date(2027, 7, 1), date(2026, 10, 2)])
def test_a_month_outside_the_year_is_refused(year: ProgramYear, role: Role, month: date) -> None:
    with pytest.raises(DomainError, match=r"^This month is not in 2026-27\."):
        type_cell(year=year, month=month, role=role, by=manager(), typed="Reading")


def test_each_manager_writes_the_roles_of_their_pathways(year: ProgramYear, role: Role) -> None:
    narrow = manager()
    narrow.hats.get().pathway_scopes.create(pathway=role.pathway)
    type_cell(year=year, month=OCTOBER, role=role, by=narrow, typed="Reading")
    for other in (RoleFactory(pathway=PathwayFactory()), None):
        with pytest.raises(NotAllowed, match=r"^Only a program manager of"):
            type_cell(year=year, month=OCTOBER, role=other, by=narrow, typed="Reading")
    with pytest.raises(NotAllowed):
        type_cell(
            year=year, month=OCTOBER, role=role, by=HatFactory(kind=Hat.Kind.COACH).person, typed="Reading"
        )


def test_equal_cells_that_touch_are_drawn_as_one(year: ProgramYear, role: Role) -> None:
    by = manager()
    for audience in (role, None):
        for month in (OCTOBER, NOVEMBER):
            type_cell(year=year, month=month, role=audience, by=by, typed="Evidence")
    (arts, cells), (leaders, rest) = scope_of(year).rows
    assert (arts.name, leaders.name, rest) == ("Arts Lead", "School leaders", [])
    assert [(cell.block.rows, cell.block.columns) for cell in cells] == [(2, 2)]


def test_what_is_empty_is_copied_from_the_year_before_once(year: ProgramYear, role: Role) -> None:
    before, by = ProgramYearFactory(first=2025), manager()
    for month, focus in (
        (date(2025, 10, 1), "Old"),
        (date(2025, 11, 1), "Reading"),
        (date(2026, 2, 1), "Data"),
    ):
        ScopeItem.objects.create(year=before, month=month, focus=focus, role=role, text="Words.")
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="New")
    assert len(to_copy(year, before, by)) == 2
    assert copy_scope(year=year, before=before, by=by) == 2
    assert copy_scope(year=year, before=before, by=by) == 0
    assert said(year) == [
        (OCTOBER, role.pk, "New", ""),
        (NOVEMBER, role.pk, "Reading", "Words."),
        (date(2027, 2, 1), role.pk, "Data", "Words."),
    ]
    assert copy_scope(year=year, before=None, by=by) == 0


def test_a_press_saves_a_cell_and_leads_to_the_next_month(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    assert "type it in" in unescape(inside.get(PAGE).content.decode())
    answer = inside.post(f"{PAGE}?cell=2026-10.{role.pk}", {"verb": "next", "cell": "Reading"})
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?cell=2026-11.{role.pk}#cell")
    inside.post(f"{PAGE}?cell=2026-11.{role.pk}", {"verb": "same", "cell": ""})
    assert [row[2] for row in said(year)] == ["Reading", "Reading"]
    assert 'colspan="2"' in inside.get("/scope-and-sequence/?year=2026-27").content.decode()


def test_a_refused_cell_comes_back_beside_what_is_stored(
    inside: Client, year: ProgramYear, role: Role
) -> None:
    type_cell(year=year, month=OCTOBER, role=role, by=manager(), typed="Theirs")
    sent = {"verb": "save", "cell": "Mine", "seen_cell": mark_of("")}
    answer = inside.post(f"{PAGE}?cell=2026-10.{role.pk}", sent)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "There it reads: “Theirs”." in page
    assert "Mine</textarea>" in page
    again = {**sent, "seen_cell": answer.context["form"]["seen_cell"].value()}
    assert inside.post(f"{PAGE}?cell=2026-10.{role.pk}", again).status_code == 302
    assert [row[2] for row in said(year)] == ["Mine"]


def test_others_read_what_everyone_reads(client: Client, year: ProgramYear) -> None:
    client.force_login(HatFactory(kind=Hat.Kind.COACH).person)
    assert client.get(PAGE)["Location"] == "/scope-and-sequence/?year=2026-27"
    assert client.post(PAGE, {"verb": "copy"}).status_code == 403
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 404


def test_this_month_stands_first_on_a_phone(
    client: Client, year: ProgramYear, role: Role, clock: Any
) -> None:
    clock(datetime(2026, 11, 16, 18, tzinfo=UTC))
    type_cell(year=year, month=NOVEMBER, role=role, by=manager(), typed="Evidence: in student talk")
    context = client.get("/scope-and-sequence/").context
    assert [(audience.name, words) for audience, words, _ in context["now"]] == [
        ("Arts Lead", (("Evidence", "in student talk"),))
    ]


@pytest.mark.parametrize("rows", [3, 60])
def test_the_table_asks_as_much_however_much_stands_in_it(
    rows: int, year: ProgramYear, count_queries: Any
) -> None:
    for _ in range(rows):
        ScopeItem.objects.create(year=year, month=OCTOBER, focus="Reading", role=RoleFactory(), text="")
    with count_queries(4):
        scope_of(year, whole=True).rows  # noqa: B018


def test_a_cell_that_was_emptied_is_not_offered_for_copying(year: ProgramYear, role: Role) -> None:
    before, by = ProgramYearFactory(first=2025), manager()
    ScopeItem.objects.create(year=before, month=date(2025, 10, 1), role=role, focus="Reading")
    copy_scope(year=year, before=before, by=by)
    type_cell(year=year, month=OCTOBER, role=role, by=by, typed="")
    assert to_copy(year, before, by) == []
