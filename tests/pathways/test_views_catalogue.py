from datetime import UTC, date, datetime, timedelta

import pytest

from common.clock import day_begins, day_ends
from pathways.imports import load_program
from pathways.models import Offering, Role
from pathways.services import draft_offering, extend, publish
from tests.factories.pathways import OfferingFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(clock):
    clock(datetime(2026, 2, 10, 20, tzinfo=UTC))


@pytest.fixture
def arts(today):
    load_program()
    offering = draft_offering(
        role=Role.objects.get(slug="arts-lead"),
        year=ProgramYearFactory(),
        opens=date(2026, 2, 1),
        closes=date(2026, 3, 1),
        cosign_by=date(2026, 3, 15),
        answer_by=date(2026, 5, 1),
    )
    publish(pk=offering.pk, by=manager())
    return offering


@pytest.mark.parametrize("path", ["/", "/pathways/", "/pathways/arts-lead/"])
def test_a_visitor_sees_until_when_a_role_is_open(client, arts, path):
    text = client.get(path).content.decode()
    assert "Mar 1, 2026" in text
    assert "Arts Lead" in text


def test_an_offering_that_is_not_published_is_not_shown_as_open(client, arts):
    Offering.objects.update(published_version=None)
    assert client.get("/pathways/").context["open"] == []


def test_a_role_that_opens_later_says_on_which_day(client, arts, clock):
    clock(datetime(2026, 1, 10, 20, tzinfo=UTC))
    text = client.get("/pathways/arts-lead/").content.decode()
    assert "Arts Lead 2026-27 opens on Feb 1, 2026." in text
    assert "mostly in spring" not in text


def test_an_offering_is_open_through_its_last_local_second(client, arts, clock):
    last = day_ends(date(2026, 3, 1))
    clock(last.replace(microsecond=0) - timedelta(seconds=1))
    assert len(client.get("/pathways/").context["open"]) == 1
    clock(last)
    assert client.get("/pathways/").context["open"] == []


def test_an_extension_keeps_it_open(client, arts, clock):
    extend(pk=arts.pk, by=manager(), until=date(2026, 3, 20), reason="Few applied.")
    clock(day_begins(date(2026, 3, 20)))
    assert "Mar 20, 2026" in client.get("/pathways/").content.decode()


def test_team_lead_shows_its_cohorts_with_grades_and_marks(client, today):
    load_program()
    text = client.get("/pathways/team-lead/").content.decode()
    assert "TK–6" in text
    assert text.count("(see the note)") == 2


def test_peer_coach_shows_the_duties_senior_peer_coaches_have_beyond(client, today):
    load_program()
    text = client.get("/pathways/peer-coach/").content.decode()
    assert "Senior Peer Coach" in text
    assert "Coach other Peer Coaches" in text
    assert "at least 1 completed year as Peer Coach" in text


@pytest.mark.parametrize("slug", ["nothing", "x" * 300])
def test_an_unknown_pathway_is_a_page_that_does_not_exist(client, slug):
    assert client.get(f"/pathways/{slug}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/pathways/"])
@pytest.mark.parametrize("roles", [3, 60])
def test_the_catalogue_takes_four_queries_for_any_number_of_roles(client, today, count_queries, path, roles):
    year = ProgramYearFactory()
    for _ in range(roles):
        OfferingFactory(role=RoleFactory(), year=year)
    with count_queries(4):
        client.get(path)


def test_a_year_that_does_not_exist_has_no_matrix(client):
    assert client.get("/scope-and-sequence/?year=1066-67").status_code == 404
