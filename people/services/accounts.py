"""Accounts are closed and opened again. Nobody is deleted: what they signed and earned stays theirs."""

from django.db import transaction

from common.errors import DomainError, NotAllowed
from people.models import User
from people.policies import may_keep_people


@transaction.atomic
def deactivate(*, pk: int, by: User) -> User:
    """The person cannot sign in, and is signed out at their next click. Twice is harmless.

    Raises DomainError for oneself, so that an administrator is always left.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_keep_people(by):
        raise NotAllowed("Only an administrator closes an account.")
    if person == by:
        raise DomainError("You cannot close your own account. Ask another administrator.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def reactivate(*, pk: int, by: User) -> User:
    """The person can sign in again, with the hats and posts they still have. Twice is harmless."""
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    if not may_keep_people(by):
        raise NotAllowed("Only an administrator opens an account again.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person
