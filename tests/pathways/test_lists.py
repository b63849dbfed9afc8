"""How lists of placements and deliverables are sorted, and what their filters say."""

from datetime import UTC, date, datetime

import pytest
from lxml import html

from tests.factories.pathways import (
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import SchoolFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def year():
    return ProgramYearFactory()


def names(response):
    return [placement.person.family_name for placement in response.context["page"]]


def test_each_role_and_pathway_says_how_many_it_leaves_beside_the_other_filters(client, year):
    placement = PlacementFactory(year=year)
    PlacementFactory(year=year, role=placement.role)
    PlacementFactory(year=year, role=RoleFactory(pathway=placement.role.pathway), school=placement.school)
    elsewhere = PlacementFactory(year=year)
    PlacementFactory(year=ProgramYearFactory(first=2025), role=placement.role)
    client.force_login(manager())

    def said(**asked):
        page = html.fromstring(client.get("/placements/", asked).content)
        options = page.xpath("//select[@name='role' or @name='pathway']/option[@value!='']")
        told = [one.text.rpartition(" ") for one in options]
        names = {placement.role.name, placement.role.pathway.name, elsewhere.role.name}
        return {name: number for name, _, number in told if name in names}

    here, pathway, there = placement.role.name, placement.role.pathway.name, elsewhere.role.name
    assert said() == {here: "(2)", pathway: "(3)", there: "(1)"}
    assert said(school=placement.school_id) == {here: "(1)", pathway: "(2)", there: "(0)"}
    assert said(pathway=placement.role.pathway_id) == {here: "(2)", pathway: "(3)", there: "(0)"}
    assert said(role=placement.role_id) == {here: "(2)", pathway: "(2)", there: "(1)"}


def test_it_is_sorted_by_name_role_school_or_year_and_found_names_too(client, year):
    role, schools = (
        RoleFactory(name="Zoo Lead"),
        [SchoolFactory(name=name) for name in ("Birch", "Alder")],
    )
    for name, school, held in (
        ("Able", 0, role),
        ("Baker", 1, role),
        ("Cruz", 0, RoleFactory(name="Arts")),
    ):
        PlacementFactory(year=year, school=schools[school], role=held, person__family_name=name)
    client.force_login(manager())
    orders = {
        "name": "Able Baker Cruz",
        "-name": "Cruz Baker Able",
        "role": "Cruz Able Baker",
        "school": "Baker Able Cruz",
        "-school": "Cruz Able Baker",
        "-year": "Cruz Baker Able",
    }
    assert {one: " ".join(names(client.get(f"/placements/?sort={one}"))) for one in orders} == orders
    assert names(client.get("/placements/?q=example&sort=-name")) == ["Cruz", "Baker", "Able"]


def test_what_waits_is_sorted_by_leader_deliverable_school_or_when_it_was_handed_in(client):
    for day, (name, title, school) in enumerate(
        (("Baker", "Plan", "Cedar"), ("Able", "Log", "Birch"), ("Cruz", "Log", "Alder")), start=2
    ):
        DeliverableRecordFactory(
            placement__person__family_name=name,
            placement__school__name=school,
            deliverable__title=title,
            deliverable__accepted_by="staff",
            state="submitted",
            submitted_at=datetime(2026, 11, day, tzinfo=UTC),
        )
    client.force_login(manager())

    def shown(sort):
        page = client.get(f"/deliverables/?sort={sort}").context["page"]
        return " ".join(record.placement.person.family_name for record in page)

    orders = {
        "leader": "Able Baker Cruz",
        "-leader": "Cruz Baker Able",
        "deliverable": "Able Cruz Baker",
        "school": "Cruz Able Baker",
        "handed-in": "Baker Able Cruz",
        "-handed-in": "Cruz Able Baker",
    }
    assert {sort: shown(sort) for sort in orders} == orders


def test_a_placement_whose_end_lies_ahead_is_served_until_then(client, year):
    for name, ends in (("Ash", date(2026, 11, 10)), ("Birch", date(2026, 11, 11))):
        given = {"year": year, "end_reason": "resigned", "ends": ends, "person__family_name": name}
        PlacementFactory(**given)
    client.force_login(manager())
    badges = html.fromstring(client.get("/placements/").content).xpath(
        "//td//span[contains(@class, 'badge')]"
    )
    assert [badge.text for badge in badges] == ["Resigned", "Serving"]
