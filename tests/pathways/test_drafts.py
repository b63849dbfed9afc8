"""The offerings of a year are drafted at once: from the year before, else from the guide."""

from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError, NotAllowed
from pathways.imports import load_program
from pathways.models import Offering, PathwayManager, SchoolPlaces
from pathways.services import draft_year
from pathways.services.drafts import usual_days
from tests.factories.pathways import (
    DeliverableFactory,
    OfferingFactory,
    PathwayFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 12, 1, 20, tzinfo=UTC))


@pytest.fixture
def year():
    return ProgramYearFactory(first=2027)


def test_every_role_people_apply_for_gets_what_the_guide_says(year):
    load_program()
    made = draft_year(year=year, by=manager())
    assert [offering.role.name for offering in made] == [
        "Team Lead",
        "Peer Coach",
        "Senior Peer Coach",
        "Arts Lead",
        "Restorative & College Culture Lead",
        "Family Engagement Lead",
    ]
    team_lead = made[0]
    assert (team_lead.opens, team_lead.closes) == (date(2027, 2, 1), date(2027, 4, 2))
    assert (team_lead.places_per_school, sorted(team_lead.prompts)) == (
        5,
        ["experience", "mindset", "skillset", "time"],
    )
    titles = team_lead.deliverables.values_list("title", "due")
    assert list(titles) == [
        ("Curriculum plan of the team", date(2027, 10, 15)),
        ("Literacy strategies in use", date(2028, 2, 15)),
        ("Formative assessment cycle", date(2028, 5, 15)),
    ]
    assert [offering.published_version for offering in made] == [None] * 6
    assert {(event.action, event.by_id is not None) for o in made for event in o.events.all()} == {
        ("draft", True)
    }


def test_drafted_again_nothing_is_made_twice(year):
    load_program()
    by = manager()
    draft_year(year=year, by=by)
    assert draft_year(year=year, by=by) == []
    assert Offering.objects.count() == 6


def test_a_role_that_was_offered_before_says_what_it_said_then_on_the_same_weekdays(year):
    before = OfferingFactory(places_per_school=3, eligibility="Two years here.", extended_to=date(2027, 1, 5))
    DeliverableFactory(
        offering=before, title="Plan", due=date(2027, 3, 1), evidence=["link", "file"], weight=2
    )
    school = SchoolFactory()
    SchoolPlaces.objects.create(offering=before, school=school, places=1)
    [made] = draft_year(year=year, by=manager())
    assert (made.role, made.opens, made.closes, made.extended_to, made.cosign_by, made.answer_by) == (
        before.role,
        date(2026, 12, 31),
        date(2027, 12, 30),
        None,
        date(2028, 1, 14),
        date(2028, 1, 30),
    )
    assert (made.places_per_school, made.eligibility, made.prompts) == (3, "Two years here.", before.prompts)
    [asked] = made.deliverables.all()
    assert (asked.title, asked.due, asked.evidence, asked.weight) == (
        "Plan",
        date(2028, 2, 28),
        ["link", "file"],
        2,
    )
    assert list(made.school_places.values_list("school", "places")) == [(school.pk, 1)]


def test_from_what_a_deliverable_completes_itself_is_taken_over(year):
    before = OfferingFactory(year=ProgramYearFactory(first=2026))
    DeliverableFactory(offering=before, completes_from="event")
    [made] = draft_year(year=year, by=manager())
    assert list(made.deliverables.values_list("completes_from", flat=True)) == ["event"]


def test_the_latest_of_several_years_is_taken(year):
    role = RoleFactory()
    for first, words in ((2024, "Old."), (2026, "New."), (2028, "Later.")):
        OfferingFactory(role=role, year=ProgramYearFactory(first=first), eligibility=words)
    assert [offering.eligibility for offering in draft_year(year=year, by=manager())] == ["New."]


def test_a_manager_of_one_pathway_drafts_its_roles_alone(year):
    mine, _ = RoleFactory(), RoleFactory()
    by = HatFactory()
    PathwayManager.objects.create(hat=by, pathway=mine.pathway)
    assert [offering.role for offering in draft_year(year=year, by=by.person)] == [mine]


def test_nobody_applies_for_the_fellowship(year):
    RoleFactory(pathway=PathwayFactory(kind="fellowship"))
    assert draft_year(year=year, by=manager()) == []


def test_a_year_that_is_over_gets_no_drafts():
    with pytest.raises(DomainError) as refused:
        draft_year(year=ProgramYearFactory(first=2024), by=manager())
    assert str(refused.value) == "The program year 2024-25 is over, so nobody applies for it any more."


def test_only_program_managers_draft(year):
    with pytest.raises(NotAllowed, match="Only program managers draft offerings"):
        draft_year(year=year, by=UserFactory())


def test_a_year_that_began_opens_today():
    days = usual_days(ProgramYearFactory(first=2026), date(2026, 12, 1))
    assert days == {
        "opens": date(2026, 12, 1),
        "closes": date(2027, 1, 30),
        "cosign_by": date(2027, 2, 13),
        "answer_by": date(2027, 3, 16),
    }


def test_a_window_on_weekdays_stays_on_them_and_so_does_what_is_due(year):
    before = OfferingFactory(
        opens=date(2026, 2, 2),
        priority_by=date(2026, 2, 27),
        closes=date(2026, 3, 31),
        cosign_by=date(2026, 4, 14),
        answer_by=date(2026, 5, 15),
    )
    DeliverableFactory(offering=before, due=date(2027, 2, 15))
    [made] = draft_year(year=year, by=manager())
    days = [
        made.opens,
        made.priority_by,
        made.closes,
        made.cosign_by,
        made.answer_by,
        made.deliverables.get().due,
    ]
    assert [f"{day:%a %Y-%m-%d}" for day in days] == [
        "Mon 2027-02-01",
        "Fri 2027-02-26",
        "Tue 2027-03-30",
        "Tue 2027-04-13",
        "Fri 2027-05-14",
        "Mon 2028-02-14",
    ]


def test_a_window_that_would_open_too_early_opens_a_week_later(year):
    OfferingFactory(
        opens=date(2025, 7, 1),
        closes=date(2026, 9, 30),
        cosign_by=date(2026, 9, 30),
        answer_by=date(2026, 9, 30),
    )
    [made] = draft_year(year=year, by=manager())
    assert (made.opens, made.closes) == (date(2026, 7, 7), date(2027, 10, 6))


def test_late_in_a_year_people_apply_until_its_last_day():
    year = ProgramYearFactory()
    days = usual_days(year, date(2027, 6, 1))
    assert (days["opens"], days["closes"]) == (date(2027, 6, 1), date(2027, 6, 30))
