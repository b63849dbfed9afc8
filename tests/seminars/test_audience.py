"""Whom a session invites decides pay: the rule in Python and the one in SQL (`fits`) give one answer, whichever way it
is asked."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.clock import local_date
from seminars.models import Session, invites
from seminars.queries import roster
from seminars.queries.audience import invited_placements
from seminars.queries.facts import _unmarked_facts
from tests.factories.pathways import CohortFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.seminars import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 10, 14, 7, tzinfo=UTC)


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


@pytest.fixture
def crowd():
    """Five roles, the first with three cohorts, the second with one; each held in every way, over three spans."""
    roles, year = RoleFactory.create_batch(5), ProgramYearFactory()
    cohorts = [CohortFactory(role=role) for role in (roles[0], roles[0], roles[0], roles[1])]
    spans = [(year.starts, year.ends), (date(2026, 10, 14), year.ends), (year.starts, date(2026, 10, 14))]
    placements = [
        PlacementFactory(year=year, role=role, cohort=cohort, starts=starts, ends=ends)
        for role in roles
        for cohort in (None, *(one for one in cohorts if one.role == role))
        for starts, ends in spans
    ]
    return roles, cohorts, placements, SessionFactory(event=EventFactory(year=year))


@settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sets(st.integers(0, 4)),
    st.sets(st.integers(0, 3)),
    st.sets(st.sampled_from(["fellows", "school_leaders"])),
    st.integers(-90, 90),
)
def test_whoever_the_rule_invites_on_a_day_is_invited_by_every_question(
    crowd, named, narrowing, others, minutes
):
    roles, cohorts, placements, session = crowd
    starts = MIDNIGHT + timedelta(minutes=minutes)
    flags = {name: name in others for name in ("fellows", "school_leaders")}
    Session.objects.filter(pk=session.pk).update(
        starts_at=starts, ends_at=starts + timedelta(minutes=1), **flags
    )
    session.refresh_from_db()
    session.roles.set([roles[one] for one in named])
    session.cohorts.set([cohorts[one] for one in narrowing])
    [rule] = _unmarked_facts(session.event.year_id)
    day = local_date(starts)
    by_rule = {
        one.pk
        for one in placements
        if one.starts <= day < one.ends and rule.invites(one.role_id, one.cohort_id)
    }
    assert {*invited_placements(session).values_list("pk", flat=True)} == by_rule
    asked = {one.pk for one in placements if Session.objects.filter(invites(one.person)).exists()}
    assert asked == by_rule
    on_it = {row.person_id for row in roster(session, size=None).rows}
    assert {one.pk for one in placements if one.person_id in on_it} == by_rule
