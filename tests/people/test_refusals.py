"""What the verbs on people refuse, each in its words."""

import re
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError

from common.errors import DomainError, NotAllowed
from people.models import ActingSigner, Delegation, Hat, Invitation
from people.policies import today
from people.services.addresses import take_address
from people.services.hats import wear_hat
from people.services.invitations import invite_delegate
from people.services.posts import add_post, correct_post
from people.services.signers import appoint_acting_signer, delegate
from tests.factories.people import (
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 20, 18, tzinfo=UTC)
FIRST = date(2026, 9, 1)


def test_only_a_registrar_writes_the_address_of_an_account():
    person = UserFactory()
    before = list(person.emailaddress_set.values_list("email", flat=True))
    with pytest.raises(NotAllowed, match=r"^Only a registrar writes the address of an account[.]$"):
        take_address(pk=person.pk, by=manager())
    assert list(person.emailaddress_set.values_list("email", flat=True)) == before


def test_a_hat_is_not_taken_off_before_it_was_put_on():
    with pytest.raises(DomainError, match=r"^The last day cannot be before the first[.]$"):
        wear_hat(person=UserFactory(), kind=Hat.Kind.COACH, starts=FIRST, ends=FIRST, by=administrator())
    assert not Hat.objects.filter(kind=Hat.Kind.COACH).exists()


def test_an_acting_signer_has_at_least_one_day():
    with pytest.raises(DomainError, match=r"^The last day cannot be before the first[.]$"):
        appoint_acting_signer(
            school=SchoolFactory(), person=UserFactory(), starts=FIRST, ends=FIRST, by=manager()
        )
    assert not ActingSigner.objects.exists()


@pytest.mark.parametrize("who", [manager, administrator, lambda: HatFactory(kind=Hat.Kind.REGISTRAR).person])
def test_nobody_appoints_themselves_to_sign_for_a_school(who):
    by, school = who(), SchoolFactory()
    words = (
        "Nobody appoints themselves to sign for a school. Ask another registrar or program manager to do it."
    )
    with pytest.raises(DomainError, match=f"^{re.escape(words)}$"):
        appoint_acting_signer(
            school=school, person=by, starts=today(), ends=today() + timedelta(days=2), by=by
        )
    assert not ActingSigner.objects.exists()


def test_a_registrar_does_not_make_themselves_principal_nor_lengthen_that():
    by, school = HatFactory(kind=Hat.Kind.REGISTRAR).person, SchoolFactory()
    words = "^Nobody enters or corrects their own position as principal: who holds it signs for the school[.]"
    with pytest.raises(DomainError, match=words):
        add_post(pk=by.pk, by=by, school=school, position="principal", starts=today())
    assert not by.posts.exists()
    post = PostFactory(person=by, school=school, position="principal", ends=today() + timedelta(days=9))
    days = {"starts": post.starts, "ends": None, "fte": post.fte, "channel": post.channel}
    with pytest.raises(DomainError, match=words):
        correct_post(pk=post.pk, by=by, **days)
    add_post(pk=by.pk, by=by, school=school, position="teacher", starts=today())


def test_staff_do_not_name_themselves_to_act_for_a_principal():
    principal, by = principal_of(SchoolFactory()), manager()
    words = "^Nobody names themselves to act for a principal. The principal names you, or other staff do[.]$"
    with pytest.raises(DomainError, match=words):
        delegate(principal=principal, to=by, starts=today(), ends=today() + timedelta(days=2), by=by)
    assert not Delegation.objects.exists()


def test_the_database_keeps_that_nobody_appoints_themselves():
    by = manager()
    days = {"starts": FIRST, "ends": FIRST + timedelta(days=2)}
    with pytest.raises(DatabaseError, match="Nobody appoints themselves"):
        ActingSigner.objects.create(school=SchoolFactory(), person=by, appointed_by=by, **days)


def test_a_delegation_has_at_least_one_day():
    principal = principal_of(SchoolFactory())
    with pytest.raises(DomainError, match=r"^The last day cannot be before the first[.]$"):
        delegate(principal=principal, to=UserFactory(), starts=FIRST, ends=FIRST, by=principal)
    assert not Delegation.objects.exists()


@pytest.fixture
def invite(clock):
    """Asks somebody to act from the first day on; as the principal, unless told otherwise."""
    clock(AUGUST)

    def ask(principal, **changes):
        days = {"starts": FIRST, "ends": FIRST + timedelta(days=5)}
        invite_delegate(
            **{"principal": principal, "address": "asked@example.org", "by": principal, **days, **changes}
        )

    return ask


def test_only_the_principal_asks_somebody_to_act_for_them(invite):
    with pytest.raises(NotAllowed, match=r"^Only who signs for a school names someone to act for them[.]$"):
        invite(principal_of(SchoolFactory()), by=UserFactory())
    assert not Invitation.objects.exists()


def test_nobody_is_asked_to_act_for_no_day(invite):
    with pytest.raises(DomainError, match=r"^The last day cannot be before the first[.]$"):
        invite(principal_of(SchoolFactory()), ends=FIRST)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("begins", "asked"), [(4, False), (5, True)])
def test_a_second_person_is_asked_for_the_days_after_the_first_alone(invite, begins, asked):
    principal = principal_of(SchoolFactory())
    DelegationFactory(principal=principal, starts=FIRST, ends=FIRST + timedelta(days=5))
    expected = (
        nullcontext() if asked else pytest.raises(DomainError, match=r"^Someone acts for you in that time")
    )
    with expected:
        invite(principal, starts=FIRST + timedelta(days=begins), ends=FIRST + timedelta(days=9))
    assert Invitation.objects.exists() == asked


def test_one_person_at_a_time_acts_for_a_principal():
    principal = principal_of(SchoolFactory())
    DelegationFactory(principal=principal, starts=today(), ends=today() + timedelta(days=5))
    words = f"Somebody acts for {principal} in that time already. That has to end first."
    with pytest.raises(DomainError, match=f"^{re.escape(words)}$"):
        delegate(
            principal=principal,
            to=UserFactory(),
            starts=today() + timedelta(days=4),
            ends=today() + timedelta(days=9),
            by=principal,
        )
    assert Delegation.objects.count() == 1


def test_the_day_after_one_delegation_another_may_begin():
    principal = principal_of(SchoolFactory())
    first = DelegationFactory(principal=principal, starts=today(), ends=today() + timedelta(days=5))
    delegate(
        principal=principal,
        to=UserFactory(),
        starts=first.ends,
        ends=first.ends + timedelta(days=1),
        by=principal,
    )
    assert Delegation.objects.filter(principal=principal).count() == 2
