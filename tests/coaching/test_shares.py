"""The cadence told apart by coach, school and role, each leading to its leaders."""

from datetime import UTC, date, datetime

import pytest

from coaching import queries
from pathways.models import Placement
from tests.factories.coaching import CycleFactory, LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory, RoleFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db
DAY = date(2027, 2, 10)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2027, 2, 10, 20, tzinfo=UTC))


@pytest.fixture
def two():
    """Of Ida's leader one cycle is done and one later; of the other leader, whom nobody coaches, one is overdue."""
    ida = coach(given_name="Ida", family_name="Moreno")
    school, role = SchoolFactory(name="First Street"), RoleFactory(name="Team Lead")
    hers = PlacementFactory(school=school, role=role)
    LeadersCoachFactory(placement=hers, coach=ida)
    CycleFactory(placement=hers, coach=ida, state="closed", closed_at=datetime(2026, 12, 1, tzinfo=UTC))
    CycleFactory(placement=hers, coach=ida, window="end_of_year", due=date(2027, 2, 20))
    return ida, hers, PlacementFactory(school=school, role=RoleFactory(name="Arts Lead"))


def told(by):
    found = queries.shares(queries.owing(None, DAY, Placement.objects.all()), by, DAY)
    return [(one.name, *one.counts.values()) for one in found]


def test_the_cadence_is_told_apart_by_coach_school_and_role(two):
    # Overdue, soon, later, done.
    assert list(queries.STANDINGS) == ["overdue", "soon", "later", "done"]
    assert told("coach") == [("Nobody", 1, 0, 1, 0), ("Ida Moreno", 0, 1, 0, 1)]
    assert told("school") == [("First Street", 1, 1, 1, 1)]
    assert told("role") == [("Arts Lead", 1, 0, 1, 0), ("Team Lead", 0, 1, 0, 1)]


def test_each_leads_to_its_leaders_in_the_cadence(client, two):
    ida, hers, other = two
    client.force_login(manager())
    assert f'href="/coaching/?coach={ida.pk}"' in client.get("/coaching/by/").content.decode()
    assert f'href="/coaching/?role={other.role_id}"' in client.get("/coaching/by/?by=role").content.decode()
    for wanted, row in (({"coach": ida.pk}, hers), ({"role": other.role_id}, other)):
        shown = client.get("/coaching/", wanted)
        assert [one.pk for one in shown.context["page"]] == [row.pk]
    assert (
        f'<option value="{ida.pk}" selected>Ida Moreno'
        in client.get(f"/coaching/?coach={ida.pk}").content.decode()
    )
    assert len(client.get("/coaching/?coach=999999").context["page"]) == 0


def test_whoever_sees_one_school_reads_of_its_leaders_alone(client, two):
    PlacementFactory(school=SchoolFactory(name="Second Street"))
    client.force_login(principal_of(two[1].school))
    html = client.get("/coaching/by/?by=school").content.decode()
    assert ("First Street" in html, "Second Street" in html) == (True, False)
    client.force_login(UserFactory())
    assert "Nobody here" in client.get("/coaching/by/").content.decode()


@pytest.mark.parametrize("rows", [3, 40])
def test_the_cadence_by_coach_takes_as_many_queries_however_many(client, rows, count_queries):
    for _ in range(rows):
        LeadersCoachFactory()
    client.force_login(manager())
    client.get("/coaching/by/")
    with count_queries(6):
        client.get("/coaching/by/")
