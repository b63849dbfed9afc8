"""The address a person signs in with, as an administrator writes it."""

from allauth.account.models import EmailAddress
from django.db import transaction

from common.errors import DomainError, demand
from people.models import User
from people.policies import why_not_address


@transaction.atomic
def take_address(*, pk: int, by: User) -> EmailAddress:
    """Only the address of the account signs in from now on; its owner confirms it by mail at the first sign-in.

    Addresses they had before stop. The same again changes nothing.
    Raises DomainError when somebody else signs in with it.
    """
    demand(why_not_address(by))
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    others = EmailAddress.objects.exclude(user=person).filter(email=person.email, verified=True)
    if others.exists():
        raise DomainError(f"Somebody else signs in with {person.email}. Write another address.")
    kept = EmailAddress.objects.filter(user=person)
    kept.exclude(email=person.email).delete()
    address, _ = kept.get_or_create(email=person.email, defaults={"user": person, "verified": False})
    address.primary = True
    address.save(update_fields=["primary"])
    return address
