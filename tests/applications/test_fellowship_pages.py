"""What the pages of the catalog say of the fellowship, open and closed."""

from datetime import date

import pytest
from django.urls import reverse

from pathways.models import Offering
from tests.factories.fellows import fellowship_offering
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
ASK = (
    "People apply for the fellowship once a year, before a cohort begins. Ask a program manager of the Partnership, or "
    "your principal, about the next cohort."
)


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def offering() -> Offering:
    return fellowship_offering()


def test_its_page_says_the_cohort_and_its_places_and_where_to_apply(offering, signed_in):
    page = signed_in(PostFactory().person).get(f"/pathways/{offering.role.pathway.slug}/").content.decode()
    assert "Jun 21, 2027, with the Cohort of 2027" in page
    assert "Places over all schools" in page
    assert "Places at a school" not in page
    assert reverse("applications:new", args=[offering.pk]) in page


def test_while_it_is_closed_its_page_says_where_to_ask(offering, signed_in):
    Offering.objects.update(opens=date(2026, 1, 1), closes=date(2026, 2, 1))
    browser = signed_in(UserFactory())
    for address in (
        f"/pathways/{offering.role.pathway.slug}/",
        "/pathways/",
        f"/applications/new/{offering.pk}/",
    ):
        assert ASK in browser.get(address).content.decode(), address


def test_a_school_has_no_place_of_its_own_for_the_fellowship(offering, signed_in):
    school = SchoolFactory()
    page = signed_in(manager()).get(reverse("pathways:school", args=[school.slug])).content.decode()
    assert "Leadership Fellow" not in page
