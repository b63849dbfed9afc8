"""A coach leaves: the leaders are without a coach, somebody is told, and they are dealt out again."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching import queries
from dashboard.queries.closing import closing_of
from dashboard.queries.waiting import waiting_for
from people.models import Hat, User
from people.services import lose_hat
from tests.factories.coaching import CycleFactory, LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import manager, registrar

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


@pytest.fixture
def julia():
    """Coaches one leader who was dealt out to her, with an open cycle, and one by their cycle alone."""
    julia = coach(given_name="Julia", family_name="Lawson")
    row = LeadersCoachFactory(coach=julia)
    CycleFactory(placement=row.placement, coach=julia)
    CycleFactory(placement=PlacementFactory(school=row.placement.school), coach=julia)
    return julia


def takes_off(julia):
    lose_hat(pk=Hat.objects.get(person=julia).pk, by=registrar(), day=DAY)


def closes(julia):
    User.objects.filter(pk=julia.pk).update(is_active=False)


@pytest.mark.parametrize("leaves", [takes_off, closes])
def test_leaders_of_a_coach_who_left_are_without_one_and_wait_for_managers(client, julia, leaves):
    by = manager()
    assert queries.without_coach(DAY).count() == 0
    leaves(julia)
    alone = list(queries.without_coach(DAY))
    assert len(alone) == 2
    waits = [one.count for one in waiting_for(by, day=DAY, now=NOW) if one.kind == "no_coach"]
    assert waits == [2]
    client.force_login(by)
    school = alone[0].school
    html = client.get(reverse("coaching:schools"), {"school": school.pk}).content.decode()
    assert "2 leaders have no coach." in html
    assert all(one.person.name in html for one in alone)
    page = client.get(reverse("coaching:one", args=[alone[0].pk])).content.decode()
    assert ("Nobody coaches them now." in page, "Coach: <b>" in page) == (True, False)
    ticked = client.get(reverse("coaching:deal", args=[school.slug])).context["form"]["leaders"].value()
    assert sorted(ticked) == sorted(one.pk for one in alone)
    client.post(reverse("coaching:deal", args=[school.slug]), {"leaders": ticked, "coach": coach().pk})
    assert queries.without_coach(DAY).count() == 0


def test_a_leader_dealt_to_somebody_who_left_has_no_coach_whatever_cycles_others_have(julia):
    row = LeadersCoachFactory()
    CycleFactory(placement=row.placement, coach=julia)
    takes_off(row.coach)
    assert list(queries.without_coach(DAY)) == [row.placement]


def test_whom_a_coach_leaves_behind_is_said_where_the_account_is_closed_and_the_hat_is_taken_off(
    client, julia
):
    said = "Coaches 2 leaders, with 2 open cycles"
    assert said in [one.what for one in closing_of(julia, NOW).tasks]
    client.force_login(registrar())
    assert said in client.get(reverse("dashboard:person", args=[julia.pk])).content.decode()
