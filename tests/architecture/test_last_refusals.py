"""Refusals of taking leaders over, of merging and of exports that no page leads to by itself: each says what to do."""

from dataclasses import fields, replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from applications.forms.in_office import LeadersForm
from applications.policies import why_not as why_not_application
from applications.services import take_over, take_over_lines
from applications.services.leader_lines import MOST_LINES, LeaderLine
from applications.states import Action
from common.errors import DomainError
from dashboard.services.exporting import ask_for_export, fetch_export
from dashboard.services.merging import merge
from pathways.services.taking_over import Leader
from people.services import say_apart
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import CohortFactory, OfferingFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, registrar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock, settings, tmp_path):
    from datetime import UTC, datetime

    settings.MEDIA_ROOT = tmp_path
    clock(datetime(2026, 10, 12, 18, tzinfo=UTC))


@pytest.fixture
def leader():
    offering = OfferingFactory()
    return Leader(UserFactory(), offering.role, SchoolFactory(), date(2026, 8, 13), "She leads since August.")


def test_one_account_is_not_told_apart_from_itself():
    person = UserFactory()
    with pytest.raises(DomainError, match="This is one account"):
        say_apart(pk=person.pk, other=person.pk, by=registrar(), now=timezone.now())


def test_an_account_that_is_gone_is_merged_with_none():
    person = UserFactory()
    with pytest.raises(DomainError, match="This account is not here"):
        merge(pk=person.pk, gone=person.pk + 1_000_000, by=registrar(), reason="Twice here.")


def test_a_file_that_is_still_made_is_not_fetched():
    person = UserFactory()
    row = ask_for_export(pk=person.pk, by=person)
    with pytest.raises(DomainError, match="It is being made"):
        fetch_export(pk=row.pk, by=person)


def test_a_leader_is_not_taken_over_into_a_cohort_of_other_grades(leader):
    leader.school.lowest_grade, leader.school.highest_grade = 0, 5
    leader.school.level = "elementary"
    leader.school.save()
    cohort = CohortFactory(role=leader.role, lowest_grade=9, highest_grade=12)
    with pytest.raises(DomainError, match="Choose another cohort"):
        take_over(leader=replace(leader, cohort=cohort), by=manager())


def test_an_application_that_is_under_way_is_decided_first(leader):
    ApplicationFactory(
        submitted=True, person=leader.person, school=leader.school, offering=leader.role.offerings.get()
    )
    with pytest.raises(DomainError, match="Decide about that application"):
        take_over(leader=leader, by=manager())


def test_more_lines_than_one_file_may_have_are_taken_over_in_parts():
    line = LeaderLine(**{one.name: 1 if one.name == "number" else "" for one in fields(LeaderLine)})
    with pytest.raises(DomainError, match="Take them over in parts"):
        take_over_lines(lines=[line] * (MOST_LINES + 1), by=manager())


def test_a_file_of_leaders_that_is_too_large_is_refused():
    with pytest.raises(DomainError, match="larger than 5 MB"):
        LeadersForm()._text({"file": SimpleNamespace(size=5_000_001_000)})


def test_who_signs_for_a_role_they_hold_does_not_apply_for_it_again(leader):
    take_over(leader=leader, by=manager())
    application = leader.person.applications.get()
    application.state = "withdrawn"
    assert why_not_application(leader.person, Action.APPLY_AGAIN, application) is not None
