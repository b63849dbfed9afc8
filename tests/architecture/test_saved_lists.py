"""Every list that can be saved gives a file of exactly its rows: over all pages, under its filters, for everybody."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.test import Client
from django.urls import get_resolver

from fellows.models import Fellow, FellowTakenOver
from pathways.models import EarlierYear, TakenOver
from stipends.models import LineConfirmation
from tests.architecture import saved_lists as lists
from tests.architecture.asked import HATS, addresses, path_of
from tests.architecture.owed import one_more
from tests.architecture.rooms import ROOT
from tests.architecture.world import World
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.coaching import CycleFactory, SupportFactory
from tests.factories.fellows import AgreementVersionFactory, FellowFactory, FieldworkFactory
from tests.factories.notifications import MessageFactory, ReminderRuleFactory
from tests.factories.pathways import (
    DeliverableRecordFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import ImportFactory, UserFactory, teacher_at
from tests.factories.resources import ResourceFactory
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import (
    NOW,
    FundFactory,
    SchoolAllowanceFactory,
    SubstituteTermsFactory,
    approved_line,
    layout_by_two,
    published_budget,
)
from tests.fellows.assistance import Assisted
from tests.stipends.assistance import Due
from tests.stipends.assistance import exported as paid_by_payroll
from tests.stipends.claims import School as Claiming
from tests.stipends.claims import exported

# The lists that can be saved, by the names of their addresses.
SAVED = (
    "applications:decide",
    "applications:in_office",
    "applications:list",
    "applications:pulse_year#promises",
    "applications:pulse_year#schools",
    "applications:queue#to-read",
    "applications:queue#without-readers",
    "coaching:cadence",
    "coaching:peers",
    "coaching:support_all",
    "coaching:unseen",
    "dashboard:applications",
    "dashboard:attendance",
    "dashboard:deliverables",
    "dashboard:plan",
    "dashboard:reminders",
    "dashboard:years",
    "fellows:assistance_of_cohort",
    "fellows:awards",
    "fellows:alumni",
    "fellows:board",
    "fellows:hours",
    "fellows:list",
    "fellows:pipeline",
    "fellows:pipeline_people",
    "fellows:take_over",
    "fellows:unsigned",
    "fellows:versions",
    "notifications:list",
    "people:list",
    "dashboard:alike",
    "pathways:attestations",
    "pathways:deliverables",
    "pathways:earlier",
    "pathways:offerings",
    "pathways:placements",
    "pathways:schools",
    "people:imports",
    "seminars:calendar",
    "seminars:resources",
    "stipends:allowances",
    "stipends:assistance",
    "stipends:assistance_payments",
    "stipends:claim_files",
    "stipends:claims",
    "stipends:budget_rows",
    "stipends:funds",
    "stipends:layouts",
    "stipends:lines",
    "stipends:payments",
    "stipends:disputes",
    "stipends:lines",
    "stipends:overpayments",
    "stipends:policies",
    "stipends:policy_what_if",
    "stipends:run",
    "stipends:run_difference",
    "stipends:runs",
    "stipends:terms",
)
# Pages of something the one list does not draw: one's own applications and what waits, each told in sentences; the
# roster, which is a form; and the page that shows every component.
NO_LIST = {
    "applications/my_list.html",
    "dashboard/design.html",
    "dashboard/home.html",
    "seminars/roster.html",
}
# Lists without a link to a file: one's own roles, and what a search finds, which no number leads to.
NOT_SAVED = {"dashboard/search.html", "pathways/placement_list.html"}


def _claims(number: int, year: Any) -> None:
    FundFactory()
    Claiming(terms=False).sent(substitute=f"Substitute {number}")
    exported(Claiming(terms=False).approved(substitute=f"Paid substitute {number}").year)
    SchoolAllowanceFactory(year=year)
    SubstituteTermsFactory(draft=True)
    layout_by_two(f"Office {number}")


def _assistance(number: int, fellow: Fellow) -> None:
    at = Due()
    at.approved(100 + number)
    paid_by_payroll()
    at = Assisted(budget=None)
    at.fellow = fellow
    at.proposed(200 + number)


def _before(role: Any, person: Any, later: Any, by: Any) -> None:
    """A year completed and a role held before either was kept here."""
    said = {"reason": "A letter."}
    at = datetime(2026, 11, 20, 18, tzinfo=UTC)
    EarlierYear.objects.create(person=person, role=role, year=later, **said, entered_by=by, entered_at=at)
    TakenOver.objects.create(placement=PlacementFactory(year=later), **said, by=by, at=at)


def _on_paper(by: Any) -> None:
    """A fellow of before."""
    said = {"reason": "A letter.", "state": "serving", "by": by}
    FellowTakenOver.objects.create(
        fellow=FellowFactory(serving=True), at=datetime(2026, 11, 20, 18, tzinfo=UTC), **said
    )


@pytest.fixture(scope="module")
def more(world: World) -> World:
    """Rows by different people, more than one of each kind."""
    year = world.people["leader"].placements.get().year
    held = list(world.school.placements.filter(year=year))
    offering = ApplicationFactory(
        person=teacher_at(world.school), school=world.school, in_review=True
    ).offering
    # The role of the draft that is tried, at another school.
    PlacementFactory(year=year, role=world.people["leader"].placements.get().role)
    lines = [
        approved_line(
            run__year=year, run__number=number, placement__year=year, placement__school=world.school
        )
        for number in (1, 2)
    ]
    LineConfirmation.objects.bulk_create(
        LineConfirmation(
            line=line, amount_cents=100, paid_on=date(2027, 2, 12), by=world.people["preparer"], at=NOW
        )
        for line in lines
    )
    published_budget(year, *(placement.role for placement in PlacementFactory.create_batch(2, year=year)))
    for number in range(3):
        person = teacher_at(world.school)
        read = ApplicationFactory(person=person, school=world.school, offering=offering, in_review=True)
        if number:
            ReviewFactory(application=read, reviewer=world.people["coach"])
        ApplicationFactory(person=person, school=world.school, submitted=True)
        DeliverableRecordFactory(placement=held[number % 2])
        handed = {"state": "submitted", "submitted_at": datetime(2026, 11, 20, 18, tzinfo=UTC)}
        DeliverableRecordFactory(placement=held[number % 2], deliverable__accepted_by="staff", **handed)
        CycleFactory(placement=held[number % 2], coach=world.people["coach"], window="extra")
        one_more(PlacementFactory(year=year, school=world.school), lines[0])
        OfferingFactory(year=year)
        SessionFactory(event__year=year, starts_at=datetime(2026, 12, 1 + number, 18, tzinfo=UTC))
        FellowFactory()
        FieldworkFactory(fellow=Fellow.objects.get(person=world.people["fellow"]))
        FellowFactory(cohort=Fellow.objects.get(person=world.people["fellow"]).cohort, serving=True)
        FellowFactory(state="selected")
        AgreementVersionFactory()
        _on_paper(world.people["manager"])
        later = ProgramYearFactory(first=2033 + number)
        _before(held[0].role, person, later, world.people["manager"])
        MessageFactory(to_person=person)
        ResourceFactory(person=held[0].person)
        SupportFactory(placement=held[0])
        ReminderRuleFactory(days_before=20 + number)
        UserFactory.create_batch(2, given_name=f"Twin{number}", family_name="Ruiz")
        ImportFactory(by=person)
        _claims(number, later)
        _assistance(number, Fellow.objects.get(person=world.people["fellow"]))
    world.samples["applications:deci"] = {"offering_pk": offering.pk}
    return world


@contextmanager
def one_row_a_page() -> Iterator[None]:
    """So that two rows are two pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Paginator, "per_page", property(lambda self: 1, lambda self, asked: None), raising=False
        )
        yield


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def where(name: str, world: World) -> str:
    converters = {found: kinds for _, found, kinds in addresses(get_resolver())}
    return path_of(name, converters[name], world)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("name", SAVED)
