"""A school that takes another number of leaders than the usual one: what is counted, offered, asked for and shown."""

from datetime import UTC, date, datetime

import pytest

from applications import services
from applications.models import Application
from applications.queries.panel import by_school
from pathways.models import SchoolPlaces
from pathways.queries import Places, is_changed, offering_content, places_of, team
from pathways.services import move_school, publish
from tests.applications.shared import refused
from tests.factories.applications import ApplicationFactory, DecisionFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


def offered(school, places, usual=3):
    """A published offering of `usual` places, and of `places` at this school."""
    offering = OfferingFactory(places_per_school=usual, published=False)
    SchoolPlaces.objects.create(offering=offering, school=school, places=places)
    publish(pk=offering.pk, by=manager())
    offering.refresh_from_db()
    return offering


def test_a_published_version_says_the_places_of_each_school_that_has_its_own(school):
    offering = offered(school, 1)
    assert offering.published_version.content["places_at"] == {str(school.pk): 1}
    assert places_of(offering) == Places(3, {school.pk: 1})
    assert [places_of(offering).at(pk) for pk in (school.pk, SchoolFactory().pk)] == [1, 3]


def test_an_offering_without_such_a_school_says_nothing_of_them():
    assert "places_at" not in offering_content(OfferingFactory())


def test_another_number_counts_from_the_next_version_on(school):
    offering = offered(school, 1)
    SchoolPlaces.objects.update(places=2)
    assert is_changed(offering)
    assert places_of(offering).at(school.pk) == 1
    publish(pk=offering.pk, by=manager())
    offering.refresh_from_db()
    assert places_of(offering).at(school.pk) == 2


def test_a_draft_has_the_places_it_was_given(school):
    offering = OfferingFactory(places_per_school=4, published=False)
    SchoolPlaces.objects.create(offering=offering, school=school, places=0)
    assert places_of(offering) == Places(4, {school.pk: 0})


def test_nobody_begins_an_application_for_a_school_without_a_place(school):
    offering = offered(school, 0)
    begin = {"person": UserFactory(), "offering_pk": offering.pk}
    assert refused(services.start, **begin, school=school) == (
        f"{school} has no place for {offering.role} in 2026-27. Choose another school, or ask your principal."
    )
    assert services.start(**begin, school=SchoolFactory()).state == "draft"


def test_no_more_offers_are_released_than_the_school_has_places_of_its_own(school):
    offering, staff = offered(school, 1), manager()
    for _ in range(2):
        DecisionFactory(application=ApplicationFactory(offering=offering, school=school, in_review=True))
    assert refused(services.release, offering_pk=offering.pk, by=staff) == (
        f"{school} has 1 of 1 places free, and 2 offers are staged. "
        "Stage fewer offers there; nothing was released."
    )


def test_a_place_that_is_given_back_is_offered_only_while_the_school_has_one(school):
    offering = offered(school, 1)
    held = [ApplicationFactory(offering=offering, school=school, offered=True) for _ in range(2)]
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=held[0].pk, by=held[0].person)
    assert Application.objects.get(pk=waiting.pk).state == "waitlisted"
    services.turn_down(pk=held[1].pk, by=held[1].person)
    assert Application.objects.get(pk=waiting.pk).state == "offered"


def test_the_panel_shows_the_places_of_each_school(school):
    offering = offered(school, 1)
    rows = [
        ApplicationFactory(offering=offering, school=at, in_review=True) for at in (school, SchoolFactory())
    ]
    assert [found.places for found in by_school(offering, rows)] == [1, 3]


def test_a_leader_is_received_while_the_school_has_a_place_of_its_own(school, clock):
    offering = offered(school, 0)
    placement = PlacementFactory(role=offering.role, year=offering.year)
    day = date(2026, 12, 1)
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))
    words = refused(move_school, pk=placement.pk, to=school, starts=day, by=principal_of(school))
    assert words.startswith(f"No place for {offering.role} in 2026-27 is free at {school}: 0 of 0 taken.")


def test_the_page_of_a_school_counts_its_own_places_and_leaves_out_what_is_not_offered_there(school):
    offering, other = offered(school, 1), offered(school, 0)
    day = offering.year.starts
    assert [(one.offering, one.open_places) for one in team(school, offering.year, day).places] == [
        (offering, 1)
    ]
    PlacementFactory(role=other.role, year=other.year, school=school)
    found = {one.offering: one.open_places for one in team(school, offering.year, day).places}
    assert found == {offering: 1, other: 0}


def test_the_page_of_a_school_counts_what_was_published_and_not_what_is_being_written(school):
    offering = offered(SchoolFactory(), 1, usual=2)
    type(offering).objects.update(places_per_school=9)
    assert [one.open_places for one in team(school, offering.year, offering.year.starts).places] == [2]
