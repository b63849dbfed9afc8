"""My leaders: every cycle that waits for me stands there, says what comes next in it, and counts as elsewhere."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching.queries import leaders_of, loads, shares, to_do
from coaching.queries import owing as owed_coaching
from pathways.models import Placement
from tests.factories.coaching import CycleFactory, LeadersCoachFactory, coach

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))


@pytest.fixture
def ida():
    """Coaches one leader, whose mid-year cycle is planned, and has an extra cycle with her and with another's."""
    ida = coach(given_name="Ida", family_name="Moreno")
    row = LeadersCoachFactory(coach=ida)
    CycleFactory(placement=row.placement, coach=ida)
    CycleFactory(placement=row.placement, coach=ida, window="extra", due=date(2026, 10, 19))
    other = LeadersCoachFactory()
    CycleFactory(placement=other.placement, coach=ida, window="extra", due=date(2026, 11, 1))
    return ida


@pytest.mark.parametrize(
    ("state", "since", "words"),
    [
        ("", None, "Plan it"),
        ("planning", DAY, "Observation next"),
        ("observation", date(2026, 9, 17), "Feedback next, waits 33 days"),
        ("feedback", date(2026, 10, 19), "Coaching talk next, waits 1 day"),
        ("conversation", None, "Close it"),
        ("closed", date(2026, 9, 17), "Closed"),
    ],
)
def test_the_state_of_a_cycle_is_told_as_what_comes_next(state, since, words):
    assert to_do(state, since, DAY) == words


def test_cycles_beyond_the_two_stand_with_their_leader_and_others_are_not_owed_anything_more(client, ida):
    first, second = leaders_of(ida, DAY)
    assert [one.name for one in first.cycles] == ["Extra", "Mid-year"]
    assert (second.theirs, [one.name for one in second.cycles]) == (False, ["Extra"])
    client.force_login(ida)
    page = client.get(reverse("coaching:mine"))
    html = page.content.decode()
    assert html.count("Observation next, waits 49 days") == 3
    assert "1 cycle is past its day." in html
    assert "Somebody else is their coach; this cycle is with you" in html
    assert "End-of-year" not in html.split("My cadence")[0]


def test_my_cadence_who_has_room_and_the_cadence_by_coach_count_the_same_leaders(client, ida):
    client.force_login(ida)
    mine = client.get(reverse("coaching:mine")).context["cadence"]
    room = {one.coach: one.leaders for one in loads(DAY)}
    by_coach = {
        one.key: one.whole for one in shares(owed_coaching(None, DAY, Placement.objects.all()), "coach", DAY)
    }
    assert ([one["of"] for one in mine], room[ida], by_coach[ida.pk]) == ([1, 1], 1, 2)


def test_the_page_of_a_leader_leads_to_a_cycle_that_is_planned(client, ida):
    cycle = ida.coaching_cycles.get(window="mid_year")
    client.force_login(ida)
    html = client.get(reverse("coaching:one", args=[cycle.placement_id])).content.decode()
    assert (
        f'href="{reverse("coaching:detail", args=[cycle.pk])}">Mid-year: Observation next, waits 49 days'
        in html
    )