def test_the_file_of_a_list_holds_the_rows_of_all_its_pages_for_everybody(more: World, name: str) -> None:
    name, _, of = name.partition("#")
    path, saved, known = where(name, more), 0, set()
    for hat in HATS:
        client = client_of(more.people[hat])
        # To some people the address is another page, or shows nothing at all.
        with one_row_a_page():
            found = lists.shown(client, path, of)
        if found.saves:
            # Whoever sees the same rows is shown the same of them by a filter.
            tried = [] if tuple(found.rows) in known else found.filters
            if tried or not known:
                assert lists.is_workbook(client, f"{found.saves}&as=excel")
            known.add(tuple(found.rows))
            saved = max(saved, compared(client, path, of, found))
            for to in tried:
                narrow = lists.narrowed(path, to)
                compared(client, narrow, of, lists.shown(client, narrow, of))
    assert saved >= 2


def compared(client: Client, path: str, of: str, page: lists.Shown) -> int:
    """How many rows page and file have alike. A page without rows has no link, and its file no rows.

    Nothing stands in the file that the page does not show, or the page its row leads to; and no column of the page
    is left out.
    """
    assert bool(page.saves) is bool(page.rows), path
    headings, *rows = lists.file_of(client, page.saves or lists.narrowed(path, {"save": of or "csv"}))
    assert len(rows) == len(page.rows), path
    for row, text, cells, link in zip(rows, page.rows, page.cells, page.links, strict=True):
        said = [lists.as_shown(cell) for cell in row if cell]
        unseen = [words for words in said if words not in text]
        assert [words for words in unseen if words not in lists.behind(client, path, link, words)] == [], path
        assert [cell for cell in cells if not any(words in cell for words in said)] == [], path
    assert len(set(headings)) == len(headings)
    return len(rows)


def templates_with(tag: str) -> set[str]:
    found = (ROOT / "templates").rglob("*.html")
    return {str(one.relative_to(ROOT / "templates")) for one in found if re.search(tag, one.read_text())}


def test_every_list_of_pages_is_drawn_by_the_one_list_or_is_named_here() -> None:
    assert templates_with("{% pagination ") == NO_LIST | {"components/list_foot.html"}


def test_every_list_can_be_saved_or_is_named_here() -> None:
    assert templates_with(r"components/list\w+.html\" with.* unsaved=") == NOT_SAVED
    assert templates_with("{% save_rows ") == {"components/list_foot.html"}
