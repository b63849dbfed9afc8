"""The address a person signs in with, as those who keep people write it."""

from allauth.account.models import EmailAddress
from django.db import transaction

from common.errors import DomainError, demand
from people.models import User
from people.policies import why_not
from people.services.letters import letters_of_addresses, post_letters
from people.services.told import only_one, tell
from people.states import AccountAction


@transaction.atomic
def write_address(*, pk: int, by: User, email: str) -> EmailAddress:
    """The person signs in with this address alone from now on, once its owner confirmed it by mail. A mail goes
    to it, and to the one before.

    The same again changes nothing. Raises DomainError when it is somebody else's.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.READDRESS, person))
    other = User.objects.at_address(email).exclude(pk=pk).first()
    if other is not None:
        raise DomainError(f"{other.name} has this address already. Write another one.", at="email")
    was = person.email
    if was != email:
        person.email = email
        with only_one("Somebody has this address already. Write another one.", at="email"):
            person.save(update_fields=["email"])
    address = take_address(pk=pk, by=by)
    if was != email:
        tell(AccountAction.READDRESS, person, by, was=was)
        post_letters(letters_of_addresses([(person, was, email)]))
    return address


@transaction.atomic
def take_address(*, pk: int, by: User) -> EmailAddress:
    """Only the address of the account signs in from now on; its owner confirms it by mail at the first sign-in.

    Addresses they had before stop. The same again changes nothing.
    Raises DomainError when somebody else signs in with it.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.READDRESS, person))
    others = EmailAddress.objects.exclude(user=person).filter(email=person.email, verified=True)
    if others.exists():
        raise DomainError(f"Somebody else signs in with {person.email}. Write another address.", at="email")
    kept = EmailAddress.objects.filter(user=person)
    kept.exclude(email=person.email).delete()
    address, _ = kept.get_or_create(email=person.email, defaults={"user": person, "verified": False})
    address.primary = True
    address.save(update_fields=["primary"])
    return address
