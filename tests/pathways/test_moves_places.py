"""A move takes a place of the school that receives, from the day it is recorded."""

from datetime import UTC, datetime

import pytest

from applications.queries.places import taken_at
from common.errors import DomainError
from pathways.models import Offering, Placement
from pathways.services import (
    end_placement,
    move_school,
    publish,
)
from pathways.states import Ending
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import (
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)
from tests.pathways.moving import LATER, TODAY, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def to():
    return SchoolFactory()


@pytest.fixture
def full(to):
    """A leader elsewhere, and the only place of that role and year at `to` is held."""
    offering = OfferingFactory()
    PlacementFactory(role=offering.role, year=offering.year, school=to)
    return PlacementFactory(role=offering.role, year=offering.year)


def test_a_principal_receives_nobody_without_a_free_place(full, to):
    with pytest.raises(DomainError) as refused:
        receive(full, to)
    assert str(refused.value) == (
        f"No place for {full.role} in 2026-27 is free at {to}: 1 of 1 taken. "
        "A program manager can still move a leader there: write to the Partnership."
    )
    assert full.assignments.count() == 1


def test_whoever_moves_to_a_school_later_takes_its_place_from_the_next(to):
    offering = OfferingFactory()
    first, second = PlacementFactory.create_batch(2, role=offering.role, year=offering.year)
    by = principal_of(to)
    receive(first, to, by=by)
    with pytest.raises(DomainError, match="1 of 1 taken"):
        receive(second, to, by=by)


def test_a_place_of_somebody_who_ended_early_is_free(full, to):
    held = Placement.objects.get(school=to)
    end_placement(pk=held.pk, by=manager(), ends=TODAY, reason=Ending.RESIGNED)
    receive(full, to, TODAY)
    full.refresh_from_db()
    assert full.school == to


def test_places_are_those_of_the_version_that_was_published(to):
    offering = OfferingFactory(published=False)
    publish(pk=offering.pk, by=manager())
    Offering.objects.update(places_per_school=2)
    PlacementFactory(role=offering.role, year=offering.year, school=to)
    with pytest.raises(DomainError, match="1 of 1 taken"):
        receive(PlacementFactory(role=offering.role, year=offering.year), to)


def test_a_program_manager_who_moves_one_leader_more_than_places_reads_it(client, full, to):
    client.force_login(manager())
    typed = {"school": to.pk, "first_day": "2027-01-11"}
    page = client.post(f"/placements/{full.pk}/move/", typed, follow=True)
    assert [str(said) for said in page.context["messages"]] == [
        f"{to} now has more leaders than places for {full.role} in 2026-27: 2, and 1 place.",
        "The move is recorded.",
    ]


def test_a_program_manager_who_moves_a_leader_to_a_free_place_reads_no_warning(client, to):
    offering = OfferingFactory()
    placement = PlacementFactory(role=offering.role, year=offering.year)
    client.force_login(manager())
    typed = {"school": to.pk, "first_day": "2027-01-11"}
    page = client.post(f"/placements/{placement.pk}/move/", typed, follow=True)
    assert [said.level_tag for said in page.context["messages"]] == ["success"]


def test_a_place_at_the_school_a_leader_moves_to_is_taken_already(client, to):
    offering = OfferingFactory(places_per_school=2)
    placement = PlacementFactory(role=offering.role, year=offering.year)
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    client.force_login(UserFactory())
    page = client.get(f"/schools/{to.slug}/")
    assert page.context["team"].places[0].open_places == 1
    assert f"{placement.person}, comes later this year" in page.content.decode()


def test_no_offer_takes_the_place_of_a_leader_who_moves_there_later(to):
    offering = OfferingFactory()
    placement = PlacementFactory(role=offering.role, year=offering.year)
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert [taken_at(offering, school) for school in (placement.school_id, to.pk)] == [1, 1]
