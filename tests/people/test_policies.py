"""Who wears which hat and signs for which school: the days count, and what one may not."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from common.errors import NotAllowed
from people.models import Delegation, Hat, Post
from people.policies import hats, may_delegate, signs_for
from people.queries import signer_for
from people.services import delegate
from tests.factories.people import (
    ActingSignerFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
    teacher_at,
)

pytestmark = pytest.mark.django_db
DAY, BEFORE, AFTER = date(2026, 11, 10), date(2026, 11, 9), date(2026, 11, 11)


@pytest.mark.parametrize("who", ["stranger", "teacher", "other principal", "director"])
def test_nobody_but_the_principal_or_a_manager_names_who_acts_for_a_principal(who):
    school = SchoolFactory()
    principal = principal_of(school)
    people = {
        "stranger": UserFactory,
        "teacher": lambda: teacher_at(school),
        "other principal": lambda: principal_of(SchoolFactory()),
        "director": lambda: HatFactory(kind=Hat.Kind.DIRECTOR).person,
    }
    by = people[who]()
    assert not may_delegate(by, principal)
    with pytest.raises(NotAllowed, match="Only who signs for a school"):
        delegate(principal=principal, to=UserFactory(), starts=DAY, ends=AFTER, by=by)
    assert not Delegation.objects.exists()


def test_a_manager_names_somebody_for_a_principal_and_for_nobody_else():
    principal, by = principal_of(SchoolFactory()), manager()
    assert (may_delegate(by, principal), may_delegate(by, UserFactory())) == (True, False)


@pytest.mark.parametrize(("day", "signs"), [(BEFORE, False), (DAY, True), (AFTER, False)])
def test_an_acting_signer_signs_on_the_days_given_and_on_no_other(day, signs):
    given = ActingSignerFactory(starts=DAY, ends=AFTER)
    assert signs_for(given.person, day) == ([given.school] if signs else [])
    assert signer_for(given.school, day) == (given.person if signs else None)


@pytest.mark.parametrize(("day", "signs"), [(BEFORE, False), (DAY, True)])
def test_an_acting_signer_signs_where_the_post_of_the_principal_has_ended(day, signs):
    school = SchoolFactory()
    PostFactory(principal=True, school=school, ends=DAY)
    given = ActingSignerFactory(school=school)
    assert signs_for(given.person, day) == ([school] if signs else [])


def test_only_the_post_of_a_principal_makes_one():
    school = SchoolFactory()
    deputy = PostFactory(school=school, position=Post.Position.ASSISTANT_PRINCIPAL).person
    assert signs_for(deputy, DAY) == []


@pytest.mark.parametrize("person", [manager, administrator])
def test_who_is_not_active_wears_no_hat(person):
    closed = person(is_active=False)
    worn = hats(closed)
    assert (worn.kinds, worn.superuser, worn.staff, worn.manager, worn.finance) == (frozenset(), *[False] * 4)


def test_a_visitor_wears_no_hat():
    assert not hats(AnonymousUser()).staff


@pytest.mark.parametrize(("day", "worn"), [(BEFORE, False), (DAY, True), (AFTER, False)])
def test_a_hat_is_worn_on_its_days(day, worn):
    hat = HatFactory(starts=DAY, ends=AFTER)
    assert hats(hat.person, day).manager is worn
