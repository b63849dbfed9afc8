"""The offering by which people apply for a cohort: drafted from the cohort, and from what the year before said."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from common.errors import DomainError, NotAllowed
from fellows.models import Fellow, FellowCohort
from fellows.services import begin_fellow, change_cohort, draft_applications, move, open_cohort
from fellows.states import Action
from pathways.models import Offering, Pathway, PathwayManager
from pathways.services import draft_year, publish
from tests.factories.applications import ApplicationFactory
from tests.factories.fellows import FellowCohortFactory, FellowFactory, fellowship_offering
from tests.factories.pathways import PathwayFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def role():
    """The role of the fellowship as the guide names it, in the years this is about."""
    ProgramYearFactory()
    ProgramYearFactory(first=2027)
    pathway = PathwayFactory(kind=Pathway.Kind.FELLOWSHIP)
    return RoleFactory(pathway=pathway, name="Leadership Fellow", slug="leadership-fellow")


@pytest.fixture
def cohort(role):
    return FellowCohortFactory(
        name="Cohort of 2027", starts=date(2027, 6, 21), ends=date(2028, 8, 19), places=8
    )


def refused(verb, **given) -> str:
    with pytest.raises(DomainError) as refusal:
        verb(**given)
    return str(refusal.value)


def test_the_first_offering_of_a_cohort_says_what_the_guide_says_of_the_fellowship(cohort, role):
    offering = draft_applications(pk=cohort.pk, by=manager())
    cohort.refresh_from_db()
    assert (cohort.offering, offering.role, offering.year.label) == (offering, role, "2026-27")
    assert offering.published_version is None
    assert "releases this fellow for the fieldwork" in offering.principal_commitment
    assert "Principal Leadership Institute" in offering.teacher_commitment
    assert offering.prompts["time"].startswith("The program takes evenings")
    assert not offering.deliverables.exists()


def test_drafted_twice_it_is_the_same(cohort):
    assert draft_applications(pk=cohort.pk, by=manager()) == draft_applications(pk=cohort.pk, by=manager())


def test_the_next_one_says_what_the_last_one_said_a_year_later(cohort):
    before = draft_applications(pk=cohort.pk, by=manager())
    Offering.objects.filter(pk=before.pk).update(eligibility="Ours.", opens=date(2026, 11, 2))
    following = FellowCohortFactory(starts=date(2028, 6, 19), ends=date(2029, 8, 19))
    offering = draft_applications(pk=following.pk, by=manager())
    assert (offering.year.label, offering.eligibility, offering.opens) == (
        "2027-28",
        "Ours.",
        date(2027, 11, 1),
    )
    assert offering.fills == following


def test_it_is_published_like_any_other(cohort):
    offering = draft_applications(pk=cohort.pk, by=manager())
    publish(pk=offering.pk, by=manager())
    assert Offering.objects.open_on(date(2026, 9, 14)).get() == offering


def test_the_drafts_of_a_year_leave_the_fellowship_to_its_cohort(cohort, role):
    drafted = draft_year(year=ProgramYearFactory(first=2027), by=manager())
    assert role not in [offering.role for offering in drafted]


def test_two_cohorts_do_not_begin_in_one_program_year(cohort):
    draft_applications(pk=cohort.pk, by=manager())
    other = FellowCohortFactory(starts=date(2026, 7, 6), ends=date(2027, 8, 19))
    assert refused(draft_applications, pk=other.pk, by=manager()) == (
        "People apply for the Cohort of 2027 by the offering of 2026-27 already. One cohort begins in a program year: "
        "correct the first day of one of them."
    )


def test_without_a_program_year_there_is_nothing_to_apply_in(role):
    late = FellowCohortFactory(name="Cohort of 2031", starts=date(2031, 6, 23), ends=date(2032, 8, 19))
    assert refused(draft_applications, pk=late.pk, by=manager()) == (
        "There is no program year on June 23, 2031, when the Cohort of 2031 begins. Open that year first."
    )


def test_without_a_role_of_the_fellowship_nobody_applies(cohort, role):
    role.delete()
    assert refused(draft_applications, pk=cohort.pk, by=manager()) == (
        "The fellowship has no role that people apply for. An administrator adds one."
    )


def test_a_year_that_is_over_takes_no_applications(role):
    ProgramYearFactory(first=2022)
    past = FellowCohortFactory()
    assert refused(draft_applications, pk=past.pk, by=manager()) == (
        "The program year 2022-23 is over, so nobody applies for it any more."
    )


def test_only_program_managers_draft_it(cohort):
    with pytest.raises(NotAllowed):
        draft_applications(pk=cohort.pk, by=UserFactory())


def test_a_manager_of_other_pathways_does_not_draft_it(cohort):
    only = manager()
    PathwayManager.objects.create(hat=only.hats.get(), pathway=PathwayFactory())
    with pytest.raises(NotAllowed, match="Only program managers draft offerings"):
        draft_applications(pk=cohort.pk, by=only)


def test_its_page_has_the_button_and_then_the_places(cohort, client):
    client.force_login(manager())
    page = reverse("fellows:cohort", args=[cohort.pk])
    assert "Draft its offering" in client.get(page).content.decode()
    done = client.post(reverse("fellows:cohort_applications", args=[cohort.pk]), {"sure": "1"}, follow=True)
    assert "Here is the draft of Leadership Fellow 2026-27." in done.content.decode()
    assert "Cohort of 2027</a>, from Jun 21, 2027: 8 places over all schools" in done.content.decode()
    assert client.get(page).context["places_said"] == "0 of 8 places held, 0 offered"


def test_a_refusal_stands_on_the_page_of_the_cohort(role, client):
    client.force_login(manager())
    late = FellowCohortFactory(starts=date(2031, 6, 23), ends=date(2032, 8, 19))
    done = client.post(reverse("fellows:cohort_applications", args=[late.pk]), {"sure": "1"}, follow=True)
    assert "Open that year first." in done.content.decode()


# --- places that are offered ----------------------------------------------------------------------
def test_nobody_is_selected_on_paper_into_a_place_that_is_offered():
    offering = fellowship_offering(places=1)
    ApplicationFactory(offering=offering, offered=True)
    nominated = FellowFactory(cohort=offering.fellow_cohort)
    assert refused(move, pk=nominated.pk, action=Action.SELECT, by=manager()) == (
        "The Cohort of 2027 has 1 place left, and as many are offered to applicants. Wait for their answers, or raise "
        "its places."
    )


def same(cohort, **other):
    stands = {
        "name": cohort.name,
        "starts": cohort.starts,
        "last": date(2028, 8, 18),
        "places": cohort.places,
    }
    return {"pk": cohort.pk, "by": manager(), **stands, **other}


def test_a_cohort_keeps_the_places_that_are_offered():
    offering = fellowship_offering(places=2)
    ApplicationFactory(offering=offering, offered=True)
    FellowFactory(cohort=offering.fellow_cohort, state="selected")
    said = refused(change_cohort, **same(offering.fellow_cohort, places=1))
    assert said == "2 places are taken already. Write at least 2."


def test_a_cohort_begins_in_the_year_people_applied_for():
    cohort = fellowship_offering().fellow_cohort
    assert refused(change_cohort, **same(cohort, starts=date(2027, 7, 5))) == (
        "People apply for it by Leadership Fellow 2026-27: choose a first day within that program year."
    )
    assert change_cohort(**same(cohort, starts=date(2027, 6, 22))).starts == date(2027, 6, 22)


def test_without_applications_a_cohort_begins_when_it_will():
    cohort = open_cohort(
        name="Cohort of 2030", starts=date(2030, 6, 24), last=date(2031, 8, 20), places=8, by=manager()
    )
    assert FellowCohort.objects.get() == cohort


def test_the_same_commitment_answers_the_same_fellow():
    offering, person = fellowship_offering(), UserFactory()
    given = {"person": person, "offering": offering, "commitment_sha256": "a" * 64, "by": person, "now": NOW}
    assert begin_fellow(**given).pk == begin_fellow(**given).pk == Fellow.objects.get().pk


def test_a_role_of_leaders_has_nothing_to_do_with_cohorts():
    assert RoleFactory().pathway.makes_fellows is False
