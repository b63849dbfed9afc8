"""What the verbs on people refuse, each in its words."""

from datetime import date, timedelta

import pytest

from common.errors import DomainError, NotAllowed
from people.models import ActingSigner, Delegation, Hat
from people.policies import today
from people.services.addresses import take_address
from people.services.hats import wear_hat
from people.services.signers import appoint_acting_signer, delegate
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
FIRST = date(2026, 9, 1)


def test_only_an_administrator_writes_the_address_of_an_account():
    person = UserFactory()
    before = list(person.emailaddress_set.values_list("email", flat=True))
    with pytest.raises(NotAllowed, match=r"^Only an administrator writes the address of an account[.]$"):
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


def test_a_delegation_has_at_least_one_day():
    principal = principal_of(SchoolFactory())
    with pytest.raises(DomainError, match=r"^The last day cannot be before the first[.]$"):
        delegate(principal=principal, to=UserFactory(), starts=FIRST, ends=FIRST, by=principal)
    assert not Delegation.objects.exists()


def test_one_person_at_a_time_acts_for_a_principal():
    principal = principal_of(SchoolFactory())
    DelegationFactory(principal=principal, starts=today(), ends=today() + timedelta(days=5))
    with pytest.raises(
        DomainError, match=r"^Someone acts for you in that time already[.] End that first[.]$"
    ):
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
