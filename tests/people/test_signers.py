"""Who signs and speaks for a school on a day: the questions of the database answer as the rule in plain Python does."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from common.errors import DomainError
from people.models import Hat, Post
from people.policies import hats, signs_for
from people.queries import acts_for, schools_of, signer_for, spoken_for, voices
from people.services.hats import wear_hat
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 10)
BEFORE, AFTER = DAY - timedelta(days=7), DAY + timedelta(days=7)
PERIODS = [
    (BEFORE, DAY),
    (BEFORE, DAY + timedelta(days=1)),
    (DAY, AFTER),
    (DAY + timedelta(days=1), AFTER),
    (BEFORE, AFTER),
]
SCHOOLS, PEOPLE = range(2), range(3)
holders = st.none() | st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PERIODS))
worlds = st.fixed_dictionaries(
    {
        "principals": st.tuples(*(holders for _ in SCHOOLS)),
        "acting": st.tuples(*(holders for _ in SCHOOLS)),
        "named": st.tuples(*(holders for _ in PEOPLE)),
        "teachers": st.tuples(*(holders for _ in SCHOOLS)),
        "closed": st.none() | st.sampled_from(PEOPLE),
    }
)


def stands(holder):
    return holder is not None and holder[1][0] <= DAY < holder[1][1]


def build(world):
    """The same world in rows; answers schools and people in order."""
    schools, people = SchoolFactory.create_batch(2), UserFactory.create_batch(3)

    def rows(holders, make):
        for index, holder in enumerate(holders):
            if holder is not None:
                make(index, people[holder[0]], {"starts": holder[1][0], "ends": holder[1][1]})

    def post(position):
        return lambda at, who, days: PostFactory(school=schools[at], person=who, position=position, **days)

    rows(world["principals"], post(Post.Position.PRINCIPAL))
    rows(world["teachers"], post(Post.Position.TEACHER))
    rows(world["acting"], lambda at, who, days: ActingSignerFactory(school=schools[at], person=who, **days))
    rows(
        [holder if holder and holder[0] != index else None for index, holder in enumerate(world["named"])],
        lambda index, who, days: DelegationFactory(principal=people[index], delegate=who, **days),
    )
    if world["closed"] is not None:
        closed = people[world["closed"]]
        closed.is_active = False
        closed.save(update_fields=["is_active"])
    return schools, people


def leads(world, school):
    """Number of the principal of the day, where their account is open."""
    holder = world["principals"][school]
    return holder[0] if stands(holder) and holder[0] != world["closed"] else None


def signer(world, school):
    """Number of who signs: the principal of the day, else the acting signer of the day, else nobody."""
    acting = world["acting"][school]
    led = leads(world, school)
    return led if led is not None else acting[0] if stands(acting) else None


def names(world, person):
    """Those who named this person to act for them that day."""
    return {
        index
        for index, holder in enumerate(world["named"])
        if stands(holder) and holder[0] == person != index
    }


@given(worlds)
@settings(max_examples=60)
def test_signers_and_voices_are_those_of_the_rule(world):
    with transaction.atomic():
        schools, people = build(world)
        for number, school in enumerate(schools):
            found = signer_for(school, DAY)
            assert (None if found is None else people.index(found)) == signer(world, number)
        for number, person in enumerate(people):
            own = [at for at in SCHOOLS if signer(world, at) == number]
            spoken = [at for at in SCHOOLS if signer(world, at) in {number, *names(world, number)}]
            principal = {schools[at].pk: leads(world, at) == number for at in spoken}
            assert {one.pk for one in signs_for(person, DAY)} == {schools[at].pk for at in own}
            assert voices(person, DAY) == principal
            assert set(spoken_for(person, DAY)) == set(principal)
            assert acts_for(person, DAY) == {people[at].pk for at in names(world, number)}
            posts = [world["principals"], world["teachers"]]
            assert {one.pk for one in schools_of(person, DAY)} == {
                schools[at].pk
                for held in posts
                for at in SCHOOLS
                if stands(held[at]) and held[at][0] == number
            }
        transaction.set_rollback(True)


@given(st.sampled_from(PERIODS), st.sampled_from([*PERIODS, (BEFORE, None), (DAY, None), (AFTER, None)]))
def test_a_hat_is_given_once_for_each_day(worn, wanted):
    far = date(2099, 1, 1)
    with transaction.atomic():
        hat = HatFactory(kind=Hat.Kind.COACH, starts=worn[0], ends=worn[1])
        meet = worn[0] < (wanted[1] or far) and wanted[0] < worn[1]
        again = {"person": hat.person, "kind": Hat.Kind.COACH, "starts": wanted[0], "ends": wanted[1]}
        if meet:
            with pytest.raises(DomainError, match="in that time already"):
                wear_hat(**again, by=administrator())
        else:
            wear_hat(**again, by=administrator())
        # Another hat, and the same hat of somebody else, are never in the way.
        wear_hat(**{**again, "kind": Hat.Kind.PREPARER}, by=administrator())
        wear_hat(**{**again, "person": UserFactory()}, by=administrator())
        transaction.set_rollback(True)


def test_a_hat_without_an_end_leaves_no_later_day_free():
    hat = HatFactory(kind=Hat.Kind.COACH, starts=DAY)
    with pytest.raises(DomainError, match="in that time already"):
        wear_hat(person=hat.person, kind=Hat.Kind.COACH, starts=AFTER, by=administrator())


@pytest.mark.parametrize("kind", Hat.Kind)
def test_every_hat_makes_staff_and_none_makes_none(kind):
    assert hats(HatFactory(kind=kind).person).staff is True
    assert hats(UserFactory()).staff is False
    assert hats(administrator()).staff is True
