"""A session that points to a cell of the scope and sequence stands in the matrix, on the page of a school and on its
own."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from pathways.models import ScopeItem
from seminars.models import Session
from seminars.queries import conflicts_of
from seminars.states import Planning
from seminars.verbs import SESSION
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import SchoolFactory, manager
from tests.factories.seminars import EVE, EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def year(clock, settings):
    settings.DEMO = True
    clock(EVE)
    return ProgramYearFactory()


@pytest.fixture
def leader(year):
    placement = PlacementFactory(year=year, school=SchoolFactory(slug="jordan"))
    OfferingFactory(role=placement.role, year=year)
    return placement


@pytest.fixture
def session(year, leader):
    item = ScopeItem.objects.create(
        year=year, month=OCTOBER, focus="Literacy", role=leader.role, text="Word study in every room"
    )
    found = SessionFactory(event=EventFactory(year=year), title="Seminar 2", scope_item=item, planned=True)
    SessionFactory(event=found.event, title="Seminar off", scope_item=item, state="cancelled")
    return found


def test_the_matrix_names_the_sessions_that_work_on_a_cell(client, session):
    text = client.get(reverse("pathways:scope")).text
    assert "Seminar 2, Oct 14, 2026" in text
    assert "Seminar off" not in text


def test_cells_that_are_one_name_the_sessions_of_all_their_months(client, session, leader):
    next_one = ScopeItem.objects.create(
        year=session.event.year,
        month=date(2026, 11, 1),
        focus="Literacy",
        role=leader.role,
        text="Word study in every room",
    )
    later = datetime(2026, 11, 18, 16, tzinfo=UTC)
    SessionFactory(event=session.event, title="Seminar 3", scope_item=next_one, starts_at=later, planned=True)
    page = client.get(reverse("pathways:scope"))
    [(_, [cell])] = page.context["scope"].rows
    assert cell.sessions == (("Seminar 2", date(2026, 10, 14)), ("Seminar 3", date(2026, 11, 18)))


def test_the_page_of_a_school_says_what_its_team_learns_this_month_and_where(client, session, leader):
    ScopeItem.objects.create(
        year=session.event.year, month=OCTOBER, focus="Arts", role=PlacementFactory().role
    )
    ScopeItem.objects.create(year=session.event.year, month=OCTOBER, focus="Leading change", text="")
    client.force_login(manager())
    page = client.get(reverse("pathways:school", args=["jordan"]))
    assert [(one.name, [title for title, _ in held]) for one, _, held in page.context["learns"]] == [
        (leader.role.name, ["Seminar 2"]),
        ("School leaders", []),
    ]
    assert "What this team learns in October" in page.text


def test_the_page_of_a_session_says_what_it_works_on(client, session):
    client.force_login(manager())
    text = client.get(reverse("seminars:detail", args=[session.pk])).text
    assert "Literacy: Word study in every room" in text


def off(session):
    return conflicts_of([session], session.event.year)[session.pk].says


def test_what_a_session_works_on_in_its_month_for_its_people_is_no_conflict(session, leader):
    assert off(session) == []
    session.roles.set([leader.role])
    assert off(Session.objects.get(pk=session.pk)) == []


@pytest.mark.parametrize("why", ["month", "fellows", "role", "leaders"])
def test_a_piece_of_the_scope_of_others_or_of_another_month_is_said(session, leader, why):
    whose = leader.role.name
    if why == "month":
        session.starts_at, session.ends_at = (
            moment + timedelta(weeks=4) for moment in (session.starts_at, session.ends_at)
        )
    elif why == "fellows":
        session.fellows = True
    elif why == "role":
        session.roles.set([PlacementFactory().role])
    else:
        session.scope_item.role, whose = None, "school leaders"
    assert off(session) == [f"Works on “Literacy”, which is of {whose} in October 2026"]


def test_its_page_says_so_to_who_may_change_it_and_changing_does_too(client, session, leader):
    ScopeItem.objects.update(month=date(2026, 11, 1))
    session = Session.objects.get(pk=session.pk)
    words = f"Works on “Literacy”, which is of {leader.role.name} in November 2026."
    for person, told in ((manager(), True), (leader.person, False)):
        client.force_login(person)
        answer = client.get(reverse("seminars:detail", args=[session.pk]))
        assert (answer.status_code, words in answer.text) == (200, told)
    assert SESSION.of(Planning.CHANGE).warns(session) == words
