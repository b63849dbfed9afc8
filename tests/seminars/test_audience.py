"""Whom a session invites decides pay: the rule in Python and the questions in SQL give one answer."""

from itertools import chain, combinations

import pytest

from seminars.models import Session, invites
from seminars.queries import roster
from seminars.queries.audience import invited_placements
from seminars.queries.facts import _unmarked_facts
from tests.factories.pathways import CohortFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.seminars import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db


def subsets(things):
    return chain.from_iterable(combinations(things, size) for size in range(len(things) + 1))


def test_every_audience_invites_the_same_placements_however_it_is_asked():
    year, roles = ProgramYearFactory(), RoleFactory.create_batch(3)
    cohorts = [CohortFactory(role=role) for role in (roles[0], roles[0], roles[1])]
    placements = [
        PlacementFactory(year=year, role=role, cohort=cohort)
        for role in roles
        for cohort in (None, *(one for one in cohorts if one.role == role))
    ]
    event = EventFactory(year=year)
    for chosen in subsets(roles):
        for narrowing in subsets(cohorts):
            SessionFactory(event=event, roles=chosen, cohorts=narrowing)
    rules = {fact.session_id: fact for fact in _unmarked_facts(year.pk)}
    asked_of_people = {
        one.pk: {*Session.objects.filter(invites(one.person)).values_list("pk", flat=True)}
        for one in placements
    }
    assert len(rules) == 64
    for session in Session.objects.all():
        by_rule = {one.pk for one in placements if rules[session.pk].invites(one.role_id, one.cohort_id)}
        assert {*invited_placements(session).values_list("pk", flat=True)} == by_rule
        assert {one.pk for one in placements if session.pk in asked_of_people[one.pk]} == by_rule
        on_it = {row.person_id for row in roster(session).rows if row.invited}
        assert {one.pk for one in placements if one.person_id in on_it} == by_rule
