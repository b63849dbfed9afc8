"""Cohorts are opened for the next summer, and corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from common.errors import DomainError, LookFirst, NotAllowed
from fellows.models import FellowCohort
from fellows.queries import next_cohort
from fellows.services import change_cohort, open_cohort
from fellows.services.cohorts import CHANGED
from fellows.states import State
from people.services.told import shown
from tests.factories.fellows import FellowCohortFactory, FellowFactory
from tests.factories.people import HatFactory, UserFactory

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Cohort of 2027", "starts": date(2027, 6, 22), "last": date(2028, 8, 21), "places": 8}


@pytest.fixture
def manager():
    return HatFactory().person


def test_the_next_cohort_is_the_last_one_a_year_later():
    FellowCohortFactory(name="Cohort 9", starts=date(2024, 6, 1), ends=date(2025, 8, 1), places=6)
    FellowCohortFactory(name="Cohort of 2026 (x)", starts=date(2026, 6, 22), ends=date(2027, 8, 22), places=7)
    assert next_cohort() == {
        "name": "Cohort of 2027 (x)",
        "starts": date(2027, 6, 22),
        "last": date(2028, 8, 21),
        "places": 7,
    }


def test_without_one_before_there_is_nothing_to_fill_in():
    assert next_cohort() == {}


def test_a_manager_opens_a_cohort_and_the_same_again_is_the_same(manager):
    made = open_cohort(by=manager, **FIELDS)
    assert open_cohort(by=manager, **FIELDS) == made
    assert list(FellowCohort.objects.values_list("name", "starts", "ends", "places")) == [
        ("Cohort of 2027", date(2027, 6, 22), date(2028, 8, 22), 8)
    ]


@pytest.mark.parametrize(
    ("field", "value", "at"), [("places", 9, "name"), ("last", date(2027, 6, 21), "last")]
)
def test_a_name_is_taken_once_and_days_stand_in_their_order(manager, field, value, at):
    open_cohort(by=manager, **FIELDS)
    with pytest.raises(DomainError) as refused:
        open_cohort(by=manager, **FIELDS | {field: value})
    assert (refused.value.at, FellowCohort.objects.count()) == (at, 1)


def test_places_that_are_taken_are_not_taken_away(manager):
    cohort = FellowCohortFactory(places=3)
    FellowFactory.create_batch(2, cohort=cohort, state=State.SELECTED)
    days = {"name": cohort.name, "starts": cohort.starts, "last": date(2024, 7, 31)}
    with pytest.raises(DomainError, match="2 places are taken already"):
        change_cohort(pk=cohort.pk, by=manager, places=1, **days)
    assert change_cohort(pk=cohort.pk, by=manager, places=2, **days).places == 2


def test_another_window_is_looked_at_before_its_words_are_replaced(manager):
    cohort = FellowCohortFactory(name="Cohort of 2027", starts=FIELDS["starts"], ends=date(2028, 8, 22))
    seen = shown(cohort, CHANGED)
    change_cohort(pk=cohort.pk, by=manager, seen=seen, **FIELDS | {"places": 9})
    with pytest.raises(LookFirst) as look:
        change_cohort(pk=cohort.pk, by=manager, seen=seen, **FIELDS | {"places": 10})
    change_cohort(pk=cohort.pk, by=manager, seen=look.value.seen, **FIELDS | {"places": 10})
    assert FellowCohort.objects.get().places == 10


def test_a_name_another_cohort_has_is_refused_when_correcting(manager):
    FellowCohortFactory(name="Cohort of 2026")
    other = open_cohort(by=manager, **FIELDS)
    with pytest.raises(DomainError, match="Another cohort has this name"):
        change_cohort(pk=other.pk, by=manager, **FIELDS | {"name": "Cohort of 2026"})


def test_nobody_but_a_manager_opens_or_corrects_one():
    cohort = FellowCohortFactory()
    for worn in ("registrar", "director", "preparer"):
        other = HatFactory(kind=worn).person
        with pytest.raises(NotAllowed):
            open_cohort(by=other, **FIELDS)
        with pytest.raises(NotAllowed):
            change_cohort(pk=cohort.pk, by=other, **FIELDS)


def test_the_page_comes_filled_in_and_opens_it(manager, signed_in):
    FellowCohortFactory(name="Cohort of 2026", starts=date(2026, 6, 22), ends=date(2027, 8, 22))
    client = signed_in(manager)
    assert 'value="Cohort of 2027"' in client.get("/fellows/cohorts/new/").text
    sent = {"name": "Cohort of 2027", "starts": "2027-06-22", "last": "2028-08-21", "places": "0"}
    refused = client.post("/fellows/cohorts/new/", sent)
    assert (refused.status_code, 'value="2027-06-22"' in refused.text) == (422, True)
    assert client.post("/fellows/cohorts/new/", sent | {"places": "8"}).url == "/fellows/"
    made = FellowCohort.objects.get(name="Cohort of 2027")
    address = f"/fellows/cohorts/{made.pk}/"
    assert 'value="2028-08-21"' in client.get(address).text
    assert client.post(address, sent | {"places": "9"}).url == "/fellows/"
    assert FellowCohort.objects.get(pk=made.pk).places == 9


@pytest.mark.django_db(transaction=True)
def test_two_who_open_it_at_once_open_one():
    managers = [HatFactory().person for _ in range(2)]
    together = Barrier(2)

    def opens(by):
        try:
            together.wait()
            return open_cohort(by=by, **FIELDS).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(opens, managers))
    assert answers == [FellowCohort.objects.get().pk] * 2


def test_the_list_leads_managers_to_a_new_one(manager, signed_in):
    director = HatFactory(kind="director").person
    led = ["/fellows/cohorts/new/" in signed_in(one).get("/fellows/").text for one in (manager, director)]
    assert led == [True, False]
    assert signed_in(UserFactory()).get("/fellows/cohorts/new/").status_code == 403
