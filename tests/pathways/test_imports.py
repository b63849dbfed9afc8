from datetime import date

import pytest

from pathways.imports import load_program
from pathways.models import Cohort, Pathway, Role
from pathways.services import draft_offering
from tests.factories.pathways import ProgramYearFactory

pytestmark = pytest.mark.django_db


def test_the_program_has_five_pathways_and_the_fellowship():
    load_program()
    assert list(Pathway.objects.values_list("name", flat=True)) == [
        "Team Lead",
        "Peer Coach",
        "Arts Lead",
        "Restorative & College Culture Lead",
        "Family Engagement Lead",
        "Partnership Leadership Fellows @ UCLA Principal Leadership Institute",
    ]


def test_team_lead_has_five_cohorts_of_which_two_bear_a_mark():
    load_program()
    assert list(Cohort.objects.filter(footnote_mark=True).values_list("name", flat=True)) == [
        "Secondary Science",
        "Special Education",
    ]
    assert Cohort.objects.filter(role__slug="team-lead").count() == 5


def test_senior_peer_coach_asks_for_a_year_as_peer_coach_and_adds_three_duties():
    load_program()
    role = Role.objects.get(slug="senior-peer-coach")
    assert (role.after_role.slug, role.after_years, len(role.adds)) == ("peer-coach", 1, 3)


def test_loading_again_changes_nothing_that_staff_edited():
    load_program()
    Pathway.objects.filter(slug="arts-lead").update(name="Arts Leader")
    assert load_program() == 0
    assert Pathway.objects.get(slug="arts-lead").name == "Arts Leader"


def test_a_drafted_offering_is_not_published_and_owes_the_usual_deliverables():
    load_program()
    offering = draft_offering(
        role=Role.objects.get(slug="arts-lead"),
        year=ProgramYearFactory(),
        opens=date(2026, 2, 1),
        closes=date(2026, 3, 1),
        cosign_by=date(2026, 3, 15),
        answer_by=date(2026, 5, 1),
    )
    assert offering.published_version is None
    assert list(offering.deliverables.values_list("title", "due")) == [
        ("Arts strategic plan", date(2026, 10, 15)),
        ("School arts event", date(2027, 3, 15)),
        ("Progress on the arts goal", date(2027, 5, 15)),
    ]
