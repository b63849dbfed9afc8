"""Through whom a stipend is paid: by the post at the school of the placement, as it stood in the year."""

from datetime import date

import pytest

from stipends.queries.evidence import evidence, year_context
from tests.factories.pathways import PlacementFactory
from tests.factories.people import PostFactory

pytestmark = pytest.mark.django_db
# The year runs from July 1, 2026 to June 30, 2027.
BEGINS, OVER = date(2026, 7, 1), date(2027, 7, 1)


def channel(placement):
    context = year_context(placement.year_id, date(2027, 6, 20), "final")
    (one,) = evidence(context, [placement.pk])
    return one.channel


@pytest.fixture
def placement():
    return PlacementFactory()


def post(placement, channel, **fields):
    fields.setdefault("school", placement.school)
    return PostFactory(person=placement.person, channel=channel, **fields)


def test_without_a_post_the_district_pays(placement):
    assert channel(placement) == "district"


@pytest.mark.parametrize("through", ["district", "own", "vendor"])
def test_the_post_at_the_school_says_who_pays(placement, through):
    post(placement, through)
    assert channel(placement) == through


def test_the_post_at_the_school_goes_before_a_later_one_elsewhere(placement):
    post(placement, "own")
    post(placement, "vendor", school=PostFactory().school, starts=date(2026, 9, 1))
    assert channel(placement) == "own"


def test_without_a_post_at_the_school_the_latest_elsewhere_says_who_pays(placement):
    post(placement, "own", school=PostFactory().school)
    post(placement, "vendor", school=PostFactory().school, starts=date(2026, 9, 1))
    assert channel(placement) == "vendor"


def test_of_two_posts_at_the_school_the_later_one_says_who_pays(placement):
    post(placement, "own", ends=date(2026, 12, 1))
    post(placement, "vendor", starts=date(2026, 12, 1))
    assert channel(placement) == "vendor"


def test_the_post_of_another_person_pays_nobody_else(placement):
    PostFactory(school=placement.school, channel="vendor")
    assert channel(placement) == "district"


@pytest.mark.parametrize(
    ("ends", "through"), [(BEGINS, "district"), (date(2026, 7, 2), "vendor"), (None, "vendor")]
)
def test_a_post_that_ended_before_the_year_says_nothing(placement, ends, through):
    post(placement, "vendor", ends=ends)
    assert channel(placement) == through


@pytest.mark.parametrize(("starts", "through"), [(OVER, "district"), (date(2027, 6, 30), "vendor")])
def test_a_post_that_begins_after_the_year_says_nothing(placement, starts, through):
    post(placement, "vendor", starts=starts)
    assert channel(placement) == through
