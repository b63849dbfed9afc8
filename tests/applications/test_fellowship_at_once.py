"""Two at once want the last place of a cohort, in real transactions: one gets it, the other is told."""

import pytest

from applications import services
from applications.models import Application
from common.errors import DomainError
from fellows.models import Fellow, FellowEvent
from fellows.services import move
from fellows.states import Action
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.fellows import FellowFactory, fellowship_offering
from tests.factories.people import manager
from tests.waiting import second_after

pytestmark = pytest.mark.django_db(transaction=True)


def accepting(row):
    return lambda: services.accept(pk=row.pk, by=row.person, now=NOW)


def test_two_presses_of_accept_make_one_fellow(at_once):
    row = ApplicationFactory(offering=fellowship_offering(), offered=True)
    first, second = at_once(accepting(row), accepting(row))
    assert first.pk == second.pk == Fellow.objects.get().pk
    assert FellowEvent.objects.count() == 1


def test_two_acceptances_do_not_overfill_a_cohort():
    offering = fellowship_offering(places=1)
    one, other = (ApplicationFactory(offering=offering, offered=True) for _ in range(2))
    answer = second_after(accepting(one), accepting(other))
    assert isinstance(answer, DomainError)
    assert str(answer) == "The only place of the Cohort of 2027 is taken."
    assert Fellow.objects.get().person == one.person
    other.refresh_from_db()
    assert other.state == "offered"


def test_an_acceptance_and_a_selection_on_paper_do_not_overfill_a_cohort():
    offering = fellowship_offering(places=1)
    row, staff = ApplicationFactory(offering=offering, offered=True), manager()
    nominated = FellowFactory(cohort=offering.fellow_cohort)
    answer = second_after(
        accepting(row), lambda: move(pk=nominated.pk, action=Action.SELECT, by=staff, now=NOW)
    )
    assert str(answer) == "The only place of the Cohort of 2027 is taken."
    assert list(Fellow.objects.filter(state="selected").values_list("person", flat=True)) == [row.person_id]


def test_who_accepts_while_staff_select_the_same_person_is_one_fellow():
    offering = fellowship_offering(places=2)
    row, staff = ApplicationFactory(offering=offering, offered=True), manager()
    nominated = FellowFactory(cohort=offering.fellow_cohort, person=row.person)
    answer = second_after(
        lambda: move(pk=nominated.pk, action=Action.SELECT, by=staff, now=NOW), accepting(row)
    )
    assert answer.pk == nominated.pk
    assert Fellow.objects.get().state == "selected"


def test_a_fellow_who_withdraws_and_an_offer_that_lapses_move_two_up():
    offering = fellowship_offering(places=2)
    leaving = FellowFactory(cohort=offering.fellow_cohort, state="selected")
    offered, staff = ApplicationFactory(offering=offering, offered=True), manager()
    waiting = [ApplicationFactory(offering=offering, waitlisted=True, decided=rank) for rank in (1, 2)]
    second_after(
        lambda: services.turn_down(pk=offered.pk, by=offered.person, now=NOW),
        lambda: move(pk=leaving.pk, action=Action.WITHDRAW, by=staff, note="Moved.", now=NOW),
    )
    found = Application.objects.filter(pk__in=[row.pk for row in waiting])
    assert set(found.values_list("state", flat=True)) == {"offered"}
