"""Which schools somebody leads on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from people.queries import own_schools
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    principal_of,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(NOW)


def post(position):
    return lambda school, **days: PostFactory(school=school, position=position, **days).person


def directing(school, **days):
    hat = HatFactory(kind="director", **days)
    hat.schools.add(school)
    return hat.person


def named(school, **days):
    return DelegationFactory(principal=principal_of(school), **days).delegate


def acting(school, **days):
    return ActingSignerFactory(school=school, **days).person


@pytest.mark.parametrize(
    ("starts", "ends", "leads"),
    [(TODAY - DAY, TODAY, False), (TODAY, TODAY + DAY, True), (TODAY + DAY, TODAY + 2 * DAY, False)],
    ids=["until yesterday", "today", "from tomorrow"],
)
@pytest.mark.parametrize(
    "way",
    [post("principal"), post("assistant_principal"), directing, named, acting],
    ids=["principal", "assistant", "director", "named", "acting"],
)
def test_a_school_is_led_on_the_days_that_were_given_and_on_no_other(way, starts, ends, leads):
    school = SchoolFactory()
    assert list(own_schools(way(school, starts=starts, ends=ends))) == ([school] if leads else [])


def test_whom_a_principal_named_who_is_none_any_more_leads_no_school():
    school, deputy = SchoolFactory(), UserFactory()
    gone = PostFactory(principal=True, school=school, ends=TODAY).person
    DelegationFactory(principal=gone, delegate=deputy)
    assert list(own_schools(deputy)) == []


def test_a_hat_of_another_kind_leads_no_school():
    hat = HatFactory(kind="coach")
    hat.schools.add(SchoolFactory())
    assert list(own_schools(hat.person)) == []
