"""A principal asks somebody by address to act for them. Whether the address has an account is told to nobody: the same
is written, mailed and answered for any, and a name shows only once its owner said yes."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from people.models import Delegation, Invitation, User
from people.policies import why_not
from people.queries import addresses_of, person_at, today
from people.services.letters import letter, post_letters
from people.services.signers import check_period, delegate
from people.states import DelegationAction

GONE = "This was taken back or answered already."


@transaction.atomic
def invite_delegate(*, principal: User, address: str, starts: date, ends: date, by: User) -> Invitation:
    """Ask whoever owns `address` to act for the principal in `[starts, ends)`; a mail goes there, account or not.

    Asking the same address again replaces what was asked before. Raises DomainError for oneself, for days that make no
    period of a year at most or are past, and when somebody acts in that time already.
    """
    demand(why_not(by, DelegationAction.GIVE, principal))
    if address in addresses_of(principal):
        raise DomainError("Name someone else.")
    check_period(starts, ends)
    if ends <= today():
        raise DomainError("The last day is past. Choose today or a later day.")
    User.objects.select_for_update().get(pk=principal.pk)
    if Delegation.objects.filter(principal=principal, starts__lt=ends, ends__gt=starts).exists():
        raise DomainError("Someone acts for you in that time already. End that first.")
    asked, _ = Invitation.objects.update_or_create(
        principal=principal,
        address=address,
        defaults={"starts": starts, "ends": ends, "asked_at": timezone.now()},
    )
    told = {"principal": principal, "starts": starts, "last_day": ends - timedelta(days=1)}
    post_letters([letter("invitation", address, **told)])
    return asked


@transaction.atomic
def accept_invitation(*, pk: int, by: User) -> Delegation:
    """The owner of the confirmed address acts for the principal from now on."""
    asked = _asked_of(pk, by)
    principal = asked.principal
    given = delegate(principal=principal, to=by, starts=asked.starts, ends=asked.ends, by=principal)
    asked.delete()
    return given


@transaction.atomic
def decline_invitation(*, pk: int, by: User) -> None:
    """The owner of the confirmed address says no; the principal reads only that nobody acts for them."""
    _asked_of(pk, by).delete()


@transaction.atomic
def take_back_invitation(*, pk: int, by: User) -> bool:
    """The principal asks no longer; whether they still asked. Twice is harmless."""
    taken, _ = Invitation.objects.filter(pk=pk, principal=by).delete()
    return taken == 1


def _asked_of(pk: int, by: User) -> Invitation:
    asked = (
        Invitation.objects.select_for_update(of=("self",)).select_related("principal").filter(pk=pk).first()
    )
    if asked is None or person_at(asked.address) != by:
        raise DomainError(GONE)
    return asked
