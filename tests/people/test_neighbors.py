"""A verb on one person or school leaves the others alone."""

from datetime import UTC, date, datetime

import pytest

from people.models import Invitation
from people.services import (
    appoint_acting_signer,
    delegate,
    invite_delegate,
    take_address,
    take_back_invitation,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
AUGUST = datetime(2026, 8, 20, 18, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 9, 8)
DAYS = {"starts": FIRST, "ends": LAST}


def test_writing_the_address_of_one_account_leaves_the_addresses_of_others():
    person, other = UserFactory(), UserFactory()
    other.emailaddress_set.create(email="second@example.org", verified=True)
    person.emailaddress_set.create(email="old@example.org", verified=True)
    taken = take_address(pk=person.pk, by=administrator())
    assert list(person.emailaddress_set.all()) == [taken]
    assert (taken.email, taken.verified, taken.primary) == (person.email, True, True)
    assert set(other.emailaddress_set.values_list("email", flat=True)) == {other.email, "second@example.org"}


def test_somebody_is_appointed_beside_another_school_and_right_before_and_after_another():
    school, by = SchoolFactory(), manager()
    ActingSignerFactory()
    ActingSignerFactory(school=school, starts=date(2026, 8, 1), ends=FIRST)
    ActingSignerFactory(school=school, starts=LAST, ends=date(2026, 10, 1))
    made = appoint_acting_signer(school=school, person=UserFactory(), by=by, **DAYS)
    assert (made.starts, made.ends, made.appointed_by) == (FIRST, LAST, by)


def test_somebody_acts_beside_another_principals_and_right_before_and_after_another():
    principal = principal_of(SchoolFactory())
    DelegationFactory()
    DelegationFactory(principal=principal, starts=date(2026, 8, 1), ends=FIRST)
    DelegationFactory(principal=principal, starts=LAST, ends=date(2026, 10, 1))
    made = delegate(principal=principal, to=UserFactory(), by=principal, **DAYS)
    assert (made.starts, made.ends) == (FIRST, LAST)


def test_taking_back_one_invitation_leaves_the_others(clock):
    clock(AUGUST)
    one, two = (principal_of(SchoolFactory()) for _ in range(2))
    first = invite_delegate(principal=one, address="first@example.org", by=one, **DAYS)
    second = invite_delegate(principal=one, address="second@example.org", by=one, **DAYS)
    take_back_invitation(pk=first.pk, by=two)
    assert Invitation.objects.count() == 2
    take_back_invitation(pk=first.pk, by=one)
    assert Invitation.objects.get() == second
