"""Accounts are made, put right, closed and opened again. Nobody is deleted: what they signed stays theirs."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from django.db import transaction

from common.errors import DomainError, demand
from people.models import User
from people.policies import why_not
from people.services.told import look_first, only_one, tell
from people.states import AccountAction

LONGEST_WAS = 320
NAMES = ("given_name", "family_name", "preferred_name", "external_id")


@transaction.atomic
def add_person(
    *,
    by: User,
    email: str,
    given_name: str,
    family_name: str = "",
    preferred_name: str = "",
    external_id: str = "",
    action: AccountAction = AccountAction.ADD,
) -> User:
    """Somebody new, without a password: they sign in by a code that goes to their address, which confirms it. With
    `TAKE_IN` for `action` it is somebody of before the product, whom program managers put on record too.

    Raises DomainError when somebody has the address or the external id.
    """
    demand(why_not(by, action))
    _refuse_taken(email, external_id)
    taken = f"Somebody has the address {email} already."
    with only_one(taken, at="email", again=lambda: _refuse_taken(email, external_id)):
        person: User = User.objects.create_user(
            email,
            given_name=given_name,
            family_name=family_name,
            preferred_name=preferred_name,
            external_id=external_id,
        )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    tell(action, person, by)
    return person


def _refuse_taken(email: str, external_id: str, besides: User | None = None) -> None:
    others = User.objects.exclude(pk=besides.pk) if besides else User.objects.all()
    has_it = others.filter(emailaddress__email=email).first() or others.at_address(email).first()
    if email and has_it is not None:
        raise DomainError(f"{has_it.name} has this address already. Two people never share one.", at="email")
    same = others.filter(external_id=external_id).first() if external_id else None
    if same is not None:
        words = f"{same.name} has this external id already. Two people never share one."
        raise DomainError(words, at="external_id")


@transaction.atomic
def correct_names(
    *,
    pk: int,
    by: User,
    given_name: str,
    family_name: str,
    preferred_name: str,
    external_id: str,
    ids_off: Collection[str] = (),
    seen: str = "",
) -> User:
    """Write the names of somebody, and the number their roster knows them by; take off ids by which sources call them
    (`ids_off`: of rows of SourceId). What was signed keeps the name that was typed then. The same again changes
    nothing.

    Raises DomainError for an external id of somebody else, LookFirst when another window changed them.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.RENAME, person))
    typed = (given_name, family_name, preferred_name, external_id)
    before = tuple(getattr(person, name) for name in NAMES)
    off = list(person.source_ids.filter(pk__in=ids_off)) if ids_off else []
    if typed == before and not off:
        return person
    look_first(person, NAMES, seen)
    _refuse_taken("", external_id, besides=person)
    was = person.name if before[:3] != typed[:3] else ", ".join(map(str, off))[:LONGEST_WAS]
    person.source_ids.filter(pk__in=[one.pk for one in off]).delete()
    person.given_name, person.family_name, person.preferred_name, person.external_id = typed
    with only_one("Somebody has this external id already. Two people never share one.", at="external_id"):
        person.save(update_fields=NAMES)
    tell(AccountAction.RENAME, person, by, was=was)
    return person


@transaction.atomic
def reactivate(*, pk: int, by: User) -> User:
    """The person can sign in again by a code from their mail, with the posts they still have; hats that closing took
    off are given anew, and so is the password.

    Raises DomainError for an account that is open.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.REACTIVATE, person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    tell(AccountAction.REACTIVATE, person, by)
    return person
