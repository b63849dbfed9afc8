"""Accounts are closed and opened again. Nobody is deleted: what they signed and earned stays theirs."""

from django.db import transaction

from common.errors import demand
from people.models import User
from people.policies import why_not
from people.states import AccountAction


@transaction.atomic
def deactivate(*, pk: int, by: User) -> User:
    """The person cannot sign in, and is signed out at their next click.

    Raises DomainError for oneself, so that an administrator is always left, and for an account that is closed already.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.DEACTIVATE, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def reactivate(*, pk: int, by: User) -> User:
    """The person can sign in again, with the hats and posts they still have.

    Raises DomainError for an account that is open.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.REACTIVATE, person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person
