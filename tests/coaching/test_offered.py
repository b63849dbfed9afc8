"""What coaching offers is what it then takes; what is missing is said at once."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching import services
from coaching.models import CoachingCycle, LeadersCoach
from coaching.services import Words
from common.errors import DomainError, Several
from tests.factories.coaching import ActionStepFactory, CycleFactory, LeadersCoachFactory, coach
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 20, 18, tzinfo=UTC)
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(NOW)


def test_in_a_role_of_last_year_nothing_is_offered_that_would_be_refused(client):
    before, now = PlacementFactory(year=ProgramYearFactory(first=2025)), PlacementFactory()
    client.force_login(coach())
    offered = []
    for placement in (before, now):
        html = client.get(reverse("coaching:one", args=[placement.pk])).content.decode()
        offered.append([words in html for words in ("Plan a cycle", "I saw ")])
    assert offered == [[False, False], [True, True]]
    page = client.get(reverse("coaching:new", args=[before.pk]))
    assert (page.status_code, "This role is over" in page.content.decode()) == (403, True)
    assert "Plan it" not in client.get("/coaching/", {"year": "2025-26"}).content.decode()


def test_closing_names_all_that_is_missing_at_its_field(client):
    cycle = CycleFactory(state="feedback")
    client.force_login(cycle.coach)
    answer = client.post(
        reverse("coaching:detail", args=[cycle.pk]), {"hold_conversation": "1", "on": "2026-10-20"}
    )
    assert answer.context["form"].errors == {
        "goal": ["Write down the goal before you close the cycle."],
        "step_1": ["Write down an action step, with a day to look back."],
    }
    with pytest.raises(Several):
        services.talk(pk=cycle.pk, by=cycle.coach, on=DAY, words=Words(), now=NOW)


def test_the_day_on_which_the_two_planned_it_is_chosen_and_an_observation_since_is_recorded(client):
    row = LeadersCoachFactory()
    client.force_login(row.coach)
    page = reverse("coaching:new", args=[row.placement_id])
    typed = {"window": "mid_year", "coach": row.coach_id, "due": "2027-01-15", "planned_on": "2026-10-12"}
    ahead = client.post(page, typed | {"planned_on": "2026-10-21"})
    assert list(ahead.context["form"].errors) == ["planned_on"]
    client.post(page, typed)
    cycle = CoachingCycle.objects.get()
    client.post(
        reverse("coaching:detail", args=[cycle.pk]),
        {"observe": "1", "on": "2026-10-19", "goal": "", "saw": ""},
    )
    cycle.refresh_from_db()
    assert (cycle.planned_on, cycle.observed_on) == (date(2026, 10, 12), date(2026, 10, 19))


def test_the_mail_of_an_extra_cycle_says_an_extra_cycle():
    row = LeadersCoachFactory()
    told = {"coach": row.coach, "due": date(2027, 1, 15), "by": row.coach, "now": NOW}
    services.plan(placement_pk=row.placement_id, window="extra", **told)
    assert "will coach you in an extra cycle, to be closed" in row.placement.person.messages.get().body


def test_a_leader_reads_with_whom_each_step_is(client):
    step = ActionStepFactory(words="Wait five seconds", look_back=DAY)
    client.force_login(step.cycle.placement.person)
    html = client.get(reverse("coaching:one", args=[step.cycle.placement_id])).content.decode()
    assert f"With {step.cycle.coach.name} · Look back" in html


def test_all_leaders_of_a_school_are_dealt_out_by_one_tick_and_nobody_is_refused(client):
    row = LeadersCoachFactory()
    PlacementFactory(school=row.placement.school)
    by, to = manager(), coach()
    client.force_login(by)
    page = reverse("coaching:deal", args=[row.placement.school.slug])
    refused = client.post(page, {"coach": to.pk})
    assert refused.context["form"].errors == {"leaders": ["Tick the leaders, or all of this school."]}
    client.post(page, {"everybody": "on", "coach": to.pk})
    assert LeadersCoach.objects.current().filter(coach=to).count() == 2


def test_no_day_of_planning_lies_before_the_role():
    row = LeadersCoachFactory()
    told = {"coach": row.coach, "due": date(2027, 1, 15), "by": row.coach, "now": NOW}
    with pytest.raises(DomainError, match="on which they held this role"):
        services.plan(placement_pk=row.placement_id, window="extra", planned_on=date(2025, 10, 1), **told)
