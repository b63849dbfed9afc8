"""Whose account an address leads to, and who else bears a name: nobody else's rows count."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import DomainError
from people.models import Invitation
from people.queries import (
    account_at,
    addresses_of,
    invitations_to,
    is_added,
    unconfirmed_account_at,
)
from people.services import end_acting_signer, end_delegation, lose_hat
from tests.factories.people import (
    PASSWORD,
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    UserFactory,
    administrator,
    manager,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def test_a_mail_is_about_the_account_that_confirmed_the_address_before_the_one_that_signed_up_with_it():
    signed_up = UserFactory(email=ANA, confirmed=False)
    assert account_at(ANA) == signed_up
    owner = UserFactory()
    owner.emailaddress_set.create(email=ANA, verified=True)
    assert account_at(ANA) == owner


def test_a_mail_is_about_no_account_that_was_closed():
    UserFactory(email=ANA, is_active=False)
    UserFactory(email=ANA.replace("ana", "bea"), is_active=False, confirmed=False)
    assert [account_at(address) for address in (ANA, ANA.replace("ana", "bea"))] == [None, None]


@pytest.mark.parametrize(
    ("account", "password", "found"),
    [
        ({"confirmed": False}, None, True),
        ({}, None, False),
        ({"confirmed": False, "is_active": False}, None, False),
        ({"confirmed": False}, PASSWORD, False),
    ],
    ids=["waits", "confirmed", "closed", "may sign in"],
)
def test_an_account_waits_for_its_confirmation_while_nobody_may_sign_in_to_it(account, password, found):
    person = UserFactory(email=ANA, **account)
    person.set_password(password)
    person.save()
    UserFactory(confirmed=False)
    UserFactory()
    assert unconfirmed_account_at(ANA) == (person if found else None)


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_was_added_when_its_own_account_has_another_that_is_confirmed(verified):
    UserFactory()
    person = UserFactory(confirmed=False)
    person.emailaddress_set.create(email="first@example.org", verified=verified)
    added = person.emailaddress_set.create(email=ANA, verified=True)
    assert is_added(added) is verified


def test_the_addresses_of_an_account_are_all_of_its_own():
    person = UserFactory(email=ANA)
    UserFactory()
    person.emailaddress_set.create(email="second@example.org", verified=False)
    assert addresses_of(person) == {ANA, "second@example.org"}


def asked(address, **days):
    given = {"starts": TODAY - DAY, "ends": TODAY + DAY, "asked_at": "2026-11-01T20:00Z"}
    return Invitation.objects.create(principal=UserFactory(), address=address, **given | days)


def test_an_invitation_is_read_at_a_confirmed_address_until_its_last_day_is_over():
    person = UserFactory(email=ANA)
    person.emailaddress_set.create(email="second@example.org", verified=False)
    open_one = asked(ANA)
    asked(ANA, ends=TODAY)
    asked("second@example.org")
    asked(UserFactory().email)
    assert invitations_to(person, TODAY) == [open_one]


@pytest.mark.parametrize(
    ("made", "end", "by"),
    [
        (ActingSignerFactory, end_acting_signer, manager),
        (DelegationFactory, end_delegation, manager),
        (lambda **days: HatFactory(kind="coach", **days), lose_hat, administrator),
    ],
    ids=["acting signer", "delegation", "hat"],
)
def test_ending_answers_whether_it_had_not_begun_and_was_cancelled(made, end, by):
    begun, ahead, staff = (
        made(starts=TODAY - DAY, ends=TODAY + DAY),
        made(starts=TODAY, ends=TODAY + DAY),
        by(),
    )
    answers = [end(pk=row.pk, by=staff, day=TODAY) for row in (begun, begun, ahead)]
    assert answers == [False, False, True]
    with pytest.raises(DomainError, match=r"This was ended already\."):
        end(pk=ahead.pk, by=staff, day=TODAY)
    kept = type(begun).objects.exclude(person=staff) if made is not DelegationFactory else type(begun).objects
    assert list(kept.values_list("pk", "ends")) == [(begun.pk, TODAY)]
