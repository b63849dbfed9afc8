"""Which pathways a manager manages: the hats of today, and no others."""

from datetime import date, timedelta

import pytest

from pathways.models import PathwayManager, managed
from pathways.policies import manages, why_not
from pathways.states import PlacementAction
from people.models import User
from people.queries import today
from tests.factories.pathways import DeliverableRecordFactory, PathwayFactory
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 7, 1)


def afresh(person):
    """As the next request sees them."""
    return User.objects.get(pk=person.pk)


def test_a_hat_that_ended_neither_narrows_nor_widens_the_one_worn_today():
    person, (before, now, other) = UserFactory(), [PathwayFactory() for _ in range(3)]
    ended = HatFactory(person=person, starts=LONG_AGO, ends=today())
    worn = HatFactory(person=person, starts=today(), ends=today() + timedelta(days=1))
    PathwayManager.objects.create(hat=ended, pathway=before)
    assert managed(afresh(person)) is None
    PathwayManager.objects.create(hat=worn, pathway=now)
    assert managed(afresh(person)) == frozenset({now.pk})
    assert [manages(afresh(person), pathway.pk) for pathway in (before, now, other)] == [False, True, False]


def test_whose_only_hat_ended_manages_nothing():
    ended = HatFactory(starts=LONG_AGO, ends=today())
    assert managed(afresh(ended.person)) == frozenset()


def test_what_another_manager_is_narrowed_to_narrows_nobody_else():
    person = HatFactory().person
    PathwayManager.objects.create(hat=HatFactory(), pathway=PathwayFactory())
    assert managed(afresh(person)) is None


def test_only_a_program_managers_hat_narrows():
    person = HatFactory().person
    PathwayManager.objects.create(hat=HatFactory(person=person, kind="coach"), pathway=PathwayFactory())
    assert managed(afresh(person)) is None


def test_what_is_no_action_of_a_row_is_asked_of_nobody():
    with pytest.raises(ValueError, match="is not a valid DeliverableAction"):
        why_not(HatFactory().person, PlacementAction.END, DeliverableRecordFactory())
