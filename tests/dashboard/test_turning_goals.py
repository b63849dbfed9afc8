"""School goals go on in the year after: shown before they are copied, each from where it stands, and once."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from dashboard.queries.turning import turn_over
from pathways import services
from pathways.models import ProgramYear, SchoolGoal
from tests.factories.pathways import GoalNoteFactory, ProgramYearFactory, SchoolGoalFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager, registrar

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)
PAGE = "/years/2027-28/turn-over/"


@pytest.fixture(autouse=True)
def _today(clock: Any, settings: Any) -> None:
    clock(datetime(2027, 6, 1, 18, tzinfo=UTC))
    settings.DEMO = True


@pytest.fixture
def year() -> ProgramYear:
    return ProgramYearFactory(first=2027)


@pytest.fixture
def goal(year: ProgramYear) -> SchoolGoal:
    """Of the year before, at 410 of 600, carried by somebody of the school."""
    school = SchoolFactory(name="Jordan High School")
    found = SchoolGoalFactory(
        school=school, wanted="More students in arts", person=PostFactory(school=school).person
    )
    GoalNoteFactory(goal=found, number=Decimal("410.0"))
    return found


def test_what_was_not_reached_is_shown_and_copied_once_from_where_it_stands(
    year: ProgramYear, goal: SchoolGoal, client: Client
) -> None:
    reached = SchoolGoalFactory(year=goal.year)
    GoalNoteFactory(goal=reached, number=Decimal("612.0"))
    SchoolGoalFactory(year=goal.year, state="dropped")
    left = SchoolGoalFactory(school=goal.school, year=goal.year, area="own", person=UserFactory())
    there = SchoolGoalFactory(school=goal.school, year=goal.year, area="own")
    SchoolGoalFactory(school=goal.school, year=year, wanted=there.wanted)
    by = manager()
    client.force_login(by)
    shown = client.get(f"{PAGE}?step=goals").context["step"]
    assert [(row.what, row.was, row.becomes) for row in shown.rows] == [
        ("Jordan High School: More students in arts", "260 to 600", "410 to 600"),
        (f"Jordan High School: {left.wanted}", "260 to 600", "260 to 600"),
    ]
    assert shown.told == "1 goal is set, 2 to copy"
    answer = client.post(PAGE, {"verb": "goals"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["2 goals copied."]
    made = SchoolGoal.objects.filter(year=year, copied_from=goal).get()
    assert (made.start, made.target, made.person, made.copied_from.copy) == (410, 600, goal.person, made)
    assert SchoolGoal.objects.get(copied_from=left).person is None
    [event] = made.events.told()
    assert (event.action, event.about, event.by) == ("copy", "From 410 to 600.", by)
    again = client.post(PAGE, {"verb": "goals"}, follow=True)
    assert [str(one) for one in again.context["messages"]] == [
        f"Nothing was left to copy. Last by {by.name}, Jun 1, 2027, 11:00 a.m."
    ]
    assert SchoolGoal.objects.filter(year=year).count() == 3
    step = turn_over(by, year, TODAY).step("goals")
    assert (step.done, step.told, step.rows) == (True, "3 goals are set", ())


def test_a_count_over_a_year_begins_at_0_again(year: ProgramYear, goal: SchoolGoal) -> None:
    SchoolGoal.objects.filter(pk=goal.pk).update(start=0)
    assert [one.start for one in services.goals_to_copy(year, goal.year)] == [0]


def test_a_copy_that_was_dropped_is_not_copied_again(year: ProgramYear, goal: SchoolGoal) -> None:
    by = manager()
    [made] = services.copy_goals(year=year, before=goal.year, by=by)
    services.drop_goal(pk=made.pk, by=by, reason="Not this year.")
    assert services.copy_goals(year=year, before=goal.year, by=by) == []
    assert services.goals_to_copy(goal.year, None) == []


def test_only_program_managers_press_it(year: ProgramYear, goal: SchoolGoal, client: Client) -> None:
    person = registrar()
    assert turn_over(person, year, TODAY).step("goals").refusal == (
        "Only program managers copy goals into the next year."
    )
    client.force_login(person)
    assert client.post(PAGE, {"verb": "goals"}).status_code == 403
    assert SchoolGoal.objects.filter(year=year).count() == 0
